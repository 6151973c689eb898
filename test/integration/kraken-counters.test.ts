import { afterEach, describe, expect, it } from 'vitest';
import { bindReadings } from '../../electron/engine/client/answer.ts';
import { exchange } from '../../electron/engine/exchanges/registry.ts';
import type { Tier } from '../../electron/practice/kraken/limits/tables.ts';
import { createRandom } from '../../electron/practice/core/random.ts';
import { isRefusal } from '../support/storm-figure.ts';
import { type BotCall, form, startBot } from '../support/virtual-bots.ts';
import type { Passage } from '../support/virtual-transport.ts';
import { VirtualWorld } from '../support/virtual-world.ts';

let world: VirtualWorld;
afterEach(() => world.close());

// Two names of one pair must be one counter.
const PAIRS = ['XXBTZUSD', 'XBTUSD', 'XETHZUSD'] as const;
const PRICES: Readonly<Record<(typeof PAIRS)[number], string>> = {
  XXBTZUSD: '20000.0',
  XBTUSD: '20000.0',
  XETHZUSD: '500.00',
};

const closed = (method: string, params: Readonly<Record<string, string>>) => ({
  request: form('POST', `/0/private/${method}`, params),
});

/** Places an order, sometimes amends it, and takes it back while it is young, which is dear. */
function trader(seed: string): () => BotCall {
  const random = createRandom(seed);
  let left: BotCall[] = [];
  return () => {
    const next = left.shift();
    if (next !== undefined) return next;
    const pair = PAIRS[random.integer(0, PAIRS.length - 1)] ?? 'XXBTZUSD';
    const cl_ord_id = `c-${random.text(14)}`;
    const amend = random.fraction() < 0.3 ? [closed('AmendOrder', { cl_ord_id, order_qty: '0.003' })] : [];
    left = [...amend, closed('CancelOrder', { cl_ord_id })];
    return closed('AddOrder', {
      pair,
      type: 'buy',
      ordertype: 'limit',
      price: PRICES[pair],
      volume: '0.02',
      cl_ord_id,
    });
  };
}

function reader(seed: string): () => BotCall {
  const random = createRandom(seed);
  const methods = ['BalanceEx', 'OpenOrders', 'TradesHistory', 'Ledgers', 'ClosedOrders'] as const;
  return () => closed(methods[random.integer(0, methods.length - 1)] ?? 'BalanceEx', {});
}

/** Where nobody told the tier the counter is a guess, which holds no cancel: the exchange may refuse one. */
const REFUSED_CANCEL = 'CancelOrder EOrder:Rate limit exceeded';

interface Seen {
  /** Of calls but cancels. */
  refusals: number;
  refusedCancels: number;
  readonly errors: Set<string>;
  readonly calls: Map<string, number>;
}

function watch(): Seen {
  const seen: Seen = { refusals: 0, refusedCancels: 0, errors: new Set(), calls: new Map() };
  world.transport.onPassage((passage: Passage) => {
    const method = passage.request.target.split('/').at(-1)?.split('?')[0] ?? '';
    seen.calls.set(method, (seen.calls.get(method) ?? 0) + 1);
    if (isRefusal('kraken', passage)) seen[method === 'CancelOrder' ? 'refusedCancels' : 'refusals'] += 1;
    const error = /"error":\["([^"]+)"/.exec(passage.reply?.body ?? '')?.[1];
    if (error !== undefined) seen.errors.add(`${method} ${error}`);
  });
  return seen;
}

/** What the acknowledgement of the executions feed says of the account's tier. */
function tellTier(maxratecount: number): void {
  const peer = world.engine.client.peers.of(world.account('kraken'));
  if (!peer.ok) throw new Error('no key');
  const { realm, holder } = peer.value;
  const definition = exchange('kraken');
  const ack = { method: 'subscribe', success: true, result: { channel: 'executions', maxratecount } };
  world.engine.limiter.observe(
    realm,
    holder,
    bindReadings(definition.readings.readSocket(ack), definition, peer.value),
  );
}

// About ten points an order, two orders of three on the same pair: `adds` is some 90 % of what drain and threshold allow.
// Nothing but the executions feed tells the tier: until then `starter` is assumed, which every account can bear.
const tiers: readonly { readonly tier: Tier; readonly maxRateCount: number | null; readonly adds: number }[] = [
  { tier: 'starter', maxRateCount: null, adds: 85 },
  { tier: 'starter', maxRateCount: 60, adds: 85 },
  { tier: 'intermediate', maxRateCount: null, adds: 85 },
  { tier: 'intermediate', maxRateCount: 125, adds: 190 },
  { tier: 'pro', maxRateCount: null, adds: 85 },
  { tier: 'pro', maxRateCount: 180, adds: 320 },
];

describe('Kraken, pressed with orders that are cancelled young and with dear reads', () => {
  for (const { tier, maxRateCount, adds } of tiers) {
    it(`refuses nothing but cancels on a guess in ten minutes on tier ${tier}${maxRateCount === null ? ', not told' : ', told by the feed'}`, async () => {
      world = new VirtualWorld({ seed: `kraken/${tier}`, exchanges: ['kraken'], kraken: { tier } });
      if (maxRateCount !== null) tellTier(maxRateCount);
      const seen = watch();
      for (let bot = 0; bot < 4; bot += 1) startBot(world, world.account('kraken'), trader(`trader-${bot}`));
      for (let bot = 0; bot < 2; bot += 1) startBot(world, world.account('kraken'), reader(`reader-${bot}`));
      await world.run(600_000);
      expect(seen.calls.get('AddOrder')).toBeGreaterThan(adds);
      // No cancel is held by a limit that is only assumed: then the exchange itself may refuse one, and nothing else.
      const borne = maxRateCount === null ? [REFUSED_CANCEL] : [];
      expect([...seen.errors].filter((error) => !borne.includes(error))).toEqual([]);
      expect(seen.refusals).toBe(0);
      expect(seen.refusedCancels).toBeLessThanOrEqual(maxRateCount === null ? adds / 10 : 0);
    });
  }
});
