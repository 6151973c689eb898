import { describe, expect, it } from 'vitest';
import { every, ManualPracticeClock, pause } from '../../../electron/practice/core/clock.ts';
import { createRandom, hashFraction } from '../../../electron/practice/core/random.ts';

describe('manual clock', () => {
  it('runs what falls due in order of time, each at its own time', () => {
    const clock = new ManualPracticeClock(1000);
    const seen: string[] = [];
    clock.after(20, () => seen.push(`b@${clock.now()}`));
    clock.after(10, () => seen.push(`a@${clock.now()}`));
    clock.after(10, () => seen.push(`a2@${clock.now()}`));
    clock.advance(25);
    expect(seen).toEqual(['a@1010', 'a2@1010', 'b@1020']);
    expect(clock.now()).toBe(1025);
  });

  it('forgets what was cancelled', () => {
    const clock = new ManualPracticeClock(0);
    let runs = 0;
    const cancel = clock.after(5, () => (runs += 1));
    cancel();
    clock.advance(10);
    expect(runs).toBe(0);
  });

  it('repeats until told to stop, and runs once after a jump', () => {
    const clock = new ManualPracticeClock(0);
    let runs = 0;
    const stop = every(clock, 10, () => (runs += 1));
    clock.advance(35);
    expect(runs).toBe(3);
    clock.jump(1000);
    expect(runs).toBe(4);
    stop();
    clock.advance(100);
    expect(runs).toBe(4);
  });

  it('does not need to move for a pause of nothing', async () => {
    await expect(pause(new ManualPracticeClock(0), 0)).resolves.toBeUndefined();
  });
});

describe('random', () => {
  const draw = (seed: string): readonly number[] => {
    const random = createRandom(seed);
    return Array.from({ length: 5 }, () => random.fraction());
  };

  it('gives the same numbers for the same seed, and others for another', () => {
    expect(draw('one')).toEqual(draw('one'));
    expect(draw('one')).not.toEqual(draw('two'));
  });

  it('forks without moving the parent', () => {
    const [left, right] = [createRandom('x'), createRandom('x')];
    left.fork('child').fraction();
    expect(left.fraction()).toBe(right.fraction());
  });

  it('spreads evenly enough for prices', () => {
    const random = createRandom('even');
    const values = Array.from({ length: 10_000 }, () => random.fraction());
    const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
    expect(mean).toBeGreaterThan(0.48);
    expect(mean).toBeLessThan(0.52);
    const gaussian = Array.from({ length: 10_000 }, () => random.gaussian());
    const variance = gaussian.reduce((sum, value) => sum + value * value, 0) / gaussian.length;
    expect(variance).toBeGreaterThan(0.9);
    expect(variance).toBeLessThan(1.1);
    expect(hashFraction(1, 2, 3)).toBe(hashFraction(1, 2, 3));
  });
});
