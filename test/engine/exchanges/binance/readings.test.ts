import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ReplyContext } from '../../../../electron/engine/exchanges/definition.ts';
import { exchangeTimeMs, read, readSocket } from '../../../../electron/engine/exchanges/binance/readings.ts';
import type { ExchangeReply, HeaderMap } from '../../../../electron/engine/http.ts';
import { Reading } from '../../../../shared/model/reading.ts';

function reply(headers: HeaderMap, json: unknown = {}, status = 200): ExchangeReply {
  return { status, headers, text: '', json };
}

function context(name = 'POST /api/v3/order'): ReplyContext {
  const [, path = ''] = name.split(' ');
  return { endpoint: name, request: { method: 'GET', path, query: '', body: null }, serverMs: 0 };
}

const PERIOD_MS: Readonly<Record<string, number>> = { 'orders-10s': 10_000, 'orders-1d': 86_400_000 };

const used = (
  bucket: string,
  value: number,
  part: string | null = null,
  periodMs = PERIOD_MS[bucket] ?? 60_000,
): Reading => ({ kind: 'used', bucket, part, used: value, periodMs, source: 'header' });

describe('headers', () => {
  const rows: readonly { name: string; headers: HeaderMap; readings: readonly Reading[] }[] = [
    { name: 'minute weight', headers: { 'x-mbx-used-weight-1m': ['42'] }, readings: [used('ip-weight', 42)] },
    {
      name: 'in the case Binance writes',
      headers: { 'X-MBX-USED-WEIGHT-1M': ['1'] },
      readings: [used('ip-weight', 1)],
    },
    { name: 'zero', headers: { 'x-mbx-used-weight-1m': ['0'] }, readings: [used('ip-weight', 0)] },
    {
      name: 'the same window in other words',
      headers: { 'x-mbx-used-weight-60s': ['7'] },
      readings: [used('ip-weight', 7)],
    },
    {
      name: 'both order counts',
      headers: { 'x-mbx-order-count-10s': ['3'], 'x-mbx-order-count-1d': ['9'] },
      readings: [used('orders-10s', 3), used('orders-1d', 9)],
    },
    { name: 'a day as hours', headers: { 'x-mbx-order-count-24h': ['9'] }, readings: [used('orders-1d', 9)] },
    { name: 'the legacy header without interval', headers: { 'x-mbx-used-weight': ['42'] }, readings: [] },
    {
      name: 'an interval without bucket, as one that may have replaced the nearest',
      headers: { 'x-mbx-order-count-1s': ['1'] },
      readings: [used('orders-10s', 1, null, 1_000)],
    },
    { name: 'an interval of zero', headers: { 'x-mbx-order-count-0d': ['1'] }, readings: [] },
    { name: 'a letter that is no interval', headers: { 'x-mbx-used-weight-1w': ['1'] }, readings: [] },
    { name: 'no headers', headers: {}, readings: [] },
    {
      name: 'the same value twice',
      headers: { 'x-mbx-used-weight-1m': ['42', '42'] },
      readings: [used('ip-weight', 42)],
    },
    ...[
      'n/a',
      '',
      ' 42',
      '42 ',
      '-1',
      '+1',
      '1.5',
      '1e3',
      '0x10',
      'NaN',
      'Infinity',
      '4,2',
      '42, 42',
      '9'.repeat(16),
      '٣',
    ].map((value) => ({ name: `"${value}"`, headers: { 'x-mbx-used-weight-1m': [value] }, readings: [] })),
    { name: 'two values', headers: { 'x-mbx-used-weight-1m': ['42', '43'] }, readings: [] },
    { name: 'no value', headers: { 'x-mbx-used-weight-1m': [] }, readings: [] },
  ];
  for (const { name, headers, readings } of rows) {
    it(`${readings.length === 0 ? 'leaves out' : 'reads'} ${name}`, () =>
      expect(read(reply(headers), context())).toEqual(readings));
  }

  it('names the endpoint of a SAPI count by its path, as charges do', () => {
    const path = '/sapi/v1/account/status';
    const headers = { 'x-sapi-used-ip-weight-1m': ['2'], 'x-sapi-used-uid-weight-1m': ['5'] };
    expect(read(reply(headers), context(`GET ${path}`))).toEqual([used('sapi-ip', 2, path), used('sapi-uid', 5, path)]);
  });

  it('reads them on refusals too', () => {
    expect(read(reply({ 'x-mbx-used-weight-1m': ['6001'] }, undefined, 429), context())).toEqual([
      used('ip-weight', 6001),
    ]);
  });

  it('never throws and never gives what is no reading, whatever the header says', () => {
    fc.assert(
      fc.property(fc.array(fc.string(), { maxLength: 3 }), (values) => {
        const readings = read(reply({ 'x-mbx-used-weight-1m': values, 'x-mbx-order-count-1d': values }), context());
        for (const reading of readings) {
          Reading.parse(reading);
          expect(values[0]).toMatch(/^\d+$/);
        }
      }),
    );
  });
});

const weightLimit = { rateLimitType: 'REQUEST_WEIGHT', interval: 'MINUTE', intervalNum: 1, limit: 7000 };

describe('bodies', () => {
  const capacity = (bucket: string, value: number, periodMs: number, source: 'body' | 'socket' = 'body'): Reading => ({
    kind: 'capacity',
    bucket,
    part: null,
    capacity: value,
    window: { kind: 'fixed', periodMs },
    source,
  });
  const general = (bucket: string, value: number, periodMs: number): Reading => ({
    ...capacity(bucket, value, periodMs),
    ...{ isGeneral: true },
  });
  const bodyUsed = (bucket: string, value: number, source: 'body' | 'socket'): Reading => ({
    kind: 'used',
    bucket,
    part: null,
    used: value,
    periodMs: PERIOD_MS[bucket] ?? 60_000,
    source,
  });
  const INFO = 'GET /api/v3/exchangeInfo';

  const rows: readonly { name: string; endpoint: string; json: unknown; readings: readonly Reading[] }[] = [
    {
      name: 'every limiter of exchangeInfo',
      endpoint: INFO,
      json: {
        rateLimits: [
          weightLimit,
          { rateLimitType: 'ORDERS', interval: 'SECOND', intervalNum: 10, limit: 100 },
          { rateLimitType: 'ORDERS', interval: 'DAY', intervalNum: 1, limit: 200000 },
          { rateLimitType: 'RAW_REQUESTS', interval: 'MINUTE', intervalNum: 5, limit: 61000 },
        ],
      },
      readings: [
        capacity('ip-weight', 7000, 60_000),
        general('orders-10s', 100, 10_000),
        general('orders-1d', 200000, 86_400_000),
        capacity('raw-requests', 61000, 300_000),
      ],
    },
    {
      name: 'limit and count of rateLimit/order',
      endpoint: 'GET /api/v3/rateLimit/order',
      json: [{ rateLimitType: 'ORDERS', interval: 'SECOND', intervalNum: 10, limit: 90, count: 4 }],
      readings: [capacity('orders-10s', 90, 10_000), bodyUsed('orders-10s', 4, 'body')],
    },
    {
      name: 'an interval that no bucket has, in place of the one it had',
      endpoint: INFO,
      json: { rateLimits: [{ ...weightLimit, interval: 'MINUTE', intervalNum: 5, limit: 30_000 }] },
      readings: [capacity('ip-weight', 30_000, 300_000)],
    },
    {
      name: 'a second in place of ten beside a day, whichever comes first',
      endpoint: INFO,
      json: {
        rateLimits: [
          { rateLimitType: 'ORDERS', interval: 'SECOND', intervalNum: 1, limit: 10 },
          { rateLimitType: 'ORDERS', interval: 'DAY', intervalNum: 1, limit: 200000 },
        ],
      },
      readings: [general('orders-10s', 10, 1_000), general('orders-1d', 200000, 86_400_000)],
    },
    {
      name: 'an interval too many by a name of its own, which no bucket has',
      endpoint: INFO,
      json: { rateLimits: [weightLimit, { ...weightLimit, interval: 'HOUR', intervalNum: 1, limit: 100_000 }] },
      readings: [capacity('ip-weight', 7000, 60_000), capacity('request-weight-1-hour', 100_000, 3_600_000)],
    },
    {
      name: 'an unknown limiter by its name',
      endpoint: INFO,
      json: { rateLimits: [{ ...weightLimit, rateLimitType: 'constructor' }] },
      readings: [capacity('constructor-1-minute', 7000, 60_000)],
    },
    ...[0, -1, 1.5, '6000', null, Number.NaN].map((limit) => ({
      name: `a limit of ${JSON.stringify(limit)}`,
      endpoint: INFO,
      json: { rateLimits: [{ ...weightLimit, limit }] },
      readings: [],
    })),
    {
      name: 'a bad entry beside a good one',
      endpoint: INFO,
      json: { rateLimits: [null, { ...weightLimit, interval: 'FORTNIGHT' }, weightLimit] },
      readings: [capacity('ip-weight', 7000, 60_000)],
    },
    {
      name: 'rate limits in other replies',
      endpoint: 'GET /api/v3/account',
      json: { rateLimits: [weightLimit] },
      readings: [],
    },
    { name: 'no JSON', endpoint: INFO, json: undefined, readings: [] },
  ];
  for (const { name, endpoint, json, readings } of rows) {
    it(`${readings.length === 0 ? 'leaves out' : 'reads'} ${name}`, () => {
      expect(read(reply({}, json), context(endpoint))).toEqual(readings);
    });
  }

  it('believes no capacities of a refusal', () => {
    expect(read(reply({}, { rateLimits: [weightLimit] }, 400), context(INFO))).toEqual([]);
  });

  it('reads use and limit of WebSocket replies, and connections of its exchangeInfo', () => {
    const message = {
      status: 200,
      result: { rateLimits: [{ rateLimitType: 'CONNECTIONS', interval: 'MINUTE', intervalNum: 5, limit: 300 }] },
      rateLimits: [{ ...weightLimit, count: 20 }],
    };
    expect(readSocket(message)).toEqual([
      capacity('ip-weight', 7000, 60_000, 'socket'),
      bodyUsed('ip-weight', 20, 'socket'),
      capacity('connections', 300, 300_000, 'socket'),
    ]);
  });

  it('reads account.rateLimits.orders', () => {
    const entry = { rateLimitType: 'ORDERS', interval: 'DAY', intervalNum: 1, limit: 160000, count: 8 };
    expect(readSocket({ status: 200, result: [entry] })).toEqual([
      capacity('orders-1d', 160000, 86_400_000, 'socket'),
      bodyUsed('orders-1d', 8, 'socket'),
    ]);
  });

  for (const message of [null, undefined, 'x', 5, [], {}, { rateLimits: 'x' }, { e: 'executionReport' }]) {
    it(`reads nothing in ${JSON.stringify(message)}`, () => expect(readSocket(message)).toEqual([]));
  }

  it('knows no time spent inside the exchange', () => expect(exchangeTimeMs()).toBeNull());
});
