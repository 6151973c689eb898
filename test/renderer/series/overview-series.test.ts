import { describe, expect, it } from 'vitest';
import { reordered, spendRows } from '../../../renderer/series/contributions.ts';
import { frameOf } from '../../../renderer/series/chart-frame.ts';
import { SPARK_HEIGHT, SPARK_WIDTH, sparkOf } from '../../../renderer/series/sparkline.ts';
import { comparedUse } from '../../../renderer/series/use-data.ts';
import type { UsePoint } from '../../../shared/model/activity.ts';
import type { Contribution } from '../../../shared/model/spend.ts';
import { NOW_MS, viewOf } from '../support.ts';

function point(atMs: number, used: number): UsePoint {
  return { atMs, used, foreign: 0, inFlight: 0, capacity: 100 };
}

describe('sparkOf', () => {
  const view = viewOf('x', 50);
  const decaying = { ...view, bucket: { ...view.bucket, window: { kind: 'decaying', perSecond: 1 } as const } };

  it('is as high as the capacity', () => {
    const { area } = sparkOf([point(NOW_MS, 100)], view, NOW_MS);
    expect(area).toMatch(/^M[\d.]+ 19V1H[\d.]+V19Z$/);
  });

  it('shows a drain as a slope as long as it lasts', () => {
    const { ahead, nowX } = sparkOf([], decaying, NOW_MS);
    expect(ahead).toBe(`M${nowX} 10L${SPARK_WIDTH} 18.1`);
    const short = sparkOf([], { ...decaying, used: 22.5 }, NOW_MS).ahead;
    expect(short).toBe(`M${nowX} 14.95L90 ${SPARK_HEIGHT - 1}`);
  });

  it('shows the turn of a fixed window as a fall', () =>
    expect(sparkOf([], viewOf('x', 50, { emptyAtMs: NOW_MS + 22_500 }), NOW_MS).ahead).toBe('M80 10H90V19'));

  it('promises nothing of a sliding window or an empty bucket', () => {
    const sliding = { ...view, bucket: { ...view.bucket, window: { kind: 'sliding', periodMs: 2_000 } as const } };
    expect([sparkOf([], sliding, NOW_MS).ahead, sparkOf([], viewOf('x', 0), NOW_MS).ahead]).toEqual(['', '']);
  });

  it('leaves a hole where nothing was known', () => {
    const { area } = sparkOf([point(NOW_MS - 120_000, 50), point(NOW_MS, 50)], view, NOW_MS);
    expect(area.match(/M/g)).toHaveLength(2);
  });
});

describe('comparedUse', () => {
  const frame = frameOf(60_000, null, NOW_MS);
  const history = { stepMs: 1_000, points: [point(NOW_MS - 30_000, 10)] };

  it('goes on with what the page saw itself', () => {
    const { bins } = comparedUse(frame, history, [point(NOW_MS - 30_000, 99), point(NOW_MS, 20)], null, 0);
    expect(bins.at(-1)?.own).toBe(20);
    expect(bins.some((bin) => bin.own === 99)).toBe(false);
  });

  it('lays the day before under today', () => {
    const before = { stepMs: 1_000, points: [point(NOW_MS - 86_400_000, 33)] };
    const { bins } = comparedUse(frame, history, [], before, 86_400_000);
    expect(bins.at(-1)?.before).toBe(33);
    expect(bins[0]?.before).toBeNull();
  });

  it('is no finer than the host’s steps', () => {
    const { bins, binMs } = comparedUse(frame, { ...history, stepMs: 10_000 }, [], null, 0);
    expect([bins.length, binMs]).toEqual([6, 10_000]);
  });
});

describe('spendRows', () => {
  const entry = (endpoint: string, lane: Contribution['lane'], cost: number, calls: number): Contribution => ({
    endpoint,
    lane,
    caller: 'workload',
    account: 'a',
    calls,
    failures: 1,
    cost,
    share: cost / 100,
    waitedMs: 10,
  });
  const entries = [entry('A', 'order', 20, 20), entry('B', 'market', 70, 3), entry('A', 'cancel', 10, 10)];

  it('adds up over the others, the dearest first', () => {
    const rows = spendRows(entries, 'endpoint', { column: 'cost', isRising: false });
    expect(rows.map(({ name, cost, calls, failures }) => [name, cost, calls, failures])).toEqual([
      ['B', 70, 3, 1],
      ['A', 30, 30, 2],
    ]);
    expect(rows[1]?.share).toBeCloseTo(0.3);
  });

  it('orders by any column, either way', () => {
    expect(spendRows(entries, 'lane', { column: 'calls', isRising: true }).map((row) => row.name)).toEqual([
      'market',
      'cancel',
      'order',
    ]);
    expect(reordered({ column: 'cost', isRising: false }, 'cost')).toEqual({ column: 'cost', isRising: true });
    expect(reordered({ column: 'cost', isRising: false }, 'name')).toEqual({ column: 'name', isRising: true });
  });
});
