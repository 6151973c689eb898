import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type Answer, type BenchLimiterOptions, createBenchLimiter } from './limiter-adapter.ts';
import { runQuota } from './quota-run.ts';
import { VirtualTime } from './virtual-time.ts';

// 0.4 s before a round second.
const START_MS = Date.UTC(2026, 6, 1) + 599_600;

const taken = async (): Promise<Answer> => ({ ok: true });

describe('the limiter under endless demand', () => {
  const cases = [
    { name: 'an aligned window', aligned: true, least: 0.9 },
    { name: 'a sliding window', aligned: false, least: 0.85 },
  ];
  for (const { name, aligned, least } of cases) {
    it(`fills ${name} and is never refused`, async () => {
      const window = { kind: aligned ? 'fixed' : 'sliding', periodMs: 1_000 } as const;
      const { used, refusals } = await VirtualTime.within(START_MS, (world) =>
        runQuota(world, {
          limit: { capacity: 100, window, isRead: aligned },
          windows: 10,
          seed: 3,
          makers: [
            (_, nowMs) => createBenchLimiter({ capacity: 100, windowMs: 1_000, aligned, nowMs: nowMs ?? Date.now }),
          ],
        }),
      );
      expect(refusals).toBe(0);
      expect(used).toBeGreaterThan(least);
      expect(used).toBeLessThanOrEqual(1);
    });
  }
});

describe('what the limiter is told', () => {
  const answers: readonly {
    readonly name: string;
    readonly answer: Answer;
    readonly own: number;
    readonly foreign: number;
  }[] = [
    { name: 'an answer without a count', answer: { ok: true }, own: 7, foreign: 0 },
    { name: 'a count that is its own', answer: { ok: true, used: 7 }, own: 7, foreign: 0 },
    { name: 'a count of others too', answer: { ok: true, used: 37 }, own: 7, foreign: 30 },
    { name: 'a refusal that was counted', answer: { ok: false, used: 104 }, own: 7, foreign: 97 },
    { name: 'a refusal that was not', answer: { ok: false, used: 97 }, own: 0, foreign: 97 },
    { name: 'a count that is none', answer: { ok: true, used: Number.NaN }, own: 7, foreign: 0 },
  ];
  for (const { name, answer, own, foreign } of answers) {
    it(`keeps ${name}`, async () => {
      await VirtualTime.within(START_MS, async (world) => {
        const limiter = createBenchLimiter({ capacity: 100, windowMs: 60_000, aligned: true });
        await expect(limiter.schedule(7, 'order', async () => answer)).resolves.toBe(answer);
        expect(limiter.view()).toMatchObject({ own, foreign, inFlight: 0, capacity: 100 });
        await world.runTo(START_MS);
      });
    });
  }

  it('rejects with what send threw, and keeps the cost as spent', async () => {
    await VirtualTime.within(START_MS, async () => {
      const limiter = createBenchLimiter({ capacity: 100, windowMs: 60_000, aligned: false });
      const lost = new Error('the line broke');
      await expect(limiter.schedule(7, 'order', () => Promise.reject(lost))).rejects.toBe(lost);
      expect(limiter.view()).toMatchObject({ own: 7, inFlight: 0 });
    });
  });

  it('closes the bucket after a refusal that says nothing else', async () => {
    await VirtualTime.within(START_MS, async (world) => {
      const limiter = createBenchLimiter({ capacity: 100, windowMs: 1_000, aligned: true });
      await limiter.schedule(1, 'order', async () => ({ ok: false }));
      const leftAtMs: number[] = [];
      void limiter.schedule(1, 'order', async () => {
        leftAtMs.push(world.nowMs());
        return { ok: true };
      });
      await world.runTo(START_MS + 5_000);
      expect(leftAtMs).toEqual([START_MS + 1_000]);
    });
  });
});

describe('lanes', () => {
  it('lets out by lane and by number, the most urgent first', async () => {
    await VirtualTime.within(START_MS, async (world) => {
      const limiter = createBenchLimiter({ capacity: 10, windowMs: 1_000, aligned: false });
      await limiter.schedule(10, 0, taken);
      const left: unknown[] = [];
      for (const lane of [99, undefined, 2, 'order', -1] as const) {
        void limiter.schedule(1, lane, async () => {
          left.push(lane);
          return { ok: true };
        });
      }
      await world.runTo(START_MS + 3_000);
      expect(left).toEqual([-1, 'order', 2, undefined, 99]);
    });
  });
});

describe('what cannot be', () => {
  const good = { capacity: 10, windowMs: 1_000, aligned: true };
  const options: readonly { readonly given: unknown; readonly message: RegExp }[] = [
    { given: { ...good, capacity: 0 }, message: /capacity .*not 0/ },
    { given: { ...good, capacity: '10' }, message: /capacity .*not 10/ },
    { given: { ...good, windowMs: 1.5 }, message: /windowMs .*not 1.5/ },
    { given: { ...good, windowMs: undefined }, message: /windowMs .*not undefined/ },
    { given: { ...good, aligned: 'yes' }, message: /aligned .*not yes/ },
    { given: { ...good, nowMs: 5 }, message: /nowMs .*not 5/ },
    { given: undefined, message: /capacity .*not undefined/ },
  ];
  for (const { given, message } of options) {
    it(`refuses ${JSON.stringify(given)}`, () => {
      expect(() => createBenchLimiter(given as BenchLimiterOptions)).toThrow(message);
    });
  }

  const calls = [
    { cost: Number.NaN, lane: 'order', message: /cost takes/ },
    { cost: -1, lane: 'order', message: /cost takes/ },
    { cost: 11, lane: 'order', message: /not admitted: capacity/ },
    { cost: 1, lane: Number.NaN, message: /lane takes/ },
    { cost: 1, lane: 'fast', message: /lane takes/ },
  ];
  for (const { cost, lane, message } of calls) {
    it(`rejects a cost of ${cost} in lane ${lane}`, async () => {
      const limiter = createBenchLimiter(good);
      await expect(limiter.schedule(cost, lane as 'order', taken)).rejects.toThrow(message);
    });
  }
});

describe('a program that uses it', () => {
  it('lives while a call waits for the next window, and ends by itself after it', () => {
    const program = `
      import { createBenchLimiter } from './limiter-adapter.ts';
      const limiter = createBenchLimiter({ capacity: 1, windowMs: 300, aligned: false });
      const send = async () => ({ ok: true, used: 1 });
      await limiter.schedule(1, undefined, send);
      await limiter.schedule(1, undefined, send);
      await limiter.schedule(1, undefined, async () => ({ ok: false }));
      console.log('done');`;
    const options = { cwd: join(import.meta.dirname), encoding: 'utf8', timeout: 20_000 } as const;
    const { status, stdout } = spawnSync(process.execPath, ['--input-type=module', '--eval', program], options);
    expect({ status, stdout }).toEqual({ status: 0, stdout: 'done\n' });
  });
});
