import { describe, expect, it } from 'vitest';
import { stormFigure } from '../support/storm-figure.ts';

const MINUTES = 10;

describe('the workload at storm on practice kraken', () => {
  it('is never refused and uses one public call a second up', { timeout: 60_000 }, async () => {
    const figure = await stormFigure('kraken', { minutes: MINUTES, seed: 'storm-test' });
    console.log(JSON.stringify(figure));
    expect(figure.refusals).toBe(0);
    expect(figure.calls).toBeGreaterThan(800);
    expect(figure.worstMinute).toBeGreaterThanOrEqual(0.9);
  });
});
