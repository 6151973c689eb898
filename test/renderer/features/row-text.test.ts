import { describe, expect, it } from 'vitest';
import { answerText, callerText, isFailure, latencyMs } from '../../../renderer/features/activity/row-text.ts';
import { gateScope } from '../../../renderer/features/overview/gate-scope.ts';
import { countdownText, nameOf, sharesOf } from '../../../renderer/features/overview/row-text.ts';
import type { ActivityRow } from '../../../shared/model/activity.ts';
import type { BucketView } from '../../../shared/model/bucket.ts';
import { NOW_MS, viewOf } from '../support.ts';

function windowed(window: BucketView['bucket']['window'], used = 5): BucketView {
  const view = viewOf('x', used);
  return { ...view, bucket: { ...view.bucket, window } };
}

describe('a bucket in words', () => {
  const countdowns = [
    { name: 'a fixed window resets', view: windowed({ kind: 'fixed', periodMs: 60_000 }), text: 'resets in 12 s' },
    { name: 'a sliding one empties', view: windowed({ kind: 'sliding', periodMs: 2_000 }), text: 'empties in 12 s' },
    { name: 'a counter empties', view: windowed({ kind: 'decaying', perSecond: 1 }), text: 'empties in 12 s' },
    { name: 'nothing spent is empty', view: windowed({ kind: 'decaying', perSecond: 1 }, 0), text: 'empty' },
  ];
  for (const { name, view, text } of countdowns) it(name, () => expect(countdownText(view, NOW_MS)).toBe(text));

  it('says of when a stale figure is', () => {
    expect(countdownText(viewOf('x', 5, { status: 'stale' }), NOW_MS)).toMatch(/^as of \d\d:\d\d:\d\d$/);
  });

  it('names the instrument it counts', () => {
    expect(nameOf(viewOf('x', 0, { part: 'BTC-USDT' }))).toBe('REQUEST_WEIGHT 1 MINUTE · BTC-USDT');
  });
});

describe('sharesOf', () => {
  const cases = [
    { name: 'own and foreign make up what is used', view: viewOf('x', 60, { foreign: 20 }), shares: [0.4, 0.2, 0] },
    { name: 'foreign never passes used', view: viewOf('x', 10, { foreign: 50 }), shares: [0, 0.1, 0] },
    {
      name: 'together they never pass the capacity',
      view: viewOf('x', 150, { foreign: 60, inFlight: 20 }),
      shares: [0.9, 0.1, 0],
    },
    { name: 'in flight follows', view: viewOf('x', 60, { inFlight: 10 }), shares: [0.6, 0, 0.1] },
  ];
  for (const { name, view, shares } of cases) {
    it(name, () => {
      const { own, foreign, inFlight } = sharesOf(view);
      expect([own, foreign, inFlight].map((share) => Math.round(share * 1_000) / 1_000)).toEqual(shares);
    });
  }
});

describe('gateScope', () => {
  const cases = [
    { key: 'okx/live|ip=1.2.3.4', scope: 'ip' },
    { key: 'okx/live|account=7', scope: 'account' },
    { key: 'okx/live|key=7', scope: 'key' },
    { key: 'okx/live', scope: 'other' },
  ];
  for (const { key, scope } of cases) it(key, () => expect(gateScope(key)).toBe(scope));
});

describe('a request in words', () => {
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
  const cases = [
    { name: 'an answer', row, text: '200', failed: false, ms: 43 },
    {
      name: 'a refusal with its code',
      row: { ...row, status: 429, code: '-1003' },
      text: '429 · -1003',
      failed: true,
      ms: 43,
    },
    { name: 'an error inside a 200', row: { ...row, code: '50011' }, text: '200 · 50011', failed: true, ms: 43 },
    {
      name: 'no answer',
      row: { ...row, status: null, code: 'timeout' },
      text: 'no answer · timeout',
      failed: true,
      ms: null,
    },
    { name: 'a second attempt', row: { ...row, attempt: 2 }, text: '200 · attempt 2', failed: false, ms: 43 },
  ];
  for (const { name, row: one, text, failed, ms } of cases) {
    it(name, () => expect([answerText(one), isFailure(one), latencyMs(one)]).toEqual([text, failed, ms]));
  }

  it('calls a bot by its handle', () =>
    expect([callerText('bot:grid-1'), callerText('app')]).toEqual(['grid-1', 'app']));
});
