import { describe, expect, it } from 'vitest';
import { runSoak } from '../rig/soak.ts';

describe('bots at work under one fault after the other', () => {
  it('leave nothing in flight and nothing unhandled', async () => {
    const told: string[] = [];
    const options = {
      hours: 1 / 20,
      seed: 'suite',
      collect: undefined,
      onQuarter: (text: string) => void told.push(text),
    };
    const { calls, faults, leftInFlight, errors } = await runSoak(options);
    expect(calls).toBeGreaterThan(500);
    expect(faults).toBeGreaterThan(0);
    expect([leftInFlight, errors]).toEqual([0, 0]);
  });
});
