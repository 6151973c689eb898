import { afterEach, describe, expect, it } from 'vitest';
import { practiceRequest } from '../../../electron/practice/core/request.ts';
import { createPracticeKraken, type PracticeKraken } from '../../../electron/practice/kraken/exchange.ts';
import type { PracticeKrakenOptions } from '../../../electron/practice/kraken/options.ts';
import { post } from '../../support/client-rig.ts';
import { FakeClock } from '../../support/fake-clock.ts';
import { replyOf, signatureOf } from '../../practice/kraken/support.ts';
import { practiceClock } from './practice-network.ts';
import { PracticeRig } from './practice-rig.ts';

interface Bench {
  readonly rig: PracticeRig;
  readonly kraken: PracticeKraken;
  /** A call of another program on the same account, with a key of its own. */
  elsewhere(method: string, params: Readonly<Record<string, string>>): Promise<Readonly<Record<string, unknown>>>;
}

const open: (() => void)[] = [];
afterEach(() => {
  for (const close of open.splice(0)) close();
});

const KEYS = [
  { apiKey: 'PRACTICE-KRAKEN-KEY-OURS', accountId: 'main' },
  { apiKey: 'PRACTICE-KRAKEN-KEY-THEIRS', accountId: 'main' },
] as const;

async function bench(options: PracticeKrakenOptions = {}): Promise<Bench> {
  const clock = new FakeClock();
  const kraken = createPracticeKraken({ clock: practiceClock(clock), isMoving: false, keys: KEYS, ...options });
  const [ours, theirs] = kraken.keys;
  if (ours === undefined || theirs === undefined) throw new Error('No keys');
  const rig = new PracticeRig('kraken', clock, kraken, {
    apiKey: ours.apiKey,
    secretText: ours.secret,
    passphrase: null,
  });
  open.push(() => {
    rig.stop();
    kraken.close();
  });
  let nonce = 1;
  const elsewhere: Bench['elsewhere'] = async (method, params) => {
    const path = `/0/private/${method}`;
    nonce += 1;
    const body = new URLSearchParams({ nonce: String(nonce), ...params }).toString();
    const headers = {
      'api-key': theirs.apiKey,
      'api-sign': signatureOf(path, String(nonce), body, theirs.secret),
      'content-type': 'application/x-www-form-urlencoded',
    };
    const reply = replyOf(await kraken.handle(practiceRequest('POST', path, { body, headers })));
    if (reply.error.length > 0) throw new Error(reply.error.join());
    await rig.run(1);
    return reply.result ?? {};
  };
  await rig.run(1_000);
  return { rig, kraken, elsewhere };
}

const ORDER = { pair: 'XBTUSD', type: 'buy', ordertype: 'limit', price: '50000', volume: '0.001' } as const;

function engine({ rig }: Bench): readonly [number, number] {
  const view = rig.view('engine', 'BTC/USD');
  return [view?.own ?? 0, view?.foreign ?? 0];
}

describe('a feed of the practice Kraken', () => {
  it.each([
    { tier: 'starter', capacity: 60, rest: 15 },
    { tier: 'intermediate', capacity: 125, rest: 20 },
    { tier: 'pro', capacity: 180, rest: 20 },
  ] as const)('tells that the account is $tier', async ({ tier, capacity, rest }) => {
    const { rig, elsewhere } = await bench({ tier });
    await elsewhere('AddOrder', ORDER);
    expect(rig.view('engine', 'BTC/USD')?.capacity).toBe(capacity);
    expect(rig.view('rest-counter')?.capacity).toBe(rest);
  });

  it('shows what another program on the same account spends', async () => {
    const made = await bench();
    const { rig, kraken, elsewhere } = made;
    const { txid } = await elsewhere('AddOrder', ORDER);
    expect(engine(made)).toEqual([0, expect.closeTo(1, 1)]);
    await elsewhere('CancelOrder', { txid: String(txid) });
    expect(engine(made)).toEqual([0, expect.closeTo(9, 1)]);
    await rig.run(2_000);
    expect(rig.view('engine', 'BTC/USD')?.used).toBeCloseTo(kraken.usage.engine('main', 'XXBTZUSD').level, 1);
    expect(rig.orders.map(({ status }) => status)).toContain('cancelled');
  });

  it('keeps our own orders apart from those of others, whatever name the pair is given', async () => {
    const made = await bench();
    for (const pair of ['XXBTZUSD', 'XBTUSD', 'BTCUSD', 'BTC/USD']) {
      expect(await made.rig.send(post('/0/private/AddOrder', { ...ORDER, pair }, 'form'))).toBe(true);
    }
    expect(engine(made)).toEqual([4, 0]);
    await made.elsewhere('AddOrder', ORDER);
    expect(engine(made)).toEqual([expect.closeTo(4, 1), expect.closeTo(1, 1)]);
    expect(made.rig.limiter.snapshot().filter(({ bucket }) => bucket.id === 'engine')).toHaveLength(1);
  });

  it('prices the cancel of an order of another program by its age', async () => {
    const { rig, kraken, elsewhere } = await bench();
    const { txid } = await elsewhere('AddOrder', ORDER);
    await rig.run(20_000);
    const before = kraken.usage.engine('main', 'XXBTZUSD').level;
    expect(await rig.send(post('/0/private/CancelOrder', { txid: String(txid) }, 'form'))).toBe(true);
    expect(kraken.usage.engine('main', 'XXBTZUSD').level - before).toBe(4);
    expect(rig.view('engine', 'BTC/USD')?.own).toBe(4);
  });

  it('comes back after the line was cut, and hears again', async () => {
    const made = await bench();
    made.rig.network.cut();
    await made.rig.run(3_000);
    expect(made.rig.network.opened).toBe(2);
    expect(made.rig.states).toEqual(['connecting', 'live', 'down', 'connecting', 'live']);
    await made.elsewhere('AddOrder', ORDER);
    expect(engine(made)).toEqual([0, expect.closeTo(1, 1)]);
  });

  it('leaves a line that went silent, and hears again', async () => {
    const made = await bench();
    made.rig.network.muted = true;
    await made.rig.run(22_000);
    expect(made.rig.endpoints()).toContain('closed');
    made.rig.network.muted = false;
    await made.rig.run(30_000);
    expect(made.rig.states.at(-1)).toBe('live');
    await made.elsewhere('AddOrder', ORDER);
    expect(engine(made)).toEqual([0, expect.closeTo(1, 1)]);
  });

  it('notices a lost message and subscribes anew on the same connection', async () => {
    const made = await bench();
    made.rig.network.loseNext(/"exec_type":"pending_new"/);
    await made.elsewhere('AddOrder', ORDER);
    await made.rig.run(10);
    expect(made.rig.endpoints()).toEqual(expect.arrayContaining(['gap', 'unsubscribed']));
    expect(made.rig.endpoints().filter((event) => event === 'subscribed')).toHaveLength(2);
    expect(made.rig.network.opened).toBe(1);
    // The snapshot of the new subscription told what was lost, the counter included.
    expect(engine(made)[1]).toBeGreaterThan(0);
    expect(made.rig.orders.at(-1)).toMatchObject({ status: 'open', symbol: 'BTC/USD' });
  });

  it('stays connected for a quiet hour', async () => {
    const { rig } = await bench();
    await rig.run(3_600_000);
    expect(rig.network.opened).toBe(1);
    expect(rig.states).toEqual(['connecting', 'live']);
  });

  it('leaves no token and no key in any row', async () => {
    const made = await bench();
    await made.elsewhere('AddOrder', ORDER);
    made.rig.network.cut();
    await made.rig.run(5_000);
    const tokens = made.rig.network.sent.flatMap((text) => /"token":"([^"]+)"/.exec(text)?.[1] ?? []);
    expect(tokens.length).toBeGreaterThanOrEqual(2);
    const rows = JSON.stringify(made.rig.rows);
    expect(made.rig.rows.some(({ endpoint }) => endpoint.includes('GetWebSocketsToken'))).toBe(true);
    for (const token of tokens) expect(rows).not.toContain(token);
  });

  it('a key that may not use the socket is refused once, and left alone', async () => {
    const { rig } = await bench({ keys: [{ ...KEYS[0], permissions: ['query-funds'] }, KEYS[1]] });
    await rig.run(120_000);
    expect(rig.states).toEqual(['connecting', 'refused']);
    expect(rig.network.opened).toBe(0);
  });
});
