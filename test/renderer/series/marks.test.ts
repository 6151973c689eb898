import { describe, expect, it } from 'vitest';
import { countMarks, gateStretches, groupMarks } from '../../../renderer/series/marks.ts';
import type { Outcome } from '../../../shared/model/activity.ts';
import type { GateMark, OutcomeMark } from '../../../shared/model/spend.ts';

const frame = { fromMs: 0, untilMs: 100_000 };

function mark(atMs: number, outcome: Outcome, count = 1): OutcomeMark {
  return { atMs, exchange: 'okx', account: 'a', outcome, count };
}

function gate(atMs: number, change: GateMark['change'], untilMs = 90_000): GateMark {
  const key = 'okx/live|ip=x';
  return { atMs, key, exchange: 'okx', environment: 'live', cause: 'banned', change, untilMs, code: null };
}

describe('groupMarks', () => {
  it('gathers what lies close together and shows the gravest of it', () => {
    const groups = groupMarks(
      [mark(10_000, 'rate-limited', 3), mark(12_000, 'banned'), mark(60_000, 'server-error')],
      frame,
      10,
    );
    expect(groups.map(({ kind, count }) => [kind, count])).toEqual([
      ['banned', 4],
      ['server-error', 1],
    ]);
    expect(groups[0]?.counts).toEqual({ 'rate-limited': 3, banned: 1 });
  });

  it('joins neighbours that would cover each other', () => {
    const groups = groupMarks([mark(19_000, 'rate-limited'), mark(21_000, 'rate-limited', 3)], frame, 10);
    expect(groups.map(({ count }) => count)).toEqual([4]);
  });

  it('leaves out what is no mark or not in the frame', () =>
    expect(groupMarks([mark(10_000, 'ok'), mark(10_000, 'rejected'), mark(-1, 'banned')], frame, 10)).toEqual([]));
});

it('counts each kind in the frame', () => {
  const marks = [mark(1, 'banned', 2), mark(99_000, 'rate-limited', 3), mark(200_000, 'banned', 9), mark(5, 'lost')];
  expect(countMarks(marks, frame)).toEqual({ banned: 2, 'rate-limited': 3, forbidden: 0, 'server-error': 0 });
});

describe('gateStretches', () => {
  const ends = (gates: readonly GateMark[]): readonly (readonly [number, number])[] =>
    gateStretches(gates, frame, 80_000).map(({ fromMs, untilMs }) => [fromMs, untilMs]);

  it('pairs closing and opening', () =>
    expect(ends([gate(10_000, 'closed'), gate(20_000, 'opened')])).toEqual([[10_000, 20_000]]));
  it('closed anew while closed is one', () =>
    expect(ends([gate(10_000, 'closed'), gate(15_000, 'closed'), gate(20_000, 'opened')])).toEqual([[10_000, 20_000]]));
  it('still closed lasts until now', () => expect(ends([gate(10_000, 'closed')])).toEqual([[10_000, 80_000]]));
  it('never opened lasts until it was to open', () =>
    expect(ends([gate(10_000, 'closed', 30_000)])).toEqual([[10_000, 30_000]]));
  it('closed before the frame begins with it', () => expect(ends([gate(20_000, 'opened')])).toEqual([[0, 20_000]]));
});
