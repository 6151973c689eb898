import { describe, expect, it } from 'vitest';
import { stormFigure } from '../support/storm-figure.ts';

const MINUTES = 10;

describe('the workload at storm on practice binance', () => {
  it("is never refused and uses the minute of weight up, by the exchange's own header", {
    timeout: 60_000,
  }, async () => {
    const figure = await stormFigure('binance', { minutes: MINUTES, seed: 'storm-test' });
    console.log(JSON.stringify(figure));
    expect(figure.refusals).toBe(0);
    expect(figure.calls).toBeGreaterThan(3000);
    expect(figure.worstMinute).toBeGreaterThanOrEqual(0.95);
  });

  it('uses most of the minute beside a neighbour who spends a third of it in lumps, and is never banned', {
    timeout: 60_000,
  }, async () => {
    const figure = await stormFigure('binance', { minutes: 5, seed: 'storm-neighbour', neighbour: true });
    // A lump that falls between our last reading and our next call cannot be foreseen to the unit.
    expect(figure.refusals).toBeLessThanOrEqual(figure.minutes);
    expect(figure.bans).toBe(0);
    expect(figure.utilisation).toBeGreaterThanOrEqual(0.9);
  });
});
