import type { BucketStatus, BucketView } from '../../../shared/model/bucket.ts';
import type { Instant } from './counters.ts';
import type { GateBook } from './gates.ts';
import { foreignForecast, headroom } from './headroom.ts';
import { type Counter, foreignUsed, ownUsed, used } from './state.ts';

const STALE_AFTER_MS = 90_000;
const WARM_SHARE = 0.5;
const HOT_SHARE = 0.8;

/** A counter as the screens show it. It must have been advanced to `at`. */
export function viewOf(counter: Counter, waiting: number, gates: GateBook, at: Instant): BucketView {
  const { id, name, unit, scope } = counter.bucket;
  return {
    key: counter.key,
    exchange: counter.realm.exchange,
    environment: counter.realm.environment,
    accounts: [...counter.accounts],
    bucket: { id, name, unit, window: counter.window, scope },
    part: counter.part,
    capacity: counter.capacity,
    used: used(counter),
    own: ownUsed(counter),
    foreign: foreignUsed(counter),
    foreignForecast: foreignForecast(counter, at.monotonicMs),
    inFlight: counter.inFlight,
    headroom: Math.max(0, headroom(counter)),
    waiting,
    emptyAtMs: emptyAt(counter, at),
    atMs: at.wallMs,
    readingAtMs: counter.readings.wallAtMs,
    ...standingOf(counter, waiting, gates, at),
  };
}

function standingOf(
  counter: Counter,
  waiting: number,
  gates: GateBook,
  at: Instant,
): Pick<BucketView, 'status' | 'isGated'> {
  if (isGated(counter, gates)) return { status: 'held', isGated: true };
  return { status: waiting > 0 ? 'held' : statusOf(counter, at) };
}

function statusOf(counter: Counter, at: Instant): BucketStatus {
  if (isStale(counter, at)) return 'stale';
  const share = (used(counter) + counter.inFlight) / counter.capacity;
  if (share >= HOT_SHARE) return 'hot';
  return share >= WARM_SHARE ? 'warm' : 'calm';
}

// When the bucket itself is behind a gate, or everybody who spends from it.
function isGated(counter: Counter, gates: GateBook): boolean {
  if (gates.isEmpty) return false;
  if (gates.has(counter.key)) return true;
  const holders = [...counter.holders.values()];
  return holders.length > 0 && holders.every((keys) => keys.some((key) => gates.has(key)));
}

function isStale(counter: Counter, at: Instant): boolean {
  const { wallAtMs, atMs } = counter.readings;
  if (wallAtMs === null || counter.bucket.reading.kind === 'none') return false;
  const periodMs = counter.window.kind === 'decaying' ? 0 : counter.window.periodMs;
  return at.monotonicMs - atMs > Math.max(STALE_AFTER_MS, periodMs);
}

function emptyAt(counter: Counter, at: Instant): number | null {
  const toWallMs = at.wallMs - at.monotonicMs;
  const { window, frame } = counter;
  const total = used(counter) + counter.inFlight;
  if (total === 0) return null;
  if (window.kind === 'decaying') return at.wallMs + (total / window.perSecond) * 1000;
  if (frame.turnMs !== null) return toWallMs + frame.turnMs;
  if (counter.inFlight > 0) return at.wallMs + window.periodMs;
  const lastMs = Math.max(counter.own.lastMs ?? -Infinity, counter.foreign.lastMs ?? -Infinity);
  return toWallMs + lastMs + window.periodMs;
}
