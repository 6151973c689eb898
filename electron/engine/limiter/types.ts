import type { AccountId, Environment, ExchangeId, Lane } from '../../../shared/model/account.ts';
import type { Bucket, BucketView, Gate, GateCause, WindowRule } from '../../../shared/model/bucket.ts';

/** One exchange in one environment on one site; buckets and gates of different realms never meet. Form: `binance/live`. */
export interface Realm {
  readonly exchange: ExchangeId;
  readonly environment: Environment;
  /** Absent: `global`. Sites have hosts, clocks, keys and counters of their own (Binance's testnet and its demo mode). */
  readonly region?: string | undefined;
}

/** Who spends: fills in the scope of a bucket. */
export interface Holder {
  readonly egress: string;
  /** What the exchange counts an account by: its own reference where known (uid, IIBAN), else our account id. */
  readonly accountRef: string;
  readonly account: AccountId;
  readonly key: string;
}

/** A charge bound to one holder: `key` is unique for the counter it spends from. */
export interface BoundCharge {
  readonly key: string;
  readonly bucket: Bucket;
  readonly part: string | null;
  readonly cost: number;
  readonly refund: 'success' | null;
}

export interface AdmissionRequest {
  readonly realm: Realm;
  readonly holder: Holder;
  readonly lane: Lane;
  readonly charges: readonly BoundCharge[];
  /** Monotonic ms by which it must have left; null: it may wait for ever. */
  readonly deadlineMs: number | null;
}

export type Admission =
  | { readonly kind: 'admitted'; readonly reservation: Reservation; readonly waitedMs: number }
  | {
      readonly kind: 'refused';
      readonly why: 'deadline' | 'capacity' | 'aborted' | 'closed';
      /** Key of the bucket or gate that blocked. */
      readonly blockedBy: string;
      /** Local wall time, ms, at which it could have left; null: never. */
      readonly untilMs: number | null;
    };

/** Holds what an admitted call took until its answer is known. Settle exactly once; a second time is ignored. */
export interface Reservation {
  /** Monotonic ms of admission. */
  readonly admittedAtMs: number;
  /** The call was answered: `usage` are the readings bound to bucket keys. */
  settle(outcome: Settlement): void;
}

export interface Settlement {
  /** `not-sent` gives everything back; `unknown` keeps it as spent; `refused`: a failure because a limit was reached. */
  readonly kind: 'success' | 'failure' | 'not-sent' | 'unknown' | 'refused';
  readonly readings: readonly BoundReading[];
}

export type BoundReading =
  | {
      readonly kind: 'used';
      readonly key: string;
      readonly bucket: Bucket;
      readonly part: string | null;
      readonly used: number;
      /** Length of the window it counts; absent: the counter's own. */
      readonly periodMs?: number;
    }
  | {
      readonly kind: 'capacity';
      readonly key: string;
      readonly bucket: Bucket;
      readonly part: string | null;
      readonly capacity: number;
      readonly window: WindowRule | null;
      /** Told to everybody: what this holder was told wins. */
      readonly isGeneral?: boolean;
    };

export interface GateOrder {
  /** `binance/live|ip=default`: everything whose charges or holder fall under it waits. */
  readonly key: string;
  readonly realm: Realm;
  readonly cause: GateCause;
  /** Local wall time, ms. */
  readonly untilMs: number;
  readonly code: string | null;
  /** A cancel passes it whatever its cause. */
  readonly sparesCancels?: boolean;
}

/** What would happen to a request now; nothing is taken and nothing queued. */
export type Forecast =
  | { readonly kind: 'admit' }
  /** `untilMs`: local wall time at which time alone may make room; null: only an answer can. */
  | { readonly kind: 'wait'; readonly blockedBy: string; readonly untilMs: number | null }
  | { readonly kind: 'refuse'; readonly blockedBy: string; readonly cost: number; readonly capacity: number };

/** The queueing limiter the client uses. Decisions themselves are pure functions beside it. */
export interface Limiter {
  admit(request: AdmissionRequest, signal?: AbortSignal): Promise<Admission>;
  /** "What if": the same decision, without taking part. */
  whatIf(request: AdmissionRequest): Forecast;
  /** Shows a bucket from now on, even while nothing is spent from it. With another limit than last time it is taken over. */
  register(realm: Realm, holder: Holder, bucket: Bucket, part: string | null): void;
  /** A reading that came outside a call (WebSocket, probe). */
  observe(realm: Realm, holder: Holder, readings: readonly BoundReading[]): void;
  /** Exchange clock − local wall clock, ms, and how far off that may be. */
  setServerOffset(realm: Realm, offsetMs: number, uncertaintyMs: number): void;
  closeGate(gate: GateOrder): void;
  openGate(key: string): void;
  gates(): readonly Gate[];
  snapshot(): readonly BucketView[];
  /** Called after any change; many changes in one turn call once. */
  onChange(listener: (changedKeys: ReadonlySet<string>) => void): () => void;
  /** Gates close and open; kept so that they are still closed after a restart. */
  onGate(listener: (gate: Gate, change: 'closed' | 'opened') => void): () => void;
  close(): void;
}
