import { describe, expect, it } from 'vitest';
import { exchangeTimeMs, read, readSocket } from '../../../../electron/engine/exchanges/okx/readings.ts';
import { calling, replyOf } from './support.ts';

const RATE_LIMIT = 'GET /api/v5/trade/account-rate-limit';

function capacities(accRateLimit: unknown, endpoint = RATE_LIMIT): readonly number[] {
  const text = JSON.stringify({ code: '0', msg: '', data: [{ accRateLimit, nextAccRateLimit: '' }] });
  return read(replyOf(text), calling(endpoint)).flatMap((reading) =>
    reading.kind === 'capacity' ? [reading.capacity] : [],
  );
}

describe('OKX readings', () => {
  it('learns the sub-account cap', () => {
    const text = '{"code":"0","msg":"","data":[{"accRateLimit":"1250","ts":"1625097600000"}]}';
    const window = { kind: 'sliding', periodMs: 2_000 };
    const cap = { kind: 'capacity', bucket: 'sub-account-orders', part: null, capacity: 1_250, window, source: 'body' };
    expect(read(replyOf(text), calling(RATE_LIMIT))).toEqual([cap]);
  });

  it('reads the empty text as the default cap', () => expect(capacities('')).toEqual([1_000]));

  for (const malformed of ['0', '-5', '1e3', 'many', ' 12', null, 12, '9'.repeat(30)]) {
    it(`leaves out ${JSON.stringify(malformed)}`, () => expect(capacities(malformed)).toEqual([]));
  }

  it('takes no capacity from another call, a failure or a page', () => {
    expect(capacities('1250', 'GET /api/v5/account/config')).toEqual([]);
    for (const text of ['{"code":"50011","msg":""}', '<html></html>', '{"code":"0","data":[]}', '']) {
      expect(read(replyOf(text), calling(RATE_LIMIT))).toEqual([]);
    }
  });

  it('finds no usage in headers or messages', () => {
    const headers = { 'x-ratelimit-remaining': '3', 'retry-after': '1' };
    expect(read(replyOf('{"code":"0","data":[]}', 200, headers), calling('POST /api/v5/trade/order'))).toEqual([]);
    expect(readSocket()).toEqual([]);
  });
});

describe('OKX time inside an answer', () => {
  const cases = [
    {
      name: 'microseconds as text',
      text: '{"code":"0","inTime":"1695190491421339","outTime":"1695190491423240"}',
      ms: 1.901,
    },
    {
      name: 'microseconds as numbers',
      text: '{"code":"0","inTime":1695190491421339,"outTime":1695190491421339}',
      ms: 0,
    },
    {
      name: 'a refused order',
      text: '{"code":"1","data":[],"inTime":"1754837511940445","outTime":"1754837511941393"}',
      ms: 0.948,
    },
    { name: 'running backwards', text: '{"inTime":"1695190491423240","outTime":"1695190491421339"}', ms: null },
    { name: 'milliseconds', text: '{"inTime":"1695190491421","outTime":"1695190491423"}', ms: null },
    { name: 'one missing', text: '{"inTime":"1695190491421339"}', ms: null },
    { name: 'empty', text: '{"inTime":"","outTime":""}', ms: null },
    { name: 'a read', text: '{"code":"0","data":[],"msg":""}', ms: null },
    { name: 'HTML', text: '<html></html>', ms: null },
  ];
  for (const { name, text, ms } of cases) {
    it(name, () => expect(exchangeTimeMs(replyOf(text))).toEqual(ms));
  }
});
