import { afterEach, describe, expect, it } from 'vitest';
import { createPracticeBinance } from '../../../electron/practice/binance/index.ts';
import { createPracticeOkx } from '../../../electron/practice/okx/start.ts';
import { post } from '../../support/client-rig.ts';
import { FakeClock } from '../../support/fake-clock.ts';
import { practiceClock } from './practice-network.ts';
import { PracticeRig } from './practice-rig.ts';

const open: (() => void)[] = [];
afterEach(() => {
  for (const close of open.splice(0)) close();
});

async function binance(kind: 'hmac' | 'ed25519' = 'hmac') {
  const clock = new FakeClock();
  const side = createPracticeBinance({ clock: practiceClock(clock), isMoving: false });
  await clock.run(5_000);
  const rig = new PracticeRig('binance', clock, side, {
    apiKey: side.keys[kind].apiKey,
    secretText: side.keys[kind].secret,
    passphrase: null,
  });
  open.push(() => {
    rig.stop();
    side.close();
  });
  await rig.run(1_000);
  return { rig, side };
}

const binanceOrder = post(
  '/api/v3/order',
  {
    symbol: 'BTCUSDT',
    side: 'BUY',
    type: 'LIMIT',
    timeInForce: 'GTC',
    quantity: '0.001',
    price: '50000',
    newClientOrderId: 'mine-1',
  },
  'query',
);

describe('a feed of the practice Binance', () => {
  it.each(['hmac', 'ed25519'] as const)('subscribes with a key of type %s', async (kind) => {
    const { rig } = await binance(kind);
    expect(rig.endpoints()).toEqual(['connected', 'subscribed']);
    expect(rig.states.at(-1)).toBe('live');
  });

  it('its replies tell weight that another program on this address spends', async () => {
    const { rig, side } = await binance();
    expect(rig.view('ip-weight')).toMatchObject({ own: 4, used: 4, foreign: 0, inFlight: 0 });
    side.neighbour.spend('weight', '127.0.0.1', 700);
    await rig.run(33_000);
    expect(rig.view('ip-weight')).toMatchObject({ foreign: 700, own: 5 });
  });

  it('hears of an order that was placed over REST', async () => {
    const { rig } = await binance();
    expect(await rig.send(binanceOrder)).toBe(true);
    expect(rig.orders).toMatchObject([{ clientOrderId: 'mine-1', status: 'open', symbol: 'BTCUSDT' }]);
  });

  it('stays connected for an hour, answering and asking, and comes back when cut', async () => {
    const { rig } = await binance();
    await rig.run(3_600_000);
    expect(rig.network.opened).toBe(1);
    rig.network.cut();
    await rig.run(3_000);
    expect(rig.states.slice(-3)).toEqual(['down', 'connecting', 'live']);
  });

  it('notices a line that went silent', async () => {
    const { rig } = await binance();
    rig.network.muted = true;
    await rig.run(45_000);
    expect(rig.rows.find(({ endpoint }) => endpoint.endsWith('closed'))).toMatchObject({ code: 'stale' });
  });
});

async function okx() {
  const clock = new FakeClock();
  const exchange = createPracticeOkx({
    clock: practiceClock(clock),
    isMoving: false,
    elapsedUs: () => clock.monotonic() * 1_000,
  });
  const [key] = exchange.state.accounts.allKeys();
  if (key === undefined) throw new Error('No key');
  const rig = new PracticeRig('okx', clock, exchange, {
    apiKey: key.apiKey,
    secretText: key.secret,
    passphrase: key.passphrase ?? '',
  });
  open.push(() => {
    rig.stop();
    exchange.close();
  });
  await rig.run(1_000);
  return { rig, exchange };
}

const okxOrder = post(
  '/api/v5/trade/order',
  { instId: 'BTC-USDT', tdMode: 'cash', side: 'buy', ordType: 'limit', sz: '0.001', px: '50000', clOrdId: 'mine1' },
  'json',
);

describe('a feed of the practice OKX', () => {
  it('logs in, subscribes and hears of orders', async () => {
    const { rig } = await okx();
    expect(rig.endpoints()).toEqual(['connected', 'logged-in', 'subscribed']);
    expect(await rig.send(okxOrder)).toBe(true);
    expect(rig.orders).toMatchObject([{ clientOrderId: 'mine1', status: 'open', symbol: 'BTC-USDT' }]);
  });

  it('outlives the half minute after which OKX closes a silent connection', async () => {
    const { rig } = await okx();
    await rig.run(600_000);
    expect(rig.network.opened).toBe(1);
    expect(rig.states.at(-1)).toBe('live');
  });

  it('comes back when cut', async () => {
    const { rig } = await okx();
    rig.network.cut();
    await rig.run(3_000);
    expect(rig.states).toEqual(['connecting', 'live', 'down', 'connecting', 'live']);
  });

  it('leaves no signature, key or passphrase in any row', async () => {
    const { rig } = await okx();
    rig.network.cut();
    await rig.run(3_000);
    const secrets = rig.network.sent.flatMap((text) =>
      [...text.matchAll(/"(?:sign|apiKey|passphrase)":"([^"]+)"/g)].map((match) => match[1] ?? ''),
    );
    expect(secrets).toHaveLength(6);
    const rows = JSON.stringify(rig.rows);
    for (const secret of secrets) expect(rows).not.toContain(secret);
  });
});
