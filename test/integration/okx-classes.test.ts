import { afterEach, describe, expect, it } from 'vitest';
import { get } from '../../electron/engine/http.ts';
import { createRandom } from '../../electron/practice/core/random.ts';
import { isRefusal } from '../support/storm-figure.ts';
import { type BotCall, json, startBot } from '../support/virtual-bots.ts';
import { VirtualWorld } from '../support/virtual-world.ts';

let world: VirtualWorld;
afterEach(() => world.close());

const random = createRandom('okx-classes');
const instId = 'BTC-USDT';
const order = (name: string) => ({
  instId,
  tdMode: 'cash',
  side: 'buy',
  ordType: 'limit',
  px: '30000',
  sz: '0.001',
  clOrdId: name,
});
const name = (): string => `c${random.text(16)}`;

/** Places orders and takes them back, one by one. */
function singles(): () => BotCall {
  let open: string | null = null;
  return () => {
    if (open !== null) {
      const clOrdId = open;
      open = null;
      return { request: json('/api/v5/trade/cancel-order', { instId, clOrdId }) };
    }
    open = name();
    return { request: json('/api/v5/trade/order', order(open)) };
  };
}

/** The same in batches of one to twenty: one alone counts as a single order. */
function batches(): () => BotCall {
  let open: readonly string[] = [];
  return () => {
    if (open.length > 0) {
      const cancels = open.map((clOrdId) => ({ instId, clOrdId }));
      open = [];
      return { request: json('/api/v5/trade/cancel-batch-orders', cancels) };
    }
    open = Array.from({ length: random.integer(1, 20) }, name);
    return { request: json('/api/v5/trade/batch-orders', open.map(order)) };
  };
}

const cases = [
  { name: 'single orders', bots: 16, make: singles, least: 0.9, path: '/api/v5/trade/order', per2s: 60 },
  { name: 'batches', bots: 12, make: batches, least: 0.6, path: '/api/v5/trade/batch-orders', per2s: 300 },
  {
    name: 'account reads',
    bots: 6,
    make: () => () => ({ request: get('/api/v5/account/balance') }),
    least: 0.9,
    path: '/api/v5/account/balance',
    per2s: 10,
  },
] as const;

describe('OKX, pressed against one limit after another', () => {
  for (const { name: title, bots, make, least, path, per2s } of cases) {
    for (const latency of [
      { minMs: 5, maxMs: 60 },
      { minMs: 5, maxMs: 150 },
    ]) {
      it(`${title} are never refused and use their limit, ${2 * latency.maxMs} ms there and back`, async () => {
        world = new VirtualWorld({ seed: `okx/${title}`, exchanges: ['okx'] });
        world.transport.latency = latency;
        await world.run(3_000);
        let refusals = 0;
        let failures = 0;
        let used = 0;
        world.transport.onPassage((passage) => {
          if (isRefusal('okx', passage)) refusals += 1;
          if (passage.reply !== null && !passage.reply.body.includes('"code":"0"')) failures += 1;
          if (passage.request.target === path) used += (passage.request.body?.match(/clOrdId/g) ?? ['']).length;
        });
        for (let bot = 0; bot < bots; bot += 1) startBot(world, world.account('okx'), make());
        await world.run(30_000);
        expect(refusals).toBe(0);
        expect(failures).toBe(0);
        // What is counted from its answer on is held longer than the exchange holds it by the way there and back.
        expect(used / (per2s * 15)).toBeGreaterThan((least * 2_000) / (2_000 + 2 * latency.maxMs));
      });
    }
  }
});
