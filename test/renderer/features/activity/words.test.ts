import { describe, expect, it } from 'vitest';
import { jsonOf } from '../../../../renderer/features/activity/copy-row.ts';
import { copyText } from '../../../../renderer/ui/copy-text.ts';
import { typedValue } from '../../../../renderer/features/activity/filter-menu.tsx';
import { bucketName } from '../../../../renderer/features/activity/row-buckets.tsx';
import {
  callerText,
  clockText,
  isFailure,
  latencyMs,
  partText,
  timeText,
  statusText,
} from '../../../../renderer/features/activity/row-text.ts';
import { ActivityDetail } from '../../../../shared/model/activity-query.ts';
import type { ActivityRow } from '../../../../shared/model/activity.ts';
import { NOW_MS, viewOf } from '../../support.ts';

const row: ActivityRow = {
  id: 1,
  atMs: NOW_MS,
  kind: 'request',
  exchange: 'binance',
  account: 'a',
  caller: 'workload',
  endpoint: 'GET /api/v3/depth',
  lane: 'market',
  cost: 25,
  bucket: 'ip-weight',
  waitedMs: 3,
  connectMs: 2,
  firstByteMs: 40,
  bodyMs: 1,
  exchangeMs: null,
  status: 200,
  code: null,
  attempt: 1,
};
const socket: ActivityRow = { ...row, kind: 'socket', status: null, connectMs: 0, firstByteMs: 0, bodyMs: 0 };

describe('a request in words', () => {
  const cases = [
    { name: 'an answer', row, text: '200', failed: false, ms: 43 },
    { name: 'a refusal', row: { ...row, status: 429, code: '-1003' }, text: '429', failed: true, ms: 43 },
    { name: 'an error inside a 200', row: { ...row, code: '50011' }, text: '200', failed: true, ms: 43 },
    {
      name: 'an outcome decides where it is known',
      row: { ...row, outcome: 'rejected' as const },
      text: '200',
      failed: true,
      ms: 43,
    },
    { name: 'no answer', row: { ...row, status: null, code: 'timeout' }, text: 'no answer', failed: true, ms: null },
    { name: 'an event of a socket', row: socket, text: '–', failed: false, ms: null },
    { name: 'an answer on a socket', row: { ...socket, firstByteMs: 12 }, text: '–', failed: false, ms: 12 },
  ];
  for (const { name, row: one, text, failed, ms } of cases) {
    it(name, () => expect([statusText(one), isFailure(one), latencyMs(one)]).toEqual([text, failed, ms]));
  }

  it('calls a bot by its handle', () =>
    expect([callerText('bot:grid-1'), callerText('app')]).toEqual(['grid-1', 'app']));

  const parts = [
    { ms: 0, text: '0 ms' },
    { ms: 0.34, text: '0.3 ms' },
    { ms: 9.96, text: '10 ms' },
    { ms: 812.4, text: '812 ms' },
    { ms: 1_250, text: '1.3 s' },
  ];
  for (const { ms, text } of parts) it(`measures ${ms} ms`, () => expect(partText(ms)).toBe(text));

  it('tells times of a short span to the second', () => {
    expect(timeText(NOW_MS, 60_000)).toMatch(/^\d\d:\d\d:\d\d$/);
    expect(timeText(NOW_MS, 86_400_000)).toMatch(/^Jul 1, \d\d:\d\d$/);
  });

  it('tells the time to the millisecond', () => expect(clockText(NOW_MS + 7)).toMatch(/^\d\d:\d\d:\d\d\.007$/));
});

describe('a value typed into the filter', () => {
  const cases = [
    { facet: 'callers', text: ' grid-1 ', value: 'bot:grid-1' },
    { facet: 'callers', text: 'bot:grid-1', value: 'bot:grid-1' },
    { facet: 'callers', text: 'probe', value: 'probe' },
    { facet: 'callers', text: 'Nobody!', value: null },
    { facet: 'codes', text: ' -1003 ', value: '-1003' },
    { facet: 'codes', text: '  ', value: null },
  ] as const;
  for (const { facet, text, value } of cases) {
    it(`${facet}: "${text}"`, () => expect(typedValue(facet, text)).toBe(value));
  }
});

describe('a bucket of a request', () => {
  it('goes by the exchange’s name where it is known, else by its key', () => {
    expect([
      bucketName(viewOf('x', 1, { part: 'BTC-USDT' }), 'x'),
      bucketName(undefined, 'okx/live|place-order|x=1'),
    ]).toEqual(['REQUEST_WEIGHT 1 MINUTE · BTC-USDT', 'place-order']);
  });
});

describe('copying a request', () => {
  const detail: ActivityDetail = {
    row,
    charges: [],
    readings: [],
    params: [{ name: 'signature', value: null }],
    uses: [],
  };

  it('gives exactly what the contract lets through', () => {
    const text = jsonOf(detail);
    expect(ActivityDetail.parse(JSON.parse(text))).toEqual(detail);
    expect(text).toContain('"signature",\n      "value": null');
  });

  it('says whether the browser allowed it', async () => {
    const written: string[] = [];
    const allows = { writeText: (text: string) => Promise.resolve(void written.push(text)) };
    const forbids = { writeText: () => Promise.reject(new Error('not allowed')) };
    expect([await copyText('x', allows), await copyText('x', forbids), await copyText('x', undefined)]).toEqual([
      true,
      false,
      false,
    ]);
    expect(written).toEqual(['x']);
  });
});
