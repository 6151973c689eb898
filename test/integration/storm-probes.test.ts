import { describe, expect, it } from 'vitest';
import { exchange as definitionOf } from '../../electron/engine/exchanges/registry.ts';
import { VirtualWorld } from '../support/virtual-world.ts';

const MINUTES = 3;

describe('the clock probe', () => {
  // OKX counts the time call by itself, so nothing can stand before it.
  for (const exchange of ['binance', 'kraken'] as const) {
    it(`measures ${exchange} every minute while a storm waits for the same limit`, { timeout: 60_000 }, async () => {
      const world = new VirtualWorld({ seed: 'storm-probes', exchanges: [exchange], isMoving: false });
      const { path } = definitionOf(exchange).probes.time();
      let samples = 0;
      world.work('storm');
      // The first three samples are over.
      await world.run(30_000);
      const stop = world.transport.onPassage(({ request }) => {
        if (request.target.split('?')[0] === path) samples += 1;
      });
      await world.run(MINUTES * 60_000);
      stop();
      expect(samples).toBeGreaterThanOrEqual(MINUTES - 1);
      expect(samples).toBeLessThanOrEqual(MINUTES + 1);
      await world.close();
    });
  }
});
