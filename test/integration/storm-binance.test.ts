import { describe, expect, it } from 'vitest';
import { stormFigure } from '../support/storm-figure.ts';

const MINUTES = 10;

describe('the workload at storm on practice binance', () => {
  it("is never refused and uses the minute of weight up, by the exchange's own header", { timeout: 60_000 }, async () => {
    const figure = await stormFigure('binance', { minutes: MINUTES, seed: 'storm-test' });
    console.log(JSON.stringify(figure));
    expect(figure.refusals).toBe(0);
    expect(figure.calls).toBeGreaterThan(100);
    expect(figure.worstMinute).toBeGreaterThanOrEqual(0.95);
  });

  it('is never refused beside a neighbour who takes a third', { timeout: 60_000 }, async () => {
    const figure = await stormFigure('binance', { minutes: 5, seed: 'storm-neighbour', neighbour: true });
    expect(figure.refusals).toBe(0);
    // What is kept for the neighbour and not taken is lost; most of the minute is still used.
    expect(figure.utilisation).toBeGreaterThanOrEqual(0.9);
  });
});
