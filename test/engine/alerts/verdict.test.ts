import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { nextPhase } from '../../../electron/engine/alerts/verdict.ts';

describe('a thing that must hold for a while', () => {
  it('fires at the very moment its timer is set to, whatever the rounding', () => {
    let roundedDown = 0;
    fc.assert(
      fc.property(
        fc.double({ min: 0, max: 1e9, noNaN: true }),
        fc.integer({ min: 1, max: 86_400 }),
        (sinceMs, forS) => {
          const forMs = forS * 1_000;
          const dueMs = sinceMs + forMs;
          if (dueMs - sinceMs < forMs) roundedDown += 1;
          expect(nextPhase({ kind: 'holding', sinceMs }, 'beyond', forMs, dueMs).kind).toBe('firing');
        },
      ),
      { numRuns: 2_000 },
    );
    expect(roundedDown).toBeGreaterThan(0);
  });

  it('holds until then', () => {
    expect(nextPhase({ kind: 'holding', sinceMs: 10 }, 'beyond', 1_000, 1_009)).toEqual({
      kind: 'holding',
      sinceMs: 10,
    });
  });
});
