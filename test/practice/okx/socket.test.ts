import { describe, expect, it } from 'vitest';
import { decimal } from '../../../shared/model/decimal.ts';
import { connectInProcess, type FakeConnection } from '../../../electron/practice/core/connection.ts';
import { orderIdOf } from '../../../electron/practice/okx/wire/ids.ts';
import {
  DEMO_KEY,
  hmac,
  KEY,
  limitBuy,
  OTHER_USER_KEY,
  placed,
  post,
  READ_KEY,
  rig,
  START_MS,
  UID,
  type Body,
  type Credential,
  type Rig,
} from './support.ts';

type Kind = 'public' | 'private' | 'business';

interface Line {
  readonly wire: FakeConnection;
  /** Frames since the last call, parsed. */
  heard(): readonly Body[];
  say(message: Body): void;
}

let nextIp = 1;

/** Opens a connection, each from an address of its own unless one is given. */
function open({ exchange }: Rig, kind: Kind, upgrade: { readonly ip?: string; readonly query?: string } = {}): Line {
  const wire = connectInProcess(exchange.accept, { path: `/ws/v5/${kind}`, ip: `10.1.0.${nextIp++}`, ...upgrade });
  if (!('sent' in wire)) throw new Error(`Refused with ${wire.status}`);
  return {
    wire,
    heard: () =>
      wire.sent
        .splice(0)
        .filter((text) => text !== 'pong')
        .map((text) => JSON.parse(text) as Body),
    say: (message) => wire.say(JSON.stringify(message)),
  };
}

function loginArgs(
  nowMs: number,
  { apiKey, secret, passphrase }: Credential,
  stamp = String(Math.floor(nowMs / 1000)),
): Body {
  return { apiKey, passphrase, timestamp: stamp, sign: hmac(secret, `${stamp}GET/users/self/verify`) };
}

function loggedIn(rigged: Rig, kind: Kind = 'private', as: Credential = KEY): Line {
  const line = open(rigged, kind);
  line.say({ op: 'login', args: [loginArgs(rigged.clock.now(), as)] });
  const [frame] = line.heard();
  if (frame?.['event'] !== 'login') throw new Error(`No login: ${JSON.stringify(frame)}`);
  return line;
}

function wsOrder(changes: Body = {}): Body {
  const { instId: _, ...rest } = limitBuy();
  return { ...rest, instIdCode: 3, ...changes };
}

function fillsNothing(rigged: Rig): void {
  expect(rigged.exchange.state.venue.openOrders(UID)).toEqual([]);
}

describe('connections', () => {
  it('answer the text ping with the text pong', () => {
    const { wire } = open(rig(), 'public');
    wire.say('ping');
    expect(wire.sent).toEqual(['pong']);
  });

  it('end with 4004 after 30 s without anything sent to them', () => {
    const rigged = rig();
    const { wire } = open(rigged, 'public');
    rigged.clock.advance(29_999);
    wire.say('ping');
    rigged.clock.advance(29_999);
    expect(wire.closedWith()).toBeNull();
    rigged.clock.advance(1);
    expect(wire.closedWith()).toMatchObject({ code: 4004 });
  });

  it('are 3 per second and address', () => {
    const rigged = rig();
    const connect = () => connectInProcess(rigged.exchange.accept, { path: '/ws/v5/public', ip: '10.9.9.9' });
    expect([connect(), connect(), connect()].every((wire) => 'sent' in wire)).toBe(true);
    expect(connect()).toMatchObject({ status: 429 });
    rigged.clock.advance(1000);
    expect('sent' in connect()).toBe(true);
  });

  it('exist on the three documented paths only', () => {
    expect(connectInProcess(rig().exchange.accept, { path: '/ws/v5/other' })).toMatchObject({ status: 404 });
  });

  it('take 480 subscribe, unsubscribe and login messages an hour, and count no orders among them', () => {
    const rigged = rig();
    const line = open(rigged, 'public');
    const arg = { channel: 'tickers', instId: 'BTC-USDT' };
    for (let index = 0; index < 480; index += 1)
      line.say({ op: index % 2 === 0 ? 'subscribe' : 'unsubscribe', args: [arg] });
    expect(line.heard().some(({ event }) => event === 'error')).toBe(false);
    line.say({ op: 'subscribe', args: [arg] });
    expect(line.heard()).toMatchObject([{ event: 'error', code: '60014' }]);
  });

  it('end with 1009 on a message above 64 KB', () => {
    const { wire } = open(rig(), 'public');
    wire.say(JSON.stringify({ op: 'subscribe', args: [{ channel: 'x'.repeat(65_536) }] }));
    expect(wire.closedWith()).toMatchObject({ code: 1009 });
  });

  it('are told of an upgrade a minute before it, and of a deleted key by 4007', () => {
    const rigged = rig();
    const [upgraded, deleted] = [open(rigged, 'public'), loggedIn(rigged)];
    rigged.exchange.deleteKey(KEY.apiKey);
    expect(deleted.wire.closedWith()).toMatchObject({ code: 4007 });
    rigged.exchange.hub.announceUpgrade();
    expect(upgraded.heard()).toMatchObject([{ event: 'notice', code: '64008' }]);
    for (let round = 0; round < 3; round += 1) {
      upgraded.wire.say('ping');
      rigged.clock.advance(20_000);
    }
    expect(upgraded.wire.closedWith()).toMatchObject({ code: 1001 });
  });

  const malformed = [
    { name: 'text that is not JSON', text: 'hello', code: '60012' },
    { name: 'an unknown op', text: '{"op":"dance"}', code: '60019' },
    { name: 'args that are no list', text: '{"op":"subscribe","args":"tickers"}', code: '60013' },
  ];
  for (const { name, text, code } of malformed) {
    it(`refuse ${name} with ${code}`, () => {
      const line = open(rig(), 'public');
      line.wire.say(text);
      expect(line.heard()).toMatchObject([{ event: 'error', code }]);
    });
  }
});

describe('login', () => {
  it('takes seconds and answers with a connection id', () => {
    const rigged = rig();
    const line = open(rigged, 'private');
    line.say({ op: 'login', args: [loginArgs(START_MS, KEY)] });
    expect(line.heard()).toEqual([
      { event: 'login', code: '0', msg: '', connId: expect.stringMatching(/^[0-9a-f]{8}$/) },
    ]);
    line.say({ op: 'login', args: [loginArgs(START_MS, KEY)] });
    expect(line.heard()).toMatchObject([{ code: '60031' }]);
  });

  const refused = [
    { name: 'an ISO time stamp', args: loginArgs(START_MS, KEY, new Date(START_MS).toISOString()), code: '60004' },
    { name: 'milliseconds', args: loginArgs(START_MS, KEY, String(START_MS)), code: '60004' },
    { name: 'a stamp 31 s old', args: loginArgs(START_MS - 31_000, KEY), code: '60006' },
    { name: 'no key', args: { ...loginArgs(START_MS, KEY), apiKey: '' }, code: '60005' },
    { name: 'an unknown key', args: { ...loginArgs(START_MS, KEY), apiKey: 'nobody' }, code: '60032' },
    { name: 'a wrong passphrase', args: { ...loginArgs(START_MS, KEY), passphrase: 'guess' }, code: '60024' },
    { name: 'a wrong signature', args: loginArgs(START_MS, { ...KEY, secret: 'wrong' }), code: '60007' },
    { name: 'a demo key on the live host', args: loginArgs(START_MS, DEMO_KEY), code: '50101' },
  ];
  for (const { name, args, code } of refused) {
    it(`refuses ${name} with ${code} and closes`, () => {
      const line = open(rig(), 'private');
      line.say({ op: 'login', args: [args] });
      expect(line.heard()).toMatchObject([{ event: 'error', code }]);
      expect(line.wire.closedWith()).toMatchObject({ code: 4001 });
    });
  }

  it('lets a demo key in where the demo host is asked for', () => {
    const line = open(rig(), 'private', { query: 'brokerId=9999' });
    line.say({ op: 'login', args: [loginArgs(START_MS, DEMO_KEY)] });
    expect(line.heard()).toMatchObject([{ event: 'login' }]);
  });
});

describe('public channels', () => {
  it('push tickers, trades and candles as the market moves', () => {
    const rigged = rig();
    const line = open(rigged, 'public');
    const candles = open(rigged, 'business');
    line.say({
      op: 'subscribe',
      args: [
        { channel: 'tickers', instId: 'BTC-USDT' },
        { channel: 'trades', instId: 'BTC-USDT' },
      ],
    });
    candles.say({ op: 'subscribe', args: [{ channel: 'candle1m', instId: 'BTC-USDT' }] });
    expect(line.heard().map(({ event }) => event)).toEqual(['subscribe', undefined, 'subscribe']);
    candles.heard();
    rigged.exchange.state.venue.step(1000);
    const pushes = line.heard();
    expect(pushes.map(({ arg }) => (arg as Body)['channel'])).toEqual(expect.arrayContaining(['tickers', 'trades']));
    expect(pushes.every(({ arg }) => (arg as Body)['instId'] === 'BTC-USDT')).toBe(true);
    expect(candles.heard()).toMatchObject([
      { arg: { channel: 'candle1m' }, data: [expect.arrayContaining([String(START_MS), '0'])] },
    ]);
  });

  it('keep a book in step: snapshot, then changes chained by sequence number', () => {
    const rigged = rig();
    const line = open(rigged, 'public');
    line.say({ op: 'subscribe', args: [{ channel: 'books', instId: 'BTC-USDT' }] });
    const book = { asks: new Map<string, string>(), bids: new Map<string, string>() };
    let seqId = -1;
    const apply = (frames: readonly Body[]) => {
      for (const { data, action } of frames) {
        if (data === undefined) continue;
        const [row] = data as {
          asks: string[][];
          bids: string[][];
          seqId: number;
          prevSeqId: number;
          checksum: number;
        }[];
        if (row === undefined) throw new Error('no row');
        expect([action, row.prevSeqId, row.checksum]).toEqual([seqId === -1 ? 'snapshot' : 'update', seqId, 0]);
        seqId = row.seqId;
        for (const side of ['asks', 'bids'] as const) {
          for (const [px = '', sz = ''] of row[side]) sz === '0' ? book[side].delete(px) : book[side].set(px, sz);
        }
      }
    };
    apply(line.heard());
    for (let step = 0; step < 5; step += 1) rigged.exchange.state.venue.step(1000);
    apply(line.heard());
    const market = rigged.exchange.state.venue.market('BTC/USDT');
    for (const [side, name] of [
      ['sell', 'asks'],
      ['buy', 'bids'],
    ] as const) {
      const now = new Map(market?.depth(side, 400).map(({ price, quantity }) => [price as string, quantity as string]));
      expect(book[name]).toEqual(now);
    }
  });

  const wrong = [
    { name: 'an unknown channel', kind: 'public', arg: { channel: 'weather' }, code: '60018' },
    {
      name: 'candles on the public path',
      kind: 'public',
      arg: { channel: 'candle1m', instId: 'BTC-USDT' },
      code: '60018',
    },
    {
      name: 'tickers on the business path',
      kind: 'business',
      arg: { channel: 'tickers', instId: 'BTC-USDT' },
      code: '60018',
    },
    { name: 'an unknown instrument', kind: 'public', arg: { channel: 'tickers', instId: 'DOGE-USDT' }, code: '60018' },
    { name: 'orders before login', kind: 'private', arg: { channel: 'orders', instType: 'ANY' }, code: '60011' },
  ] as const;
  for (const { name, kind, arg, code } of wrong) {
    it(`refuse ${name} with ${code}`, () => {
      const line = open(rig(), kind);
      line.say({ op: 'subscribe', args: [arg] });
      expect(line.heard()).toMatchObject([{ event: 'error', code }]);
    });
  }

  it('fall silent after unsubscribe', () => {
    const rigged = rig();
    const line = open(rigged, 'public');
    const args = [{ channel: 'trades', instId: 'BTC-USDT' }];
    line.say({ op: 'subscribe', args });
    line.say({ op: 'unsubscribe', args });
    line.heard();
    rigged.exchange.state.venue.step(1000);
    expect(line.heard()).toEqual([]);
  });
});

describe('private channels', () => {
  const subscribe = (line: Line, arg: Body) => {
    line.say({ op: 'subscribe', args: [arg] });
    return line.heard();
  };
  const states = (line: Line) =>
    line
      .heard()
      .filter(({ arg }) => arg !== undefined)
      .map(({ data }) => (data as Body[])[0]?.['state']);

  it('count connections and have no snapshot of orders', async () => {
    const rigged = rig();
    await placed(rigged, limitBuy());
    const line = loggedIn(rigged);
    expect(subscribe(line, { channel: 'orders', instType: 'ANY' })).toMatchObject([
      { event: 'subscribe', arg: { channel: 'orders', instType: 'ANY' } },
      { event: 'channel-conn-count', channel: 'orders', connCount: '1' },
    ]);
  });

  it('refuse the fills channel with 64003', () => {
    expect(subscribe(loggedIn(rig()), { channel: 'fills' })).toMatchObject([{ event: 'error', code: '64003' }]);
  });

  it('push the life of an order to its user alone', async () => {
    const rigged = rig();
    const [line, stranger] = [loggedIn(rigged), loggedIn(rigged, 'private', OTHER_USER_KEY)];
    for (const each of [line, stranger]) subscribe(each, { channel: 'orders', instType: 'SPOT' });
    const ordId = await placed(rigged, limitBuy({ clOrdId: 'o1' }));
    rigged.exchange.state.venue.fillResting(orderIdOf(ordId) ?? 0, decimal('0.004'));
    const frames = line.heard();
    expect(frames).toMatchObject([
      {
        arg: { channel: 'orders', instType: 'SPOT', uid: UID },
        data: [{ state: 'live', fillSz: '0', execType: '', clOrdId: 'o1' }],
      },
      {
        data: [
          {
            state: 'partially_filled',
            fillSz: '0.004',
            fillPx: '50000',
            execType: 'M',
            fillFee: '-0.0000032',
            fillFeeCcy: 'BTC',
          },
        ],
      },
    ]);
    await post(rigged, '/trade/cancel-order', { instId: 'BTC-USDT', ordId });
    expect(line.heard()).toMatchObject([{ data: [{ state: 'canceled', cancelSource: '1', fillSz: '0' }] }]);
    expect(stranger.heard()).toEqual([]);
  });

  it('push a crossing post-only order as canceled alone', async () => {
    const rigged = rig();
    const line = loggedIn(rigged);
    subscribe(line, { channel: 'orders', instType: 'ANY' });
    await placed(rigged, limitBuy({ ordType: 'post_only', px: '65100', sz: '0.001' }));
    expect(states(line)).toEqual(['canceled']);
    await placed(rigged, limitBuy({ ordType: 'post_only' }));
    expect(states(line)).toEqual(['live']);
  });

  it('push an amendment with its request id', async () => {
    const rigged = rig();
    const line = loggedIn(rigged);
    subscribe(line, { channel: 'orders', instType: 'ANY' });
    const ordId = await placed(rigged, limitBuy());
    line.heard();
    await post(rigged, '/trade/amend-order', { instId: 'BTC-USDT', ordId, newSz: '0.02', reqId: 'r1' });
    expect(line.heard()).toMatchObject([{ data: [{ sz: '0.02', reqId: 'r1', amendResult: '0' }] }]);
  });

  it('push the account: snapshot, changes, and again every 5 s', async () => {
    const rigged = rig();
    const line = loggedIn(rigged);
    const ccys = (frame: Body = {}) => {
      const [account = {}] = frame['data'] as Body[];
      return (account['details'] as Body[]).map(({ ccy }) => ccy);
    };
    const snapshot = subscribe(line, { channel: 'account' }).at(-1);
    expect([snapshot?.['eventType'], ccys(snapshot)]).toEqual(['snapshot', ['USDT', 'BTC', 'ETH', 'SOL']]);
    await placed(rigged, limitBuy());
    const [update] = line.heard();
    expect([update?.['eventType'], ccys(update)]).toEqual(['event_update', ['USDT']]);
    rigged.clock.advance(5000);
    expect(line.heard().map(({ eventType }) => eventType)).toEqual(['interval_update']);
  });

  it('serve 30 connections of a user per channel', () => {
    const rigged = rig();
    const lines = Array.from({ length: 31 }, () => loggedIn(rigged));
    const last = lines.map((line) => subscribe(line, { channel: 'account' }).at(1)?.['event']);
    expect([last.slice(0, 30).every((event) => event === 'channel-conn-count'), last.at(-1)]).toEqual([
      true,
      'channel-conn-count-error',
    ]);
  });
});

describe('order messages', () => {
  const ask = (line: Line, op: string, args: readonly Body[], rest: Body = {}) => {
    line.say({ id: 'm1', op, args, ...rest });
    return line.heard().find(({ id }) => id === 'm1') ?? {};
  };

  it('place, amend and cancel by instrument number, with times', () => {
    const rigged = rig();
    const line = loggedIn(rigged);
    const placedFrame = ask(line, 'order', [wsOrder({ clOrdId: 'w1' })]);
    expect(placedFrame).toMatchObject({
      id: 'm1',
      op: 'order',
      code: '0',
      msg: '',
      data: [{ clOrdId: 'w1', sCode: '0' }],
      inTime: `${START_MS}000`,
    });
    const ordId = (placedFrame['data'] as Body[])[0]?.['ordId'];
    expect(ask(line, 'amend-order', [{ instIdCode: 3, ordId, newSz: '0.02' }])).toMatchObject({
      code: '0',
      data: [{ ordId }],
    });
    expect(ask(line, 'cancel-order', [{ instIdCode: 3, ordId }])).toMatchObject({
      code: '0',
      data: [{ ordId, sCode: '0' }],
    });
  });

  it('refuse the name of the instrument: the number is required since 2026', () => {
    const rigged = rig();
    const { instIdCode: _, ...named } = wsOrder({ instId: 'BTC-USDT' });
    expect(ask(loggedIn(rigged), 'order', [named])).toMatchObject({
      code: '1',
      data: [{ sCode: '50014', sMsg: 'Parameter instIdCode cannot be empty.' }],
    });
    expect(ask(loggedIn(rigged), 'order', [wsOrder({ instIdCode: 77 })])).toMatchObject({
      code: '1',
      data: [{ sCode: '51001' }],
    });
    fillsNothing(rigged);
  });

  it('batch in part: code 2', () => {
    const line = loggedIn(rig());
    expect(ask(line, 'batch-orders', [wsOrder(), wsOrder({ sz: '99' })])).toMatchObject({
      code: '2',
      data: [{ sCode: '0' }, { sCode: '51008' }],
    });
    expect(ask(line, 'batch-cancel-orders', [{ instIdCode: 3, ordId: '1' }])).toMatchObject({
      code: '1',
      data: [{ sCode: '51400' }],
    });
  });

  it('share their counters with REST', async () => {
    const rigged = rig();
    const line = loggedIn(rigged);
    for (let index = 0; index < 30; index += 1) await post(rigged, '/trade/order', limitBuy({ px: 'x' }));
    for (let index = 0; index < 30; index += 1) ask(line, 'order', [wsOrder({ px: 'x' })]);
    expect(ask(line, 'order', [wsOrder()])).toMatchObject({ code: '50011', data: [] });
    expect((await post(rigged, '/trade/order', limitBuy())).code).toBe('50011');
    expect(ask(line, 'batch-orders', [wsOrder()])).toMatchObject({ code: '50011' });
    expect(ask(line, 'batch-orders', [wsOrder(), wsOrder()])).toMatchObject({ code: '0' });
  });

  it('drop what is past its deadline', () => {
    const rigged = rig();
    expect(ask(loggedIn(rigged), 'order', [wsOrder()], { expTime: String(START_MS - 1) })).toMatchObject({
      code: '50036',
      data: [],
    });
    fillsNothing(rigged);
  });

  it('need login, the private path, the trade right and a proper id', () => {
    const rigged = rig();
    const frames = (line: Line) => {
      line.say({ id: 'm1', op: 'order', args: [wsOrder()] });
      return line.heard();
    };
    expect(frames(open(rigged, 'private'))).toMatchObject([{ code: '60011' }]);
    expect(frames(open(rigged, 'public'))).toMatchObject([{ code: '60028' }]);
    expect(frames(loggedIn(rigged, 'private', READ_KEY))).toMatchObject([{ code: '50120' }]);
    const line = loggedIn(rigged);
    line.say({ id: 'no-hyphens', op: 'order', args: [wsOrder()] });
    expect(line.heard()).toMatchObject([{ code: '60013', data: [] }]);
    fillsNothing(rigged);
  });

  it('are answered late when told to, yet done at once', () => {
    const rigged = rig();
    const line = loggedIn(rigged);
    rigged.exchange.state.switches.latency = { minMs: 200, maxMs: 200 };
    line.say({ id: 'm1', op: 'order', args: [wsOrder()] });
    expect([line.heard(), rigged.exchange.state.venue.openOrders(UID).length]).toEqual([[], 1]);
    rigged.clock.advance(200);
    expect(line.heard()).toMatchObject([{ id: 'm1', code: '0' }]);
  });

  it('fail as told: dropped after acceptance, or 50004 both ways', () => {
    const rigged = rig();
    const { switches, venue } = rigged.exchange.state;
    const dropped = loggedIn(rigged);
    switches.queue({ kind: 'drop-after-accept' });
    dropped.say({ id: 'm1', op: 'order', args: [wsOrder()] });
    expect([dropped.wire.closedWith()?.code, venue.openOrders(UID).length]).toEqual([1006, 1]);
    for (const [isPlaced, count] of [
      [false, 1],
      [true, 2],
    ] as const) {
      switches.queue({ kind: 'timeout-answer', isPlaced });
      expect(ask(loggedIn(rigged), 'order', [wsOrder()])).toMatchObject({ code: '50004', data: [] });
      expect(venue.openOrders(UID)).toHaveLength(count);
    }
  });
});
