// Each as its own documentation says is best for such a limit; docs/performance.md tells why, in words.
import Bottleneck from 'bottleneck';
import ccxt from 'ccxt';
import { RateLimiter, TokenBucket } from 'limiter';
import PQueue from 'p-queue';
import { RateLimiterMemory, RateLimiterQueue } from 'rate-limiter-flexible';
import { type Limit, periodOf } from './limit.ts';
import { type Answer, type BenchLimiter, type LaneChoice, driveLimiter } from './limiter-adapter.ts';

export interface Contestant extends BenchLimiter {
  /** Stops its timers. */
  close(): void;
}

/** Makes a limiter for one limit; the clock is virtual or real, whatever the globals are. */
export type Maker = (limit: Limit, nowMs?: () => number) => Contestant;

export const headroom: Maker = (limit, nowMs) => driveLimiter(limit, nowMs);

export const peers = {
  bottleneck: bottleneckFor,
  'p-queue': pQueueFor,
  limiter: limiterFor,
  'rate-limiter-flexible': flexibleFor,
  'ccxt leaky bucket': leakyFor,
  'ccxt rolling window': rollingFor,
} as const satisfies Record<string, Maker>;

export const peerNames = Object.keys(peers) as readonly (keyof typeof peers)[];

/** Those that have priorities at all. */
export const peersWithPriority: readonly string[] = ['bottleneck', 'p-queue'];

function placeOf(lane: LaneChoice): number {
  return typeof lane === 'number' ? lane : lane === 'cancel' ? 0 : 3;
}

// README "Reservoir Intervals" and "Increase Interval": intervals are multiples of 250 ms.
function bottleneckFor(limit: Limit): Contestant {
  const { capacity, window } = limit;
  const queue = new Bottleneck({
    reservoir: capacity,
    ...(window.kind === 'decaying'
      ? {
          reservoirIncreaseAmount: window.perSecond,
          reservoirIncreaseInterval: 1_000,
          reservoirIncreaseMaximum: capacity,
        }
      : { reservoirRefreshAmount: capacity, reservoirRefreshInterval: periodOf(limit) }),
  });
  return {
    schedule: (cost, lane, send) => queue.schedule({ weight: cost, priority: placeOf(lane) * 2 }, send),
    close: () => void queue.disconnect(),
  };
}

// README "strict": for APIs that enforce strict limits. It knows no weights: a call of weight n joins as n tasks, the
// last of which is the call.
function pQueueFor(limit: Limit): Contestant {
  const queue = new PQueue({ intervalCap: limit.capacity, interval: periodOf(limit), strict: true });
  const nothing = async (): Promise<void> => undefined;
  return {
    schedule(cost, lane, send) {
      const priority = -placeOf(lane);
      for (let filler = 1; filler < cost; filler += 1) void queue.add(nothing, { priority });
      return queue.add(send, { priority });
    },
    close: () => {
      queue.pause();
      queue.clear();
    },
  };
}

function limiterFor(limit: Limit): Contestant {
  const { capacity, window } = limit;
  const bucket =
    window.kind === 'decaying'
      ? new TokenBucket({ bucketSize: capacity, tokensPerInterval: window.perSecond, interval: 1_000 })
      : new RateLimiter({ tokensPerInterval: capacity, interval: window.periodMs });
  if (bucket instanceof TokenBucket) bucket.content = capacity;
  return firstComeFirstServed((cost) => bucket.removeTokens(cost));
}

function flexibleFor(limit: Limit): Contestant {
  const store = new RateLimiterMemory({ points: limit.capacity, duration: periodOf(limit) / 1_000 });
  const queue = new RateLimiterQueue(store);
  return firstComeFirstServed((cost) => queue.removeTokens(cost));
}

// The settings Exchange.js computes for `rateLimit`, of which one unit of cost takes one.
function leakyFor(limit: Limit): Contestant {
  const rateLimit = periodOf(limit) / limit.capacity;
  const throttler = new ccxt.Throttler({ delay: 0.001, capacity: 1, cost: 1, refillRate: 1 / rateLimit, rateLimit });
  return firstComeFirstServed((cost) => throttler.throttle(cost));
}

function rollingFor(limit: Limit): Contestant {
  const windowSize = periodOf(limit);
  const rateLimit = windowSize / limit.capacity;
  const throttler = new ccxt.Throttler({ algorithm: 'rollingWindow', windowSize, rateLimit, cost: 1 });
  return firstComeFirstServed((cost) => throttler.throttle(cost));
}

function firstComeFirstServed(admit: (cost: number) => Promise<unknown>): Contestant {
  return {
    async schedule<Sent extends Answer>(cost: number, _lane: LaneChoice, send: () => Promise<Sent>): Promise<Sent> {
      await admit(cost);
      return await send();
    },
    close: () => undefined,
  };
}
