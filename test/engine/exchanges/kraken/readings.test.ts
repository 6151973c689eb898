import { describe, expect, it } from 'vitest';
import { Reading } from '../../../../shared/model/reading.ts';
import { tierLimits, readings, tierOf } from '../../../../electron/engine/exchanges/kraken/readings.ts';
import { parseJson } from '../../../../electron/engine/json.ts';
import { contextOf, reply } from './recorded.ts';

function ack(maxratecount: unknown): unknown {
  return { method: 'subscribe', success: true, result: { channel: 'executions', maxratecount } };
}

const tierRows = [
  { maximum: 60, tier: 'starter', engine: [60, 1], rest: [15, 0.33] },
  { maximum: 125, tier: 'intermediate', engine: [125, 2.34], rest: [20, 0.5] },
  { maximum: 180, tier: 'pro', engine: [180, 3.75], rest: [20, 1] },
] as const;

function capacity(bucket: string, [value, perSecond]: readonly [number, number]): Reading {
  return {
    kind: 'capacity',
    bucket,
    part: null,
    capacity: value,
    window: { kind: 'decaying', perSecond },
    source: 'socket',
  };
}

describe('the tier its user names', () => {
  it('sets both counters, as told to everybody, and an unknown one is the lowest', () => {
    const of = (tier: Parameters<typeof tierLimits>[0]) =>
      tierLimits(tier).map((reading) => [
        reading.bucket,
        'capacity' in reading && reading.capacity,
        'isGeneral' in reading && reading.isGeneral,
      ]);
    expect(of('pro')).toEqual([
      ['engine', 180, true],
      ['rest-counter', 20, true],
    ]);
    expect(of('unknown')).toEqual(of('starter'));
  });
});

describe('capacities', () => {
  for (const { maximum, tier, engine, rest } of tierRows) {
    const expected = [capacity('engine', engine), capacity('rest-counter', rest)];
    it(`${maximum} tells the ${tier} tier and so both counters`, () => {
      expect(tierOf(maximum)).toBe(tier);
      expect(readings.readSocket(ack(maximum))).toEqual(expected);
    });
    it(`WebSocket v1 tells ${maximum} too`, () => {
      const subscription = { name: 'openOrders', maxratecount: String(maximum) };
      const message = { event: 'subscriptionStatus', channelName: 'openOrders', status: 'subscribed', subscription };
      expect(readings.readSocket(message)).toEqual(expected);
    });
  }

  it('takes a number of no tier for the engine alone', () => {
    const reading = { kind: 'capacity', bucket: 'engine', part: null, capacity: 400, window: null, source: 'socket' };
    expect(readings.readSocket(ack(400))).toEqual([reading]);
  });

  const silent = [
    { name: 'an acknowledgement without the number', message: ack(undefined) },
    { name: 'zero', message: ack(0) },
    { name: 'a negative number', message: ack(-60) },
    { name: 'text that is no number', message: ack('60 or so') },
    {
      name: 'a refused subscription',
      message: { method: 'subscribe', success: false, result: { channel: 'executions', maxratecount: 60 } },
    },
    {
      name: 'another channel',
      message: { method: 'subscribe', success: true, result: { channel: 'book', maxratecount: 60 } },
    },
  ];
  for (const { name, message } of silent)
    it(`says nothing for ${name}`, () => expect(readings.readSocket(message)).toEqual([]));
});

function executions(...data: readonly unknown[]): unknown {
  return { channel: 'executions', type: 'update', data, sequence: 2 };
}

function used(part: string, count: number): Reading {
  return { kind: 'used', bucket: 'engine', part, used: count, source: 'socket' };
}

const counts = [
  {
    name: 'ratecount of a report',
    message: executions({ symbol: 'BTC/USD', ratecount: 9 }),
    readings: [used('BTC/USD', 9)],
  },
  {
    name: 'ratecount as text',
    message: executions({ symbol: 'BTC/USD', ratecount: '9.5' }),
    readings: [used('BTC/USD', 9.5)],
  },
  {
    name: 'another spelling',
    message: executions({ symbol: 'BTC/USD', rate_count: 4 }),
    readings: [used('BTC/USD', 4)],
  },
  {
    name: 'a longer spelling',
    message: executions({ symbol: 'ETH/USD', userRateCount: 4 }),
    readings: [used('ETH/USD', 4)],
  },
  { name: 'a maximum, which is no count', message: executions({ symbol: 'BTC/USD', maxratecount: 60 }), readings: [] },
  {
    name: 'the highest of a pair and each pair apart',
    message: executions(
      { symbol: 'BTC/USD', ratecount: 3 },
      { symbol: 'ETH/USD', ratecount: 1 },
      { symbol: 'BTC/USD', ratecount: 7 },
    ),
    readings: [used('BTC/USD', 7), used('ETH/USD', 1)],
  },
  { name: 'a report without symbol', message: executions({ order_id: 'O1', ratecount: 3 }), readings: [] },
  { name: 'a negative count', message: executions({ symbol: 'BTC/USD', ratecount: -3 }), readings: [] },
  { name: 'a count that is an object', message: executions({ symbol: 'BTC/USD', ratecount: {} }), readings: [] },
  {
    name: 'WebSocket v1 under the name of v2',
    message: [
      [{ 'OGTT3Y-C6I3P-XRI6HX': { descr: { pair: 'XBT/EUR' }, ratecount: '12' } }],
      'openOrders',
      { sequence: 59342 },
    ],
    readings: [used('BTC/EUR', 12)],
  },
  {
    name: 'another v1 channel',
    message: [[{ O1: { descr: { pair: 'XBT/EUR' }, ratecount: 1 } }], 'ownTrades'],
    readings: [],
  },
  { name: 'a channel without data', message: { channel: 'executions' }, readings: [] },
  { name: 'text', message: 'pong', readings: [] },
  { name: 'null', message: null, readings: [] },
];

describe('counts', () => {
  for (const row of counts) {
    it(row.name, () => {
      const found = readings.readSocket(row.message);
      expect(found).toEqual(row.readings);
      for (const reading of found) expect(Reading.parse(reading)).toEqual(reading);
    });
  }

  it('keeps the digits that a socket message writes', () => {
    const message = parseJson('{"channel":"executions","data":[{"symbol":"BTC/USD","ratecount":9.50}]}');
    expect(readings.readSocket(message)).toEqual([used('BTC/USD', 9.5)]);
  });
});

it('REST tells nothing', () => {
  const answer = reply('{"error":[],"result":{"ratecount":5}}', 200, { 'x-ratelimit-used': ['5'] });
  expect([readings.read(answer, contextOf('OpenOrders')), readings.exchangeTimeMs(answer)]).toEqual([[], null]);
});
