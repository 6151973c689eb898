import { describe, expect, it } from 'vitest';
import { fitOf, mostUsed } from '../../electron/engine/fits.ts';
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
    ['whole sliding windows', bucket('a', { kind: 'sliding', periodMs: 20_000 }), 10, 6 + 20],
    ['what drains meanwhile', bucket('a', { kind: 'decaying', perSecond: 0.5 }), 10, 6 + 3],
    ['nothing behind a gate', bucket('a', fixed, { status: 'halted' }), 10, 0],
    ['never a part of a call', bucket('a', fixed, { emptyAtMs: NOW_MS + 60_000 }), 7, 8],
  ];
  for (const [name, view, cost, calls] of cases) it(name, () => expect(callsOf(view, cost)).toBe(calls));

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

it('finds the most used endpoints and their newest request', () => {
  const row = (id: number, endpoint: string) => ({ id, endpoint }) as ActivityRow;
  const rows = [row(9, 'b'), row(8, 'a'), row(7, 'a'), row(6, 'c'), row(5, 'c'), row(4, 'c')];
  expect(mostUsed(rows, 2).map(({ id }) => id)).toEqual([6, 8]);
});
