import { describe, expect, it } from 'vitest';
import type { Account } from '../../../../shared/model/account.ts';
import { ok } from '../../../../shared/contract/failure.ts';
import type { Instrument } from '../../../../shared/model/instrument.ts';
import type { Answer, ClientCall } from '../../../../electron/engine/client/client.ts';
import { searchInstruments } from '../../../../electron/engine/desk/market/instrument-search.ts';
import { InstrumentList } from '../../../../electron/engine/desk/market/instrument-list.ts';
import { FakeClock } from '../../../support/fake-clock.ts';
import { instrumentOf } from './facts.ts';

function named(symbol: string, base: string, quote: string, isTrading = true): Instrument {
  return { ...instrumentOf('binance'), symbol, base, quote, display: `${base}/${quote}`, isTrading };
}

const list = [
  named('WBTCBTC', 'WBTC', 'BTC'),
  named('ETHBTC', 'ETH', 'BTC'),
  named('BTCUSDT', 'BTC', 'USDT'),
  named('BTCBUSD', 'BTC', 'BUSD', false),
  named('BTCUSDC', 'BTC', 'USDC'),
  { ...named('XXBTZUSD', 'XXBT', 'ZUSD'), display: 'BTC/USD' },
];

describe('search', () => {
  const cases = [
    { text: 'btcusdt', found: ['BTCUSDT'] },
    { text: 'BTC/usdt', found: ['BTCUSDT'] },
    { text: 'btc-usd', found: ['XXBTZUSD', 'BTCUSDC', 'BTCUSDT'] },
    { text: 'btc', found: ['BTCUSDC', 'BTCUSDT', 'XXBTZUSD', 'ETHBTC', 'WBTCBTC', 'BTCBUSD'] },
    { text: 'eth', found: ['ETHBTC'] },
    { text: 'zzz', found: [] },
  ];
  for (const { text, found } of cases) {
    it(`${text}: exact, then those that begin so, then the rest; traded ones first`, () => {
      expect(searchInstruments(list, text, 20).map(({ symbol }) => symbol)).toEqual(found);
    });
  }

  it('gives everything for nothing, and no more than asked for', () => {
    expect(searchInstruments(list, '', 3)).toHaveLength(3);
  });
});

const BODY = {
  code: '0',
  msg: '',
  data: [
    {
      instType: 'SPOT',
      instId: 'BTC-USDT',
      baseCcy: 'BTC',
      quoteCcy: 'USDT',
      settleCcy: '',
      ctValCcy: '',
      tickSz: '0.1',
      lotSz: '0.00000001',
      minSz: '0.00001',
      maxLmtSz: '9999999999',
      maxMktSz: '1000000',
      state: 'live',
    },
  ],
};

function rig() {
  const clock = new FakeClock();
  const calls: ClientCall[] = [];
  const state: { body: unknown } = { body: BODY };
  const client = {
    send(call: ClientCall) {
      calls.push(call);
      const reply = { status: 200, headers: {}, text: '', json: state.body };
      return Promise.resolve(
        ok({
          reply,
          timing: { queueMs: 0, connectMs: 0, firstByteMs: 0, bodyMs: 0 },
          exchangeMs: null,
          answeredAtMs: 0,
        } satisfies Answer),
      );
    },
  };
  const random = { fraction: () => 0, bytes: (size: number) => new Uint8Array(size) };
  const instruments = new InstrumentList({ clock, random, client: client as never });
  const account = (id: string, environment: Account['environment'] = 'live'): Account => ({
    id,
    exchange: 'okx',
    environment,
    label: id,
    region: 'global',
    egress: 'default',
  });
  return { clock, calls, state, instruments, account };
}

describe('the list', () => {
  it('is fetched once for all accounts of a site, in the background, and every hour', async () => {
    const { clock, calls, instruments, account } = rig();
    instruments.start(account('a'));
    instruments.start(account('b'));
    expect(instruments.isLoaded(account('a'))).toBe(false);
    await clock.run(1_000);
    expect(calls).toHaveLength(1);
    expect(calls[0]).toMatchObject({ lane: 'background', caller: 'app' });
    expect(instruments.find(account('b'), 'BTC-USDT')?.display).toBe('BTC/USDT');
    expect(instruments.isLoaded(account('b'))).toBe(true);
    expect(instruments.isLoaded(account('c', 'testnet'))).toBe(false);
    await clock.run(3_600_000);
    expect(calls).toHaveLength(2);
  });

  it('is asked for again soon when it did not come, and the older one stays', async () => {
    const { clock, calls, state, instruments, account } = rig();
    state.body = { code: '50001', data: [] };
    instruments.start(account('a'));
    await clock.run(2_000);
    expect(instruments.isLoaded(account('a'))).toBe(false);
    state.body = BODY;
    await clock.run(3_000);
    expect(calls.length).toBe(2);
    state.body = { code: '0', msg: '', data: [] };
    await clock.run(3_600_000);
    expect(calls.length).toBeGreaterThan(2);
    expect(instruments.find(account('a'), 'BTC-USDT')).not.toBeNull();
  });

  it('is read anew when a refusal says that it is out of date, though not in a storm', async () => {
    const { clock, calls, instruments, account } = rig();
    instruments.start(account('a'));
    await clock.run(31_000);
    for (let refusal = 0; refusal < 5; refusal += 1) instruments.outdated(account('a'));
    await clock.run(10);
    instruments.outdated(account('a'));
    expect(calls).toHaveLength(2);
    // The hour counts from then on.
    await clock.run(3_599_000);
    expect(calls).toHaveLength(2);
    await clock.run(2_000);
    expect(calls).toHaveLength(3);
  });

  it('is read anew when an announced change has come into force', async () => {
    const { clock, calls, state, instruments, account } = rig();
    const effTime = String(clock.now() + 600_000);
    const upcChg = [{ param: 'tickSz', newValue: '0.01', effTime }];
    state.body = { ...BODY, data: BODY.data.map((row) => ({ ...row, upcChg })) };
    instruments.start(account('a'));
    await clock.run(600_000);
    expect(calls).toHaveLength(1);
    await clock.run(3_000);
    expect(calls).toHaveLength(2);
  });

  it('finds the instrument of two assets, and which assets there are', async () => {
    const { clock, instruments, account } = rig();
    instruments.start(account('a'));
    await clock.run(10);
    expect(instruments.pair(account('a'), 'BTC', 'USDT')?.symbol).toBe('BTC-USDT');
    expect(instruments.pair(account('a'), 'USDT', 'BTC')).toBeNull();
    expect(['BTC', 'USDT', 'EUR'].map((asset) => instruments.hasAsset(account('a'), asset))).toEqual([
      true,
      true,
      false,
    ]);
  });

  it('rests when its last account has ended', async () => {
    const { clock, calls, instruments, account } = rig();
    const stop = instruments.start(account('a'));
    await clock.run(0);
    stop();
    await clock.run(10_000_000);
    expect(calls).toHaveLength(1);
  });
});
