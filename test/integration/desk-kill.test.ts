import { describe, expect, it } from 'vitest';
import { KILL_SEAMS, KILL_TRUTH, runKills } from '../rig/orders-kill.ts';

describe('a process killed on the way of an order', () => {
  it('knows after its restart what it can know, and the exchange has one order at most', {
    timeout: 180_000,
  }, async () => {
    const trials = await runKills(1);
    expect(trials).toEqual(KILL_SEAMS.map((seam) => ({ seam, ...KILL_TRUTH[seam] })));
  });
});
