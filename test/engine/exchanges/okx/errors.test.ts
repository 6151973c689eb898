import { describe, expect, it } from 'vitest';
import type { Verdict } from '../../../../electron/engine/exchanges/definition.ts';
import { outcome } from '../../../../electron/engine/exchanges/okx/errors.ts';
import { calling, replyOf } from './support.ts';

const PLACE = 'POST /api/v5/trade/order';
const BATCH = 'POST /api/v5/trade/batch-orders';
const CANCEL = 'POST /api/v5/trade/cancel-order';
const READ = 'GET /api/v5/account/balance';

/** What is said of an answer with this text; null for success. */
function verdictOf(text: string, status = 200, endpoint = PLACE, headers: Record<string, string> = {}): Verdict | null {
  const read = outcome(replyOf(text, status, headers), calling(endpoint));
  return read.kind === 'success' ? null : read.verdict;
}

function refusal(code: string, msg = 'refused'): string {
  return JSON.stringify({ code, msg, data: [] });
}

function orders(code: string, ...sCodes: readonly string[]): string {
  const data = sCodes.map((sCode) => ({ clOrdId: 'a', ordId: '', sCode, sMsg: `said ${sCode}`, tag: '' }));
  return JSON.stringify({
    code,
    msg: 'All operations failed',
    data,
    inTime: '1754837511940445',
    outTime: '1754837511941393',
  });
}

describe('OKX limits being hit', () => {
  const gate = { cause: 'rate-limited', scope: 'bucket', forMs: 2_000 };
  const throttled = [
    { name: '50011 with 429 and no data', text: '{"msg":"Too Many Requests","code":"50011"}', status: 429 },
    { name: '50011 with 429', text: refusal('50011'), status: 429 },
    { name: '50011 with 200', text: refusal('50011'), status: 200 },
    { name: '50061 as the top code', text: refusal('50061'), status: 200 },
    { name: '50061 of the order', text: orders('1', '50061'), status: 200 },
  ];
  for (const { name, text, status } of throttled) {
    it(`${name}: a limit, nothing placed, its buckets rest for a window`, () => {
      const verdict = verdictOf(text, status);
      expect(verdict).toMatchObject({
        failure: { kind: 'rate-limited' },
        execution: 'not-executed',
        retry: 'after-delay',
        gate,
      });
    });
  }

  it('50013 is the exchange being busy, never a limit, though it shares the 429', () => {
    const order = verdictOf(refusal('50013'), 429);
    expect(order).toEqual({
      failure: { kind: 'busy', code: '50013' },
      execution: 'unknown',
      retry: 'never',
      gate: null,
    });
    const read = verdictOf(refusal('50013'), 429, READ);
    expect(read).toMatchObject({ execution: 'not-executed', retry: 'after-delay', gate: null });
  });

  it('429 in plain text may be either: the address rests, an order is looked for', () => {
    const verdict = verdictOf('Too Many Requests', 429);
    const edge = { cause: 'throttled', scope: 'ip', forMs: 2_000 };
    expect(verdict).toEqual({
      failure: { kind: 'busy', code: null },
      execution: 'unknown',
      retry: 'never',
      gate: edge,
    });
  });

  const waits = [
    { header: '7', forMs: 7_000 },
    { header: '0', forMs: 1_000 },
    { header: '999999999', forMs: 259_200_000 },
    { header: '-5', forMs: 2_000 },
    { header: '1.5', forMs: 2_000 },
    { header: 'soon', forMs: 2_000 },
  ];
  for (const { header, forMs } of waits) {
    it(`Retry-After ${header} closes for ${forMs} ms`, () => {
      expect(verdictOf(refusal('50011'), 429, PLACE, { 'retry-after': header })?.gate?.forMs).toBe(forMs);
    });
  }
});

describe('OKX answers in two layers', () => {
  const cases = [
    { name: 'accepted order', text: orders('0', '0'), endpoint: PLACE, expected: null },
    { name: 'accepted batch', text: orders('0', '0', '0'), endpoint: BATCH, expected: null },
    {
      name: 'code 1 with an order refused',
      text: orders('1', '51008'),
      endpoint: PLACE,
      expected: { failure: { kind: 'insufficient-funds' }, execution: 'not-executed' },
    },
    {
      name: 'code 0 with an order refused',
      text: orders('0', '51121'),
      endpoint: PLACE,
      expected: { failure: { kind: 'filter', detail: 'said 51121' }, execution: 'not-executed' },
    },
    {
      name: 'code 2 with one of two refused',
      text: orders('2', '0', '51008'),
      endpoint: BATCH,
      expected: { failure: { kind: 'insufficient-funds' }, execution: 'unknown', retry: 'never' },
    },
    {
      name: 'code 0 with one of two refused',
      text: orders('0', '51008', '0'),
      endpoint: BATCH,
      expected: { failure: { kind: 'insufficient-funds' }, execution: 'unknown', retry: 'never' },
    },
    {
      name: 'all refused for several reasons',
      text: orders('1', '51008', '51121'),
      endpoint: BATCH,
      expected: { failure: { kind: 'insufficient-funds' }, execution: 'not-executed' },
    },
    {
      name: 'a limit among refusals',
      text: orders('1', '51008', '50011'),
      endpoint: BATCH,
      expected: { failure: { kind: 'rate-limited' }, execution: 'not-executed', gate: { scope: 'bucket' } },
    },
    {
      name: 'a limit beside an order that went through',
      text: orders('2', '0', '50011'),
      endpoint: BATCH,
      expected: { failure: { kind: 'rate-limited' }, execution: 'unknown', retry: 'never' },
    },
    {
      name: 'an order of unknown fate among refusals',
      text: orders('1', '51008', '51149'),
      endpoint: BATCH,
      expected: { failure: { kind: 'outcome-unknown' }, execution: 'unknown' },
    },
    {
      name: 'code 1 without orders',
      text: refusal('1'),
      endpoint: PLACE,
      expected: { failure: { kind: 'rejected', code: '1' }, execution: 'not-executed' },
    },
    {
      name: 'code 2 without orders',
      text: refusal('2'),
      endpoint: BATCH,
      expected: { failure: { kind: 'outcome-unknown' }, execution: 'unknown' },
    },
    {
      name: 'a cancel that came too late',
      text: orders('1', '51400'),
      endpoint: CANCEL,
      expected: { failure: { kind: 'unknown-order' }, execution: 'unknown', retry: 'never' },
    },
    {
      name: 'a look at no order',
      text: refusal('51603'),
      endpoint: 'GET /api/v5/trade/order',
      expected: { failure: { kind: 'unknown-order' }, execution: 'not-executed', retry: 'never' },
    },
    { name: 'a read', text: refusal('0'), endpoint: READ, expected: null },
  ];
  for (const { name, text, endpoint, expected } of cases) {
    it(`reads ${name}`, () => {
      const verdict = verdictOf(text, 200, endpoint);
      if (expected === null) expect(verdict).toBeNull();
      else expect(verdict).toMatchObject(expected);
    });
  }

  it('writes a sub-code as the documentation does', () => {
    const data = [{ ordId: '', clOrdId: 'a', sCode: '51008', sMsg: 'x', subCode: '1000' }];
    const verdict = verdictOf(JSON.stringify({ code: '1', msg: '', data }));
    expect(verdict?.failure).toEqual({ kind: 'insufficient-funds', code: '51008_1000' });
  });
});

describe('OKX outcomes nobody can tell', () => {
  const cases = [
    { name: '50001 as 503', text: refusal('50001'), status: 503 },
    { name: '50004 as 400', text: refusal('50004'), status: 400 },
    { name: '50026 as 500', text: refusal('50026'), status: 500 },
    { name: '51054 as 500', text: refusal('51054'), status: 500 },
    { name: '51149 of the order', text: orders('1', '51149'), status: 500 },
    { name: 'a code nobody listed as 500', text: refusal('50999'), status: 500 },
    { name: 'a plain refusal as 500', text: refusal('50014'), status: 500 },
    { name: 'success as 502', text: orders('0', '0'), status: 502 },
    { name: 'HTML as 503', text: '<html>503</html>', status: 503 },
    { name: 'HTML as 200', text: '<html>hello</html>', status: 200 },
    { name: 'cut-off JSON', text: '{"code":"0","data":[{"ordId":', status: 200 },
    { name: 'an empty body', text: '', status: 200 },
    { name: 'JSON without a code', text: '[]', status: 200 },
  ];
  for (const { name, text, status } of cases) {
    it(`${name}: an order is looked for, a cancel and a read are not lost`, () => {
      expect(verdictOf(text, status, PLACE)).toMatchObject({ execution: 'unknown', retry: 'never' });
      expect(verdictOf(text, status, CANCEL)).toMatchObject({ execution: 'unknown' });
      expect(verdictOf(text, status, READ)).toMatchObject({ execution: 'not-executed' });
    });
  }

  it('repeats cancels and reads after trouble', () => {
    for (const endpoint of [CANCEL, READ]) {
      for (const [code, status] of [
        ['50001', 503],
        ['50004', 400],
        ['50013', 429],
        ['50026', 500],
      ] as const) {
        expect(verdictOf(refusal(code), status, endpoint)?.retry).toBe('after-delay');
      }
    }
  });
});

describe('OKX refusals at the door', () => {
  const cases = [
    {
      name: 'a clock 30 s off is measured and the call repeated',
      text: '{"msg":"Timestamp request expired","code":"50102"}',
      status: 401,
      expected: { failure: { kind: 'clock-skew' }, execution: 'not-executed', retry: 'after-clock-sync' },
    },
    {
      name: 'a key unknown here, as 401',
      text: '{"msg":"API key doesn\'t exist","code":"50119"}',
      status: 401,
      expected: { failure: { kind: 'invalid-key', reason: 'unknown' }, execution: 'not-executed', retry: 'never' },
    },
    {
      name: 'a key unknown here, as 200',
      text: refusal('50119'),
      status: 200,
      expected: { failure: { kind: 'invalid-key', reason: 'unknown' } },
    },
    {
      name: 'a code nobody listed as 401',
      text: refusal('50199'),
      status: 401,
      expected: { failure: { kind: 'invalid-key', code: '50199' }, execution: 'not-executed' },
    },
    {
      name: 'the edge refusing the address',
      text: '<html>Access denied</html>',
      status: 403,
      expected: {
        failure: { kind: 'firewall', status: 403 },
        execution: 'not-executed',
        retry: 'never',
        gate: { cause: 'firewall', scope: 'ip' },
      },
    },
    {
      name: 'an unknown path',
      text: '<html>404</html>',
      status: 404,
      expected: { failure: { kind: 'bad-reply', status: 404 }, execution: 'not-executed', retry: 'never' },
    },
    {
      name: 'a deadline that had passed',
      text: orders('1', '50036'),
      status: 200,
      expected: { failure: { kind: 'clock-skew' }, execution: 'not-executed', retry: 'never' },
    },
  ];
  for (const { name, text, status, expected } of cases) {
    it(name, () => expect(verdictOf(text, status)).toMatchObject(expected));
  }
});
