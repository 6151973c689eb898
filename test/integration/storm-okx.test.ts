import { describe, expect, it } from 'vitest';
import { roundsOf } from '../support/rounds.ts';
import { stormFigure } from '../support/storm-figure.ts';

// A minute is thirty of its windows; `npm run storm` takes longer.
const MINUTES = roundsOf(2);

describe('the workload at storm on practice okx', () => {
  it('is never refused and uses 40 order books in 2 s up', { timeout: 60_000 }, async () => {
    const figure = await stormFigure('okx', { minutes: MINUTES, seed: 'storm-test' });
    console.log(JSON.stringify(figure));
    expect(figure.refusals).toBe(0);
    expect(figure.calls).toBeGreaterThan(2_500 * MINUTES);
    expect(figure.worstMinute).toBeGreaterThanOrEqual(0.9);
  });

  it('is never refused when answers take up to 300 ms each way', { timeout: 60_000 }, async () => {
    const latency = { minMs: 5, maxMs: 300 };
    const figure = await stormFigure('okx', { minutes: 1, seed: 'storm-slow', latency });
    expect(figure.refusals).toBe(0);
    expect(figure.calls).toBeGreaterThan(500);
  });
});
