import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { chooseStep, ROLLUP_KEPT_MS, ROLLUP_STEPS_MS } from '../../../electron/engine/recorder/store.ts';

const SECOND = 1_000;
const MINUTE = 60_000;
const HOUR = 3_600_000;
const DAY = 24 * HOUR;

const cases = [
  { name: 'a second', spanMs: SECOND, points: 2, rollupMs: SECOND, stepMs: SECOND },
  { name: 'a minute, a point a second and one more', spanMs: MINUTE, points: 61, rollupMs: SECOND, stepMs: SECOND },
  { name: 'a minute, one too few for seconds', spanMs: MINUTE, points: 60, rollupMs: SECOND, stepMs: 2 * SECOND },
  { name: 'an hour in 300', spanMs: HOUR, points: 300, rollupMs: SECOND, stepMs: 13 * SECOND },
  { name: 'an hour in 61', spanMs: HOUR, points: 61, rollupMs: MINUTE, stepMs: MINUTE },
  { name: 'six hours in 600', spanMs: 6 * HOUR, points: 600, rollupMs: MINUTE, stepMs: MINUTE },
  { name: 'a day in as many as there may be', spanMs: DAY, points: 2_000, rollupMs: MINUTE, stepMs: MINUTE },
  { name: 'a day in 25', spanMs: DAY, points: 25, rollupMs: HOUR, stepMs: HOUR },
  { name: 'a day in 2', spanMs: DAY, points: 2, rollupMs: HOUR, stepMs: 24 * HOUR },
  { name: 'a month in 300', spanMs: 31 * DAY, points: 300, rollupMs: HOUR, stepMs: 3 * HOUR },
  { name: 'longer than minutes are kept', spanMs: 33 * DAY, points: 100_000, rollupMs: HOUR, stepMs: HOUR },
  { name: 'longer than seconds are kept', spanMs: 27 * HOUR, points: 100_000, rollupMs: MINUTE, stepMs: MINUTE },
];

describe('step of a history', () => {
  for (const { name, spanMs, points, rollupMs, stepMs } of cases) {
    it(name, () => expect(chooseStep(spanMs, points)).toEqual({ rollupMs, stepMs }));
  }

  it('goes coarser where the finer rollup is no longer kept', () => {
    expect(chooseStep(MINUTE, 300, MINUTE)).toEqual({ rollupMs: MINUTE, stepMs: MINUTE });
    expect(chooseStep(MINUTE, 300, HOUR)).toEqual({ rollupMs: HOUR, stepMs: HOUR });
  });

  it('never gives more points than asked, wherever the span begins', () => {
    const span = fc.record({
      spanMs: fc.integer({ min: SECOND, max: 31 * DAY }),
      untilMs: fc.integer({ min: 1.7e12, max: 1.9e12 }),
      points: fc.integer({ min: 2, max: 2_000 }),
    });
    fc.assert(
      fc.property(span, ({ spanMs, untilMs, points }) => {
        const { stepMs } = chooseStep(spanMs, points);
        const first = Math.floor((untilMs - spanMs) / stepMs);
        const last = Math.ceil(untilMs / stepMs) - 1;
        expect(last - first + 1).toBeLessThanOrEqual(points);
      }),
      { numRuns: 5_000 },
    );
  });

  it('reads a rollup that is kept for the whole span, in whole steps of it, at most 30 for a point', () => {
    fc.assert(
      fc.property(fc.integer({ min: SECOND, max: 31 * DAY }), fc.integer({ min: 2, max: 2_000 }), (spanMs, points) => {
        const { rollupMs, stepMs } = chooseStep(spanMs, points);
        const index = [...ROLLUP_STEPS_MS].map(Number).indexOf(rollupMs);
        expect(spanMs).toBeLessThanOrEqual(ROLLUP_KEPT_MS[index] ?? 0);
        expect(stepMs % rollupMs).toBe(0);
        if (rollupMs < HOUR) expect(stepMs / rollupMs).toBeLessThanOrEqual(30);
      }),
      { numRuns: 5_000 },
    );
  });
});
