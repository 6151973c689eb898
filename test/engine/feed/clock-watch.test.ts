import { describe, expect, it, vi } from 'vitest';
import { watchClock } from '../../../electron/engine/feed/clock-watch.ts';
import { Publisher } from '../../../electron/engine/feed/publisher.ts';
import { Troubles } from '../../../electron/engine/troubles.ts';
import { FakeClock } from '../../support/fake-clock.ts';

const HOUR_MS = 3_600_000;

describe('the clock watch', () => {
  const cases = [
    { name: 'set forward by an hour', stepMs: HOUR_MS, told: ['3600'] },
    { name: 'set back by an hour', stepMs: -HOUR_MS, told: ['-3600'] },
    { name: 'eight hours of sleep', stepMs: 8 * HOUR_MS, told: ['28800'] },
    { name: 'a slew of NTP', stepMs: 400, told: [] },
  ];
  for (const { name, stepMs, told } of cases) {
    it(`${name}: ${told.length === 0 ? 'is no news' : 'is told once and the clocks are checked'}`, () => {
      const clock = new FakeClock();
      const troubles = new Troubles(new Publisher(), clock);
      const onStep = vi.fn();
      const stop = watchClock(clock, troubles, onStep);
      clock.advance(5_000);
      clock.stepWall(stepMs);
      clock.advance(5_000);
      stop();
      expect(troubles.list().map(({ code, detail }) => [code, detail])).toEqual(
        told.map((detail) => ['clock-stepped', detail]),
      );
      expect(onStep).toHaveBeenCalledTimes(told.length);
    });
  }

  it('says that it slept where the system told of it; only the newest night stands', () => {
    const clock = new FakeClock();
    const troubles = new Troubles(new Publisher(), clock);
    const stop = watchClock(
      clock,
      troubles,
      () => undefined,
      () => true,
    );
    for (const nightMs of [7 * HOUR_MS, 8 * HOUR_MS]) {
      clock.advance(5_000);
      clock.sleep(nightMs);
    }
    clock.advance(5_000);
    stop();
    expect(troubles.list().map(({ code, detail }) => [code, detail])).toEqual([['slept', '28800']]);
  });

  it('does not wake once stopped', () => {
    const clock = new FakeClock();
    const onStep = vi.fn();
    watchClock(clock, new Troubles(new Publisher(), clock), onStep)();
    clock.stepWall(HOUR_MS);
    clock.advance(5_000);
    expect(onStep).not.toHaveBeenCalled();
  });
});
