import type { Account } from '../../../shared/model/account.ts';
import type { BucketView } from '../../../shared/model/bucket.ts';
import type { Client } from '../client/client.ts';
import { exchange } from '../exchanges/registry.ts';
import type { Limiter } from '../limiter/types.ts';
import type { Clock, Disposer } from '../ports.ts';
import { affordableMs } from './affordable.ts';
import { type UsagePlan, usagePlans } from './usage-plans.ts';

const LONGEST_MS = 15 * 60_000;
/** What is nearly used up is left to those who need it, for a while. */
const SCARCE_SHARE = 0.1;

/**
 * Asks, while the account is idle, how much of its limits is used, so that what other programs spend is on screen within
 * one interval. Counted and queued like any other call, in the lane behind everybody; apart ever further while it fails.
 * Returns what stops it.
 */
export function probeUsage(
  account: Account,
  client: Client,
  limiter: Pick<Limiter, 'snapshot'>,
  clock: Clock,
): Disposer {
  const stops = usagePlans[account.exchange].map((plan) => probeOne(account, plan, client, limiter, clock));
  return () => {
    for (const stop of stops) stop();
  };
}

function probeOne(
  account: Account,
  plan: UsagePlan,
  client: Client,
  limiter: Pick<Limiter, 'snapshot'>,
  clock: Clock,
): Disposer {
  const { limits } = exchange(account.exchange);
  const everyMs = affordableMs(limits, plan.request, plan.wantedMs);
  const mayFall = plan.teaches !== null && limits.buckets[plan.teaches]?.mayFall === true;
  let pauseMs = everyMs;
  let isStopped = false;
  let cancel = clock.wakeAt(clock.monotonic() + everyMs, () => void look());

  async function look(): Promise<void> {
    const view = viewOf(limiter.snapshot(), account, plan.teaches);
    let nextMs = pauseMs;
    try {
      const restMs = restOf(view, everyMs, clock.now(), mayFall);
      if (restMs > 0) nextMs = restMs;
      else nextMs = await ask();
    } finally {
      if (!isStopped) cancel = clock.wakeAt(clock.monotonic() + nextMs, () => void look());
    }
  }

  async function ask(): Promise<number> {
    const { request } = plan;
    const answer = await client.send({ account, request, caller: 'probe', lane: 'background', withinMs: everyMs });
    pauseMs = answer.ok ? everyMs : Math.min(Math.max(LONGEST_MS, everyMs), pauseMs * 2);
    return pauseMs;
  }

  return () => {
    isStopped = true;
    cancel();
  };
}

function viewOf(views: readonly BucketView[], account: Account, bucket: string | null): BucketView | null {
  if (bucket === null) return null;
  return views.find((view) => view.bucket.id === bucket && view.accounts.includes(account.id)) ?? null;
}

/** How long the probe is not needed or not wanted, ms; 0: it is due. A full bucket whose count may fall is looked at. */
function restOf(view: BucketView | null, everyMs: number, nowMs: number, mayFall: boolean): number {
  if (view === null) return 0;
  if (!mayFall && view.headroom < SCARCE_SHARE * view.capacity && view.foreign === 0) return everyMs;
  const ageMs = view.readingAtMs === null ? Number.POSITIVE_INFINITY : nowMs - view.readingAtMs;
  // A wall clock that went back makes a reading look as if it were of the future.
  return ageMs >= 0 && ageMs < everyMs ? everyMs - ageMs : 0;
}
