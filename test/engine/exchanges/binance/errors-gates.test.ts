import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Failure } from '../../../../shared/contract/failure.ts';
import type { Verdict } from '../../../../electron/engine/exchanges/definition.ts';
import { classify, retryAfterMs } from '../../../../electron/engine/exchanges/binance/errors.ts';
import type { HeaderMap } from '../../../../electron/engine/http.ts';
import { type Answer, judge, NOW_MS, PLACE, READ, SAPI } from './judge.ts';

const HOUR_MS = 3_600_000;

describe('limits and blocks', () => {
  const weight = {
    code: -1003,
    msg: 'Too much request weight used; current limit is 6000 request weight per 1 MINUTE.',
  };
  const text = (endMs: number): string =>
    `Way too much request weight used; IP banned until ${endMs}. Please use WebSocket Streams.`;
  const ban = (endMs: number): unknown => ({ code: -1003, msg: text(endMs) });
  const orders = (window: string): unknown => ({
    code: -1015,
    msg: `Too many new orders; current limit is 50 orders per ${window}.`,
  });
  const wait = (...values: string[]): HeaderMap => ({ 'retry-after': values });
  const html = undefined;

  const rows: readonly {
    name: string;
    endpoint: string;
    answer: Answer;
    kind: Failure['kind'];
    gate: Verdict['gate'];
  }[] = [
    {
      name: 'weight 429 closes the address for Retry-After',
      endpoint: READ,
      answer: { status: 429, json: weight, headers: wait('17') },
      kind: 'rate-limited',
      gate: { cause: 'rate-limited', scope: 'ip', forMs: 17_000 },
    },
    {
      name: 'weight 429 without Retry-After closes it to the end of the window',
      endpoint: PLACE,
      answer: { status: 429, json: weight },
      kind: 'rate-limited',
      gate: { cause: 'rate-limited', scope: 'ip', forMs: null },
    },
    {
      name: '429 without JSON',
      endpoint: READ,
      answer: { status: 429, json: html, headers: wait('3') },
      kind: 'rate-limited',
      gate: { cause: 'rate-limited', scope: 'ip', forMs: 3_000 },
    },
    {
      name: '429 with a code of another kind',
      endpoint: READ,
      answer: { status: 429, json: { code: -2010, msg: 'x' }, headers: wait('3') },
      kind: 'rejected',
      gate: { cause: 'rate-limited', scope: 'ip', forMs: 3_000 },
    },
    {
      name: 'wallet 429 closes only what the call was charged to',
      endpoint: SAPI,
      answer: {
        status: 429,
        json: { code: -1003, msg: 'Too many requests; current request has limited.' },
        headers: wait('9'),
      },
      kind: 'rate-limited',
      gate: { cause: 'rate-limited', scope: 'bucket', forMs: 9_000 },
    },
    {
      name: 'orders per 10 seconds',
      endpoint: PLACE,
      answer: { status: 429, json: orders('10 SECOND'), headers: wait('4') },
      kind: 'rate-limited',
      gate: { cause: 'rate-limited', scope: 'bucket', buckets: ['orders-10s'], forMs: 4_000 },
    },
    {
      name: 'orders per day',
      endpoint: PLACE,
      answer: { status: 429, json: orders('1 DAY') },
      kind: 'rate-limited',
      gate: { cause: 'rate-limited', scope: 'bucket', buckets: ['orders-1d'], forMs: null },
    },
    {
      name: 'orders of an unnamed window',
      endpoint: PLACE,
      answer: { status: 429, json: { code: -1015, msg: 'Too many new orders.' } },
      kind: 'rate-limited',
      gate: { cause: 'rate-limited', scope: 'bucket', buckets: ['orders-10s'], forMs: null },
    },
    {
      name: 'ban by its end in the text',
      endpoint: READ,
      answer: { status: 418, json: ban(NOW_MS + 600_000) },
      kind: 'banned',
      gate: { cause: 'banned', scope: 'ip', forMs: 600_000 },
    },
    {
      name: 'ban by the later of text and Retry-After',
      endpoint: READ,
      answer: { status: 418, json: ban(NOW_MS + 600_000), headers: wait('700') },
      kind: 'banned',
      gate: { cause: 'banned', scope: 'ip', forMs: 700_000 },
    },
    {
      name: 'ban by text under another status',
      endpoint: READ,
      answer: { status: 429, json: ban(NOW_MS + 600_000) },
      kind: 'banned',
      gate: { cause: 'banned', scope: 'ip', forMs: 600_000 },
    },
    {
      name: 'ban without any time lasts the shortest there is',
      endpoint: READ,
      answer: { status: 418, json: html },
      kind: 'banned',
      gate: { cause: 'banned', scope: 'ip', forMs: 120_000 },
    },
    {
      name: 'ban that ended long ago by its text',
      endpoint: READ,
      answer: { status: 418, json: ban(1516180405741) },
      kind: 'banned',
      gate: { cause: 'banned', scope: 'ip', forMs: 120_000 },
    },
    {
      name: 'ban of a year',
      endpoint: READ,
      answer: { status: 418, json: ban(NOW_MS + 8_760 * HOUR_MS) },
      kind: 'banned',
      gate: { cause: 'banned', scope: 'ip', forMs: 72 * HOUR_MS },
    },
    {
      name: 'firewall page',
      endpoint: PLACE,
      answer: { status: 403, json: html },
      kind: 'firewall',
      gate: { cause: 'firewall', scope: 'ip', forMs: 300_000 },
    },
    {
      name: 'firewall with a longer wait',
      endpoint: SAPI,
      answer: { status: 403, json: { code: 0, msg: '' }, headers: wait('900') },
      kind: 'firewall',
      gate: { cause: 'firewall', scope: 'ip', forMs: 900_000 },
    },
    {
      name: '403 with a code is the exchange itself',
      endpoint: READ,
      answer: { status: 403, json: { code: -2015, msg: 'Invalid API-key, IP, or permissions for action.' } },
      kind: 'invalid-key',
      gate: null,
    },
    {
      name: 'restricted location',
      endpoint: READ,
      answer: { status: 451, json: { code: 0, msg: 'x' } },
      kind: 'restricted-location',
      gate: null,
    },
    {
      name: 'restricted location without JSON',
      endpoint: READ,
      answer: { status: 451, json: html },
      kind: 'restricted-location',
      gate: null,
    },
  ];
  for (const { name, endpoint, answer, kind, gate } of rows) {
    it(name, () => {
      const verdict = judge(endpoint, answer);
      expect(verdict).toMatchObject({ failure: { kind }, execution: 'not-executed' });
      expect(verdict).toHaveProperty('gate', gate);
    });
  }

  it('tells until when, on the clock of the exchange', () => {
    expect(judge(READ, { status: 429, json: weight, headers: wait('17') })).toHaveProperty('failure', {
      kind: 'rate-limited',
      code: '-1003',
      retryAtMs: NOW_MS + 17_000,
    });
    expect(judge(READ, { status: 418, json: ban(NOW_MS + 600_000) })).toHaveProperty('failure', {
      kind: 'banned',
      code: '-1003',
      untilMs: NOW_MS + 600_000,
    });
  });

  it('reads the end of a ban from the text alone', () => {
    expect(classify('-1003', text(NOW_MS)).failure).toEqual({ kind: 'banned', code: '-1003', untilMs: NOW_MS });
  });
});

describe('Retry-After', () => {
  const rows: readonly (readonly [readonly string[], number | null])[] = [
    [['5'], 5_000],
    [[' 5 '], 5_000],
    [['0'], 1_000],
    [['259200'], 72 * HOUR_MS],
    [['259201'], 72 * HOUR_MS],
    [['2147483648'], 72 * HOUR_MS],
    [['9'.repeat(400)], 72 * HOUR_MS],
    [['5, -1'], 5_000],
    [['5', '30'], 30_000],
    [['30, 5', 'x'], 30_000],
    ...['', ' ', '-1', '+5', '1.5', '1e9', '0x10', 'NaN', 'soon', 'Wed, 21 Oct 2015 07:28:00 GMT', '٥'].map(
      (value): readonly [readonly string[], null] => [[value], null],
    ),
    [[], null],
  ];
  for (const [values, expected] of rows) {
    it(`${JSON.stringify(values).slice(0, 60)} is ${expected} ms`, () => expect(retryAfterMs(values)).toBe(expected));
  }

  it('is null or within bounds for any text', () => {
    fc.assert(
      fc.property(fc.array(fc.string()), (values) => {
        const waitMs = retryAfterMs(values) ?? 1_000;
        expect(waitMs >= 1_000 && waitMs <= 72 * HOUR_MS).toBe(true);
      }),
    );
  });
});
