import { beforeEach, describe, expect, it } from 'vitest';
import { type ExchangeId, exchangeIds } from '../../../../shared/model/account.ts';
import type { Quote } from '../../../../shared/model/desk.ts';
import { exchange } from '../../../../electron/engine/exchanges/registry.ts';
import { QuoteSite } from '../../../../electron/engine/desk/market/quote-site.ts';
import type { SocketTransport } from '../../../../electron/engine/ports.ts';
import { createPracticeBinance } from '../../../../electron/practice/binance/index.ts';
import { createPracticeKraken } from '../../../../electron/practice/kraken/exchange.ts';
import { createPracticeOkx } from '../../../../electron/practice/okx/start.ts';
import { accountOf, ClientRig } from '../../../support/client-rig.ts';
import { FakeClock } from '../../../support/fake-clock.ts';
import { json } from '../../../support/scripted-transport.ts';
import { practiceClock, type PracticeSide, practiceSockets } from '../../sockets/practice-network.ts';
import { ScriptedSockets } from '../../sockets/support.ts';
import { instrumentOf, symbols } from './facts.ts';

class QuoteRig extends ClientRig {
  readonly told: (Quote & { readonly toldAtMs: number })[] = [];
  readonly id: ExchangeId;
  readonly site: QuoteSite;

  constructor(id: ExchangeId, sockets: SocketTransport | null, clock = new FakeClock()) {
    super({ clock });
    this.id = id;
    const hosts = exchange(id).environments.live['global'];
    if (hosts === undefined) throw new Error('no hosts');
    const ports = {
      clock,
      random: { fraction: () => 0.5, bytes: (size: number) => new Uint8Array(size) },
      client: this.client,
      limiter: this.limiter,
      sockets,
      hosts: () => hosts,
      publish: (_name: string, quote: unknown) =>
        void this.told.push({ ...(quote as Quote), toldAtMs: clock.monotonic() }),
    };
    this.site = new QuoteSite(ports, this.account, (symbol) => (symbol === symbols[id] ? instrumentOf(id) : null));
  }

  get account() {
    return accountOf(this.id);
  }

  watch(): Quote {
    return this.site.watch(this.account, symbols[this.id]);
  }

  calls(path: string): number {
    return this.attempts.filter(({ attempt }) => attempt.call.request.path === path).length;
  }
}

const DAY = '/api/v3/ticker/24hr';
const ticker = (bid: string) =>
  json({ symbol: 'BTCUSDT', bidPrice: bid, bidQty: '1', askPrice: '11', askQty: '2', lastPrice: '10.5' });
const book = (bid: string) => ({
  stream: 'btcusdt@bookTicker',
  data: { u: 1, s: 'BTCUSDT', b: bid, B: '1', a: '11', A: '2' },
});

describe('prices after maintenance', () => {
  it('are asked for again after 5 s at the earliest (Kraken)', async () => {
    const sockets = new ScriptedSockets();
    const rig = new QuoteRig('kraken', sockets);
    rig.transport.always(/Ticker/, () => json({ error: [], result: {} }));
    rig.watch();
    await rig.run(0);
    await sockets.last.open();
    const status = { channel: 'status', type: 'update', data: [{ system: 'maintenance', version: '2.0.0' }] };
    await sockets.last.say(status);
    rig.watch();
    await rig.run(4_900);
    expect(sockets.ends).toHaveLength(1);
    await rig.run(200);
    expect(sockets.ends).toHaveLength(2);
  });
});

describe('prices over a socket', () => {
  let sockets: ScriptedSockets;
  let rig: QuoteRig;
  let isDown: boolean;

  beforeEach(() => {
    isDown = false;
    sockets = new ScriptedSockets();
    rig = new QuoteRig('binance', sockets);
    rig.transport.always(/ticker/, () => (isDown ? json({ code: -1, msg: 'no' }, 500) : ticker('9')));
    rig.transport.always(/referencePrice/, () => json({ symbol: 'BTCUSDT', referencePrice: '10', timestamp: 1 }));
  });

  it('come as soon as somebody watches, under the name the exchange has', async () => {
    expect(rig.watch()).toMatchObject({ state: 'connecting', bid: null, atMs: null });
    await rig.run(0);
    expect(sockets.last.url).toBe('wss://stream.binance.com:443/stream');
    await sockets.last.open();
    expect(sockets.last.messages).toMatchObject([
      { method: 'SUBSCRIBE', params: ['btcusdt@bookTicker', 'btcusdt@miniTicker'] },
    ]);
    await sockets.last.say(book('10'));
    expect(rig.watch()).toMatchObject({
      state: 'live',
      bid: '10',
      ask: '11',
      bidSize: '1',
      last: null,
      atMs: rig.clock.now(),
    });
    expect(rig.told).toHaveLength(1);
  });

  it('are told five times a second at most, the newest in the end', async () => {
    rig.watch();
    await rig.run(0);
    await sockets.last.open();
    for (let count = 0; count < 100; count += 1) {
      await sockets.last.say(book(String(100 + count)));
      await rig.run(10);
    }
    await rig.run(300);
    expect(rig.told.length).toBeGreaterThanOrEqual(5);
    expect(rig.told.length).toBeLessThanOrEqual(7);
    expect(rig.told.at(-1)?.bid).toBe('199');
    const gaps = rig.told.slice(1).map(({ toldAtMs }, index) => toldAtMs - (rig.told[index]?.toldAtMs ?? 0));
    expect(Math.min(...gaps)).toBeGreaterThanOrEqual(200);
  });

  it('end a minute after the last who watched', async () => {
    rig.watch();
    await rig.run(0);
    await sockets.last.open();
    await rig.run(30_000);
    rig.watch();
    await rig.run(59_000);
    expect(sockets.last.isClosed).toBe(false);
    await rig.run(2_000);
    expect(sockets.last.isClosed).toBe(true);
    const calls = rig.attempts.length;
    await rig.run(600_000);
    expect(rig.attempts.length).toBe(calls);
    expect(rig.clock.pending).toBe(0);
  });

  it('are asked for anew after a cut, later each time, and never hastily', async () => {
    rig.watch();
    await rig.run(0);
    const openedAtMs: number[] = [];
    sockets.onAttempt = () => void openedAtMs.push(rig.clock.monotonic());
    for (let round = 0; round < 300; round += 1) {
      rig.watch();
      await rig.run(1_000);
      if (!sockets.last.isClosed) await sockets.last.hangUp();
    }
    const gaps = openedAtMs.slice(1).map((atMs, index) => atMs - (openedAtMs[index] ?? 0));
    expect(Math.min(...gaps)).toBeGreaterThanOrEqual(1_000);
    expect(Math.max(...gaps)).toBeLessThanOrEqual(65_000);
    expect(openedAtMs.length).toBeLessThan(20);
    await sockets.last.open();
  });

  it('grow old by a clock nobody can set', async () => {
    rig.watch();
    await rig.run(1_500);
    isDown = true;
    rig.clock.stepWall(-3_600_000);
    await rig.run(11_000);
    expect(rig.site.ageMs(symbols.binance)).toBeGreaterThan(10_000);
    expect(rig.watch().state).toBe('stale');
  });

  it('the book is read while somebody wants it, every few seconds, and no longer', async () => {
    rig.transport.always(/depth/, () => json({ lastUpdateId: 1, bids: [['9', '1']], asks: [['11', '2', []]] }));
    rig.watch();
    expect(rig.site.depth(rig.account, symbols.binance)).toBeNull();
    await rig.run(100);
    expect(rig.site.depth(rig.account, symbols.binance)).toEqual({
      bids: [{ price: '9', size: '1' }],
      asks: [{ price: '11', size: '2' }],
    });
    await rig.run(19_000);
    const read = rig.calls('/api/v3/depth');
    expect([read >= 5, read <= 8]).toEqual([true, true]);
    await rig.run(30_000);
    expect(rig.calls('/api/v3/depth')).toBeLessThanOrEqual(read + 1);
    expect(rig.attempts.find(({ attempt }) => attempt.call.request.path.endsWith('depth'))?.attempt.call.lane).toBe(
      'market',
    );
  });

  it('are ready when book and prices have come, however often one asks', async () => {
    rig.transport.always(/depth/, () => json({ lastUpdateId: 1, bids: [], asks: [] }));
    const both = Promise.all([1, 2].map(() => rig.site.ready(rig.account, symbols.binance, true)));
    await rig.run(50);
    await both;
    expect(rig.site.ageMs(symbols.binance)).not.toBeNull();
    expect([rig.calls(DAY), rig.calls('/api/v3/depth')]).toEqual([1, 1]);
  });

  it('subscribe again to everything on the new connection', async () => {
    rig.watch();
    await rig.run(0);
    await sockets.last.open();
    await sockets.last.hangUp();
    rig.watch();
    await rig.run(3_000);
    expect(sockets.ends).toHaveLength(2);
    await sockets.last.open();
    expect(sockets.last.messages).toMatchObject([{ method: 'SUBSCRIBE' }]);
  });

  it('are asked for over REST while the socket is silent, and called stale when nothing comes for 10 s', async () => {
    rig.watch();
    await rig.run(1_500);
    expect(rig.watch()).toMatchObject({ state: 'polled', bid: '9', last: '10.5' });
    await rig.run(30_000);
    expect(rig.calls(DAY)).toBeGreaterThanOrEqual(9);
    expect(rig.calls(DAY)).toBeLessThanOrEqual(12);
    isDown = true;
    const { atMs } = rig.watch();
    await rig.run(14_000);
    expect(rig.watch()).toMatchObject({ state: 'stale', atMs });
    expect(rig.told.at(-1)).toMatchObject({ state: 'stale' });
  });

  it('are not polled while the socket speaks', async () => {
    rig.watch();
    await rig.run(0);
    await sockets.last.open();
    for (let count = 0; count < 20; count += 1) {
      await sockets.last.say(book('10'));
      await rig.run(900);
      rig.watch();
    }
    expect(rig.calls(DAY)).toBe(0);
    expect(rig.site.context(symbols.binance).reference).toBe('10');
  });

  it('of a quiet market are asked for as well, so that they do not grow old', async () => {
    rig.watch();
    await rig.run(0);
    await sockets.last.open();
    await sockets.last.say(book('10'));
    await rig.run(12_000);
    expect(rig.watch()).toMatchObject({ state: 'live', bid: '9' });
  });

  it('a connection that says nothing is asked for a sign of life, and given up', async () => {
    rig.watch();
    await rig.run(0);
    const first = sockets.last;
    await first.open();
    for (let count = 0; count < 45; count += 1) {
      rig.watch();
      await rig.run(1_000);
    }
    expect(first.messages.map(({ method }) => method)).toContain('LIST_SUBSCRIPTIONS');
    expect(first.isClosed).toBe(true);
  });

  it('garbage brings nothing down', async () => {
    rig.watch();
    await rig.run(0);
    await sockets.last.open();
    for (const text of ['', '{', '{"data":null}', '{"stream":"x","data":{"s":"BTCUSDT","b":"NaN"}}'])
      await sockets.last.say(text);
    expect(rig.watch()).toMatchObject({ bid: null });
  });

  it('of an instrument nobody knows are not asked for', async () => {
    rig.site.watch(rig.account, 'NOTHING');
    await rig.run(10_000);
    expect(sockets.ends).toHaveLength(0);
    expect(rig.attempts).toHaveLength(0);
  });

  it('connect within what the exchange allows', async () => {
    rig.watch();
    await rig.run(0);
    await sockets.last.open();
    const view = rig.limiter.snapshot().find(({ bucket }) => bucket.id === 'connections');
    expect(view?.used).toBe(1);
  });
});

describe('prices of the practice exchanges, over their sockets', () => {
  const sides: Readonly<Record<ExchangeId, (clock: FakeClock) => PracticeSide>> = {
    binance: (clock) => createPracticeBinance({ clock: practiceClock(clock), seed: 'quotes' }),
    okx: (clock) => createPracticeOkx({ clock: practiceClock(clock), seed: 'quotes', elapsedUs: () => 0 }),
    kraken: (clock) => createPracticeKraken({ clock: practiceClock(clock), seed: 'quotes' }),
  };
  for (const id of exchangeIds) {
    it(`${id}: best prices and the last one arrive, live`, async () => {
      const clock = new FakeClock();
      const sockets = practiceSockets(sides[id](clock));
      const rig = new QuoteRig(id, sockets, clock);
      rig.transport.always(/./, () => json({}, 500));
      rig.watch();
      await rig.run(20_000);
      const quote = rig.watch();
      expect(quote.state).toBe('live');
      expect(Number(quote.bid)).toBeGreaterThan(50_000);
      expect(Number(quote.ask)).toBeGreaterThan(Number(quote.bid));
      expect(Number(quote.last)).toBeGreaterThan(50_000);
      expect(Number(quote.bidSize)).toBeGreaterThan(0);
      expect(clock.now() - (quote.atMs ?? 0)).toBeLessThan(3_000);
      expect(sockets.opened).toBe(1);
      sockets.cut();
      await rig.run(5_000);
      rig.watch();
      await rig.run(5_000);
      expect(sockets.opened).toBe(2);
      expect(rig.watch().state).toBe('live');
    });
  }
});
