import type { Bucket } from '../../shared/model/bucket.ts';
import { type Lane, lanes } from '../../shared/model/account.ts';
import { createLimiter } from '../../electron/engine/limiter/create-limiter.ts';
import { bucketKey } from '../../electron/engine/limiter/keys.ts';
import type {
  AdmissionRequest,
  BoundReading,
  Holder,
  Limiter,
  Realm,
  Reservation,
} from '../../electron/engine/limiter/types.ts';
import { AdapterClock } from './adapter-clock.ts';
import type { Limit } from './limit.ts';

/** What the server said to one call. */
export interface Answer {
  /** False: the server refused it for its limit. */
  readonly ok: boolean;
  /** The server's total of the present window; absent when it says nothing. */
  readonly used?: number | null | undefined;
}

/** One of the five lanes, or its place among them: 0 (`cancel`, the most urgent) to 4 (`background`). */
export type LaneChoice = Lane | number | undefined;

export interface BenchLimiter {
  /** Resolves to what `send` resolved to, once the limiter let it leave; rejects with what `send` threw. */
  schedule<Sent extends Answer>(cost: number, lane: LaneChoice, send: () => Promise<Sent>): Promise<Sent>;
}

export interface BenchLimiterOptions {
  /** What the window holds, in units of cost. */
  readonly capacity: number;
  readonly windowMs: number;
  /** True: the window turns at every multiple of `windowMs` of the epoch; false: it slides. */
  readonly aligned: boolean;
  /** Epoch ms; default: the machine's clocks. Must never fall. */
  readonly nowMs?: () => number;
}

/** Beside scheduling, a look inside. */
export interface DrivenLimiter extends BenchLimiter {
  view(): ReturnType<Limiter['snapshot']>[number];
  close(): void;
}

const realm: Realm = { exchange: 'binance', environment: 'live' };
const holder: Holder = { egress: 'default', accountRef: 'bench', account: 'bench', key: 'bench' };

const FROM_HEADER = { kind: 'header', name: 'x-used' } as const;
const NOT_AT_ALL = { kind: 'none', reason: 'the server of the benchmark says nothing' } as const;

/** The server's clock is the caller's own, read in whole milliseconds. */
const UNCERTAINTY_MS = 1;
/** The app probes an exchange's clock now and then; what it knows of it grows old otherwise. */
const MEASURE_EVERY_MS = 10_000;
/** As the client does when it is told to stop and not until when. */
const SHORTEST_GATE_MS = 1_000;
/** Requests kept per lane, one for each cost. */
const MOST_REQUESTS = 1_000;

/**
 * The app's limiter for one bucket, driven as the client drives it: admission, one send, the server's own count, the
 * settlement; a refusal that says nothing else closes the bucket for the rest of its window. Throws on bad options.
 */
export function createBenchLimiter(options: BenchLimiterOptions): DrivenLimiter {
  const { capacity, windowMs, aligned, nowMs } = checked(options);
  const window = { kind: aligned ? 'fixed' : 'sliding', periodMs: windowMs } as const;
  return driveLimiter({ capacity, window, isRead: true }, nowMs);
}

/** The same for a limit of any kind. */
export function driveLimiter(limit: Limit, nowMs?: () => number): DrivenLimiter {
  return new Driver(limit, new AdapterClock(nowMs));
}

/** The limiter alone, with one request per lane, in their order, each of cost 1. */
export function bareLimiter(limit: Limit, nowMs: () => number) {
  const limiter = createLimiter({ clock: new AdapterClock(nowMs) });
  const bucket = bucketOf(limit);
  const key = bucketKey(realm, bucket, null, holder);
  limiter.setServerOffset(realm, 0, UNCERTAINTY_MS);
  const charges = [{ key, bucket, part: null, cost: 1, refund: null }];
  const requests = lanes.map((lane): AdmissionRequest => ({ realm, holder, lane, charges, deadlineMs: null }));
  return { limiter, requests };
}

function bucketOf({ capacity, window, isRead }: Limit): Bucket {
  const reading = isRead ? FROM_HEADER : NOT_AT_ALL;
  return { id: 'bench', name: 'bench', unit: 'weight', capacity, window, scope: ['ip'], reading };
}

class Driver implements DrivenLimiter {
  readonly #clock: AdapterClock;
  readonly #limiter: Limiter;
  readonly #bucket: Bucket;
  readonly #key: string;
  readonly #requests = new Map<LaneChoice, Map<number, AdmissionRequest>>();
  #measuredAtMs = -Infinity;

  constructor(limit: Limit, clock: AdapterClock) {
    this.#clock = clock;
    this.#limiter = createLimiter({ clock });
    this.#bucket = bucketOf(limit);
    this.#key = bucketKey(realm, this.#bucket, null, holder);
    this.#measureClock();
    this.#limiter.register(realm, holder, this.#bucket, null);
  }

  schedule<Sent extends Answer>(cost: number, lane: LaneChoice, send: () => Promise<Sent>): Promise<Sent> {
    const request = this.#requestOf(cost, lane);
    if (request instanceof Error) return Promise.reject(request);
    this.#measureClock();
    this.#clock.hold();
    return this.#limiter.admit(request).then((admission) => {
      this.#clock.release();
      if (admission.kind === 'admitted') return this.#send(admission.reservation, send);
      throw new Error(`not admitted: ${admission.why}, a cost of ${cost} on a capacity of ${this.#bucket.capacity}`);
    });
  }

  view(): ReturnType<Limiter['snapshot']>[number] {
    const found = this.#limiter.snapshot().find(({ key }) => key === this.#key);
    if (found === undefined) throw new Error('the bucket is not registered');
    return found;
  }

  close(): void {
    this.#limiter.close();
  }

  async #send<Sent extends Answer>(reservation: Reservation, send: () => Promise<Sent>): Promise<Sent> {
    try {
      const answer = await send();
      this.#settle(reservation, answer);
      return answer;
    } catch (error) {
      reservation.settle({ kind: 'unknown', readings: [] });
      throw error;
    }
  }

  // Calls of one cost in one lane ask for the same, and many of them wait at a time.
  #requestOf(cost: number, lane: LaneChoice): AdmissionRequest | Error {
    const known = this.#requests.get(lane)?.get(cost);
    if (known !== undefined) return known;
    if (!Number.isFinite(cost) || cost < 0) return new RangeError(`cost takes a number from 0, not ${cost}`);
    const name = laneOf(lane);
    if (name === undefined) return new RangeError(`lane takes ${lanes.join(', ')} or a number, not ${String(lane)}`);
    const charges = [{ key: this.#key, bucket: this.#bucket, part: null, cost, refund: null }];
    const request: AdmissionRequest = { realm, holder, lane: name, charges, deadlineMs: null };
    const ofLane = this.#requests.get(lane) ?? new Map<number, AdmissionRequest>();
    if (ofLane.size < MOST_REQUESTS) this.#requests.set(lane, ofLane.set(cost, request));
    return request;
  }

  #settle(reservation: Reservation, { ok, used }: Answer): void {
    const reading = typeof used === 'number' && Number.isFinite(used) ? this.#reading(used) : null;
    if (!ok && reading === null) this.#closeGate();
    const kind = ok ? 'success' : used !== null && this.#isUncounted(used) ? 'not-sent' : 'refused';
    reservation.settle({ kind, readings: reading === null ? [] : [reading] });
  }

  // A server that counted the call it refused is over its limit by its own count; any other gave the cost back.
  #isUncounted(used: number | undefined): boolean {
    return used !== undefined && used <= this.#bucket.capacity;
  }

  #reading(used: number): BoundReading {
    return { kind: 'used', key: this.#key, bucket: this.#bucket, part: null, used };
  }

  #closeGate(): void {
    const nowMs = this.#clock.now();
    const untilMs = nowMs + Math.max(SHORTEST_GATE_MS, this.#restOfWindowMs(nowMs));
    this.#limiter.closeGate({ key: this.#key, realm, cause: 'rate-limited', untilMs, code: null });
  }

  #restOfWindowMs(nowMs: number): number {
    const { window, capacity } = this.#bucket;
    if (window.kind === 'decaying') return (capacity / window.perSecond) * 1_000;
    if (window.kind === 'sliding') return window.periodMs;
    return window.periodMs - (nowMs % window.periodMs) + UNCERTAINTY_MS;
  }

  #measureClock(): void {
    const nowMs = this.#clock.monotonic();
    if (nowMs - this.#measuredAtMs < MEASURE_EVERY_MS) return;
    this.#measuredAtMs = nowMs;
    this.#limiter.setServerOffset(realm, 0, UNCERTAINTY_MS);
  }
}

function laneOf(lane: LaneChoice): Lane | undefined {
  if (lane === undefined) return 'market';
  return typeof lane === 'number' ? lanes[clampedIndex(lane)] : lanes.find((name) => name === lane);
}

function clampedIndex(place: number): number {
  return Math.min(lanes.length - 1, Math.max(0, Math.round(place)));
}

function checked(options: BenchLimiterOptions): BenchLimiterOptions {
  const given: { readonly [Name in keyof BenchLimiterOptions]?: unknown } = options ?? {};
  const { capacity, windowMs, aligned, nowMs } = given;
  if (!isPositive(capacity)) throw new RangeError(`capacity takes a number above 0, not ${String(capacity)}`);
  if (!isPositive(windowMs) || !Number.isInteger(windowMs))
    throw new RangeError(`windowMs takes whole milliseconds above 0, not ${String(windowMs)}`);
  if (typeof aligned !== 'boolean') throw new TypeError(`aligned takes true or false, not ${String(aligned)}`);
  if (nowMs !== undefined && typeof nowMs !== 'function')
    throw new TypeError(`nowMs takes a function that returns epoch ms, not ${String(nowMs)}`);
  return options;
}

function isPositive(value: unknown): value is number {
  return typeof value === 'number' && Number.isFinite(value) && value > 0;
}
