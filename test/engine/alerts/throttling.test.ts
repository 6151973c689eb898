import { describe, expect, it } from 'vitest';
import { ThrottleDetector } from '../../../electron/engine/alerts/throttling/detector.ts';
import { medianOf, Usual } from '../../../electron/engine/alerts/throttling/usual.ts';
import { LatencyWorld } from '../../../scripts/bench/latency-world.ts';

const HOUR_S = 3_600;
const ONE = 'binance/live';
const OTHER = 'okx/live';

/** A detector that hears a made-up world, second by second. */
class Listener {
  readonly world: LatencyWorld;
  readonly detector = new ThrottleDetector();
  atS = 0;
  /** Added to every answer from now on: what a stall of our own does. */
  extraMs = 0;

  constructor(seed: string, realms: readonly string[] = [ONE, OTHER]) {
    this.world = new LatencyWorld({ seed, realms });
  }

  /** Realms that were called throttled within the time. */
  hear(seconds: number): readonly string[] {
    const called = new Set<string>();
    const endS = this.atS + seconds;
    while (this.atS < endS) {
      this.world.second(this.atS, ({ realm, endpoint, ms, offsetMs }) => {
        const sample = { realm, lane: 'account' as const, endpoint, firstByteMs: ms + this.extraMs };
        this.detector.note(sample, this.atS * 1_000 + offsetMs);
      });
      this.atS += 1;
      for (const one of this.detector.verdicts(this.atS * 1_000)) if (one.isThrottled) called.add(one.realm);
    }
    return [...called];
  }
}

describe('hidden throttling', () => {
  for (const seed of ['hidden-1', 'hidden-2', 'hidden-3', 'hidden-4']) {
    it(`of half as long again is found within 30 s and is over when it ends (${seed})`, () => {
      const listener = new Listener(seed);
      listener.hear(HOUR_S);
      listener.world.slow(ONE, 1.5);
      expect(listener.hear(30)).toEqual([ONE]);
      const verdict = listener.detector.verdicts(listener.atS * 1_000).find(({ realm }) => realm === ONE);
      expect(verdict).toMatchObject({ evidence: ['latency account'], isAlone: false });
      expect(verdict?.shareMore).toBeGreaterThan(0.2);
      listener.world.slow(ONE, 1);
      listener.hear(60);
      expect(listener.hear(60)).toEqual([]);
    });
  }

  it('is not seen in six hours of tails, bursts, outliers and times of day', () => {
    expect(new Listener('calm').hear(6 * HOUR_S)).toEqual([]);
  });

  it('is not what a slow network of our own is, which all exchanges share', () => {
    const listener = new Listener('network');
    listener.hear(HOUR_S);
    for (const realm of [ONE, OTHER]) listener.world.slow(realm, 1.8);
    expect(listener.hear(300)).toEqual([]);
  });

  it('is not what our own stall is', () => {
    const listener = new Listener('stall');
    listener.hear(HOUR_S);
    listener.extraMs = 3_000;
    for (let second = 0; second < 60; second += 1) {
      listener.detector.noteStall((listener.atS + 1) * 1_000);
      expect(listener.hear(1)).toEqual([]);
    }
    listener.extraMs = 0;
    expect(listener.hear(120)).toEqual([]);
  });

  it('says when nobody else could be compared with', () => {
    const listener = new Listener('alone', [ONE]);
    listener.hear(HOUR_S);
    listener.world.slow(ONE, 1.6);
    expect(listener.hear(60)).toEqual([ONE]);
    expect(listener.detector.verdicts(listener.atS * 1_000)).toMatchObject([{ isAlone: true }]);
  });

  it('is not read out of another mix of endpoints', () => {
    const detector = new ThrottleDetector();
    const hear = (endpoint: string, ms: number, atMs: number): void =>
      detector.note({ realm: ONE, lane: 'market', endpoint, firstByteMs: ms }, atMs);
    for (let second = 0; second < HOUR_S; second += 1) {
      hear('GET /time', 40, second * 1_000);
      if (second % 30 === 0) hear('GET /exchangeInfo', 400, second * 1_000 + 1);
    }
    for (let second = HOUR_S; second < HOUR_S + 120; second += 1) hear('GET /exchangeInfo', 400, second * 1_000);
    expect(detector.verdicts((HOUR_S + 120) * 1_000)).toMatchObject([{ isThrottled: false }]);
  });

  const signs = [
    { sign: 'reconnect', count: 4, apartMs: 60_000 },
    { sign: 'gap', count: 5, apartMs: 10_000 },
    { sign: 'refusal-without-code', count: 5, apartMs: 10_000 },
    { sign: 'stale-data', count: 5, apartMs: 10_000 },
  ] as const;
  for (const { sign, count, apartMs } of signs) {
    it(`shows in ${count} of the sign ${sign}, not in fewer, and not when all exchanges have it`, () => {
      const detector = new ThrottleDetector();
      const throttled = (atMs: number): readonly boolean[] =>
        detector.verdicts(atMs).map(({ isThrottled }) => isThrottled);
      for (let index = 1; index < count; index += 1) detector.noteSign(ONE, sign, index * apartMs);
      expect(throttled(count * apartMs)).toEqual([false]);
      detector.noteSign(ONE, sign, count * apartMs);
      expect(throttled(count * apartMs)).toEqual([true]);
      detector.noteSign(OTHER, sign, count * apartMs);
      expect(throttled(count * apartMs)).toEqual([false, false]);
      expect(throttled(count * apartMs + 301_000)).toEqual([false, false]);
    });
  }
});

describe('what is usual', () => {
  it('follows half an hour, and not half a minute', () => {
    const usual = new Usual();
    for (let second = 0; second < HOUR_S; second += 1) usual.offer(1, second * 1_000);
    for (let second = HOUR_S; second < HOUR_S + 30; second += 1) usual.offer(2, second * 1_000);
    expect(usual.median).toBe(1);
    for (let second = HOUR_S; second < 2 * HOUR_S; second += 1) usual.offer(2, second * 1_000);
    expect(usual.median).toBe(2);
  });

  it('is the middle, or the mean of the two middles', () => {
    expect([medianOf([3, 1, 2]), medianOf([4, 1, 2, 3]), medianOf([])]).toEqual([2, 2.5, Number.NaN]);
  });
});
