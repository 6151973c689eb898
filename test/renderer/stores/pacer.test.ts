import { describe, expect, it } from 'vitest';
import { createPacer, FRAME_WEIGHT } from '../../../renderer/stores/pacer.ts';
import { HandTimers, NOW_MS } from '../support.ts';

const FRAME_MS = 16;

function set() {
  const timers = new HandTimers();
  const drawn: { readonly name: string; readonly atMs: number }[] = [];
  const pacer = createPacer({
    now: () => timers.now(),
    nextFrame: (action) => void timers.after(FRAME_MS, action),
    after: (ms, action) => timers.after(ms, action),
  });
  const join = (name: string, restMs = 200, weight = 1) =>
    pacer.join({ restMs, weight }, () => void drawn.push({ name, atMs: timers.now() - NOW_MS }));
  return { timers, drawn, join };
}

describe('the pacer', () => {
  it('draws what changed after a rest in the next frame', async () => {
    const { timers, drawn, join } = set();
    join('row').want();
    await timers.run(FRAME_MS);
    expect(drawn).toEqual([{ name: 'row', atMs: FRAME_MS }]);
  });

  it('lets each rest between two drawings, however often it changes', async () => {
    const { timers, drawn, join } = set();
    const row = join('row');
    for (let frame = 0; frame < 60; frame += 1) {
      row.want();
      await timers.run(FRAME_MS);
    }
    const gaps = drawn.slice(1).map(({ atMs }, index) => atMs - (drawn[index]?.atMs ?? 0));
    expect(Math.min(...gaps)).toBeGreaterThan(200 - FRAME_MS);
    expect(Math.max(...gaps)).toBeLessThan(200 + 2 * FRAME_MS);
  });

  it('puts only so many into one frame and the longest waiting first', async () => {
    const { timers, drawn, join } = set();
    const rows = Array.from({ length: FRAME_WEIGHT * 2 + 1 }, (_, index) => join(`row ${index}`));
    for (const row of rows) row.want();
    await timers.run(3 * FRAME_MS);
    const perFrame = [1, 2, 3].map((frame) => drawn.filter(({ atMs }) => atMs === frame * FRAME_MS).length);
    expect(perFrame).toEqual([FRAME_WEIGHT, FRAME_WEIGHT, 1]);
    expect(new Set(drawn.map(({ name }) => name)).size).toBe(rows.length);
  });

  it('gives a chart a frame of its own', async () => {
    const { timers, drawn, join } = set();
    join('chart', 900, FRAME_WEIGHT).want();
    join('row').want();
    await timers.run(2 * FRAME_MS);
    expect(drawn.map(({ atMs }) => atMs)).toEqual([FRAME_MS, 2 * FRAME_MS]);
  });

  it('asks for no frame while nothing changed, and draws nothing that left', async () => {
    const { timers, drawn, join } = set();
    const row = join('row');
    row.want();
    row.leave();
    await timers.run(1_000);
    row.want();
    await timers.run(1_000);
    expect([drawn, timers.pending]).toEqual([[], 0]);
  });
});
