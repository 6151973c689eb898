import { describe, expect, it } from 'vitest';
import { fitOf, mostUsed, slowestAnswer } from '../../electron/engine/fits.ts';
import type { ActivityRow } from '../../shared/model/activity.ts';
import type { BucketView, WindowRule } from '../../shared/model/bucket.ts';
import { NOW_MS, viewOf } from '../renderer/support.ts';

function bucket(key: string, window: WindowRule, extra: Partial<BucketView> = {}): BucketView {
  const view = viewOf(key, 40, extra);
  return { ...view, bucket: { ...view.bucket, window } };
}

function callsOf(view: BucketView, cost: number): number | undefined {
  return fitOf('GET /x', [{ key: view.key, cost, spent: cost }], new Map([[view.key, view]]), NOW_MS)?.perMinute;
}

const fixed: WindowRule = { kind: 'fixed', periodMs: 60_000 };

describe('fitOf', () => {
  const cases: readonly (readonly [string, BucketView, number, number])[] = [
    ['what is left, and the whole of the next window', bucket('a', fixed, { emptyAtMs: NOW_MS + 12_000 }), 10, 6 + 10],
    ['what is left of a window that outlasts the minute', bucket('a', fixed, { emptyAtMs: NOW_MS + 60_000 }), 10, 6],
    [
      'each of several short windows',
      bucket('a', { kind: 'fixed', periodMs: 10_000 }, { emptyAtMs: NOW_MS + 10_000 }),
      10,
      6 + 50,
    ],
    ['room for others left aside', bucket('a', fixed, { emptyAtMs: NOW_MS + 60_000, foreignForecast: 30 }), 10, 3],
    [
      'every place of a sliding window as often as it is free',
      bucket('a', { kind: 'sliding', periodMs: 20_000 }, { emptyAtMs: NOW_MS + 20_000 }),
      10,
      6 * 3 + 4 * 2,
    ],
    [
      'taken places from when they are free',
      bucket('a', { kind: 'sliding', periodMs: 20_000 }, { emptyAtMs: NOW_MS + 12_000 }),
      10,
      6 * 3 + 4 * 3,
    ],
    [
      'nothing of places that stay taken',
      bucket('a', { kind: 'sliding', periodMs: 600_000 }, { emptyAtMs: NOW_MS + 500_000 }),
      10,
      6,
    ],
    [
      'room of a window that is read is let out towards its end',
      bucket('a', fixed, { emptyAtMs: NOW_MS + 30_000, readingAtMs: NOW_MS, capacity: 1_000, headroom: 0 }),
      1,
      986,
    ],
    ['what drains meanwhile', bucket('a', { kind: 'decaying', perSecond: 0.5 }), 10, 6 + 3],
    ['what drains, together with what is left', bucket('a', { kind: 'decaying', perSecond: 0.25 }), 10, 7],
    ['nothing behind a gate', bucket('a', fixed, { status: 'held', isGated: true }), 10, 0],
    ['never a part of a call', bucket('a', fixed, { emptyAtMs: NOW_MS + 60_000 }), 7, 8],
  ];
  for (const [name, view, cost, calls] of cases) it(name, () => expect(callsOf(view, cost)).toBe(calls));

  it('counts a call until a period after its answer', () => {
    const view = bucket('a', { kind: 'sliding', periodMs: 20_000 }, { headroom: 100, emptyAtMs: null });
    const charges = [{ key: view.key, cost: 100, spent: 100 }];
    const calls = (answerMs: number) =>
      fitOf('GET /x', charges, new Map([[view.key, view]]), NOW_MS, answerMs)?.perMinute;
    expect([calls(0), calls(9_999), calls(10_000)]).toEqual([3, 3, 2]);
  });

  it('is bound by the tightest of several buckets', () => {
    const wide = bucket('wide', fixed, { emptyAtMs: NOW_MS + 60_000 });
    const tight = bucket('tight', fixed, { emptyAtMs: NOW_MS + 60_000, headroom: 9 });
    const charges = [wide, tight].map(({ key }) => ({ key, cost: 3, spent: 3 }));
    const views = new Map([wide, tight].map((view) => [view.key, view]));
    expect(fitOf('GET /x', charges, views, NOW_MS)).toEqual({ endpoint: 'GET /x', perMinute: 3, boundBy: 'tight' });
  });

  it('says nothing where no bucket is known', () =>
    expect(fitOf('GET /x', [{ key: 'gone', cost: 1, spent: 1 }], new Map(), NOW_MS)).toBeNull());
});

it('takes the slowest answer of an endpoint', () => {
  const row = (endpoint: string, status: number | null, firstByteMs: number) =>
    ({ endpoint, status, connectMs: 1, firstByteMs, bodyMs: 2 }) as ActivityRow;
  const rows = [row('a', 200, 5), row('a', 429, 9), row('a', null, 90), row('b', 200, 70)];
  expect([slowestAnswer(rows, 'a'), slowestAnswer(rows, 'c')]).toEqual([12, 0]);
});

it('finds the most used endpoints and their newest request', () => {
  const row = (id: number, endpoint: string) => ({ id, endpoint }) as ActivityRow;
  const rows = [row(9, 'b'), row(8, 'a'), row(7, 'a'), row(6, 'c'), row(5, 'c'), row(4, 'c')];
  expect(mostUsed(rows, 2).map(({ id }) => id)).toEqual([6, 8]);
});
