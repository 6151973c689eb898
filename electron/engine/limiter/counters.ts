import type { Bucket, WindowRule } from '../../../shared/model/bucket.ts';
import { bucketKey, hasParts, partsPrefix, realmKey, scopeKeys } from './keys.ts';
import { observeCapacity } from './limiter.ts';
import { ServerClock } from './server-clock.ts';
import { type Counter, advance, createCounter, ownUsed, used } from './state.ts';
import type { Holder, Realm } from './types.ts';

/** Unused and empty for so long, a counter is forgotten. */
const FORGET_AFTER_MS = 600_000;
/** New counters between two clean-ups, so that one per instrument does not pile up unseen. */
const SWEEP_EVERY = 1024;
/** Assumed until answers have been timed. */
const FIRST_LAG_MS = 250;
const MAX_LAG_MS = 5000;
/** A slow answer is forgotten by this share with each further one. */
const LAG_FADE = 0.01;

interface RealmState {
  readonly clock: ServerClock;
  /** An upper bound of the usual answer time, ms; null: not timed yet. */
  lagMs: number | null;
}

export interface Limit {
  readonly capacity: number;
  readonly window: WindowRule | null;
  /** Told to everybody: what this holder was told wins. */
  readonly isGeneral?: boolean;
}

export interface Instant {
  readonly wallMs: number;
  readonly monotonicMs: number;
}

/** All counters and, per realm, the exchange's clock and how long its answers take. */
export class Counters {
  readonly #byKey = new Map<string, Counter>();
  readonly #realms = new Map<string, RealmState>();
  /** Limits told for all parts of a holder's bucket, by the prefix of their keys. */
  readonly #limits = new Map<string, Limit>();
  #created = 0;

  get(key: string): Counter | undefined {
    return this.#byKey.get(key);
  }

  all(): IterableIterator<Counter> {
    return this.#byKey.values();
  }

  /** The counter of the key, brought to now; made when it is new. */
  ensure(key: string, realm: Realm, holder: Holder, bucket: Bucket, part: string | null, at: Instant): Counter {
    const counter = this.#byKey.get(key) ?? this.#create(key, realm, holder, bucket, part, at);
    if (!counter.holders.has(holder.key) || !counter.accounts.has(holder.account)) noteHolder(counter, realm, holder);
    this.advance(counter, at);
    return counter;
  }

  register(realm: Realm, holder: Holder, bucket: Bucket, part: string | null, at: Instant): Counter {
    const counter = this.ensure(bucketKey(realm, bucket, part, holder), realm, holder, bucket, part, at);
    counter.isRegistered = true;
    return counter;
  }

  advance(counter: Counter, at: Instant): void {
    if (counter.advancedAtMs === at.monotonicMs) return;
    const alignment = this.#realm(counter.realm).clock.alignment(at.wallMs, at.monotonicMs);
    advance(counter, alignment, at.monotonicMs);
  }

  /** A limit told for the whole bucket holds for every part of it, also for those that come later. */
  limitParts(realm: Realm, holder: Holder, bucket: Bucket, limit: Limit, at: Instant): readonly Counter[] {
    const prefix = partsPrefix(realm, bucket, holder);
    if (!isLimit(limit.capacity)) return [];
    const known = this.#limits.get(prefix);
    if (limit.isGeneral === true && known !== undefined && known.isGeneral !== true) return [];
    this.#limits.set(prefix, limit);
    const parts = [...this.#byKey.values()].filter((counter) => counter.key.startsWith(prefix));
    for (const counter of parts) {
      this.advance(counter, at);
      counter.hasOwnLimit = limit.isGeneral !== true;
      this.limit(counter, limit, at);
    }
    return parts;
  }

  /** Takes a limit over into one counter, which must have been advanced. */
  limit(counter: Counter, { capacity, window }: Limit, at: Instant): void {
    observeCapacity(counter, capacity, window, at.monotonicMs);
    counter.advancedAtMs = counter.window.kind === 'decaying' ? at.monotonicMs : Number.NaN;
  }

  setServerOffset(realm: Realm, offsetMs: number, uncertaintyMs: number, at: Instant): void {
    this.#realm(realm).clock.measure(at.wallMs, at.monotonicMs, offsetMs, uncertaintyMs);
    for (const counter of this.#byKey.values()) {
      if (realmKey(counter.realm) !== realmKey(realm) || counter.window.kind === 'decaying') continue;
      counter.advancedAtMs = Number.NaN;
    }
  }

  lagMs(realm: Realm): number {
    return this.#realm(realm).lagMs ?? FIRST_LAG_MS;
  }

  noteAnswerTime(realm: Realm, tookMs: number): void {
    const state = this.#realm(realm);
    const faded = (state.lagMs ?? 0) * (1 - LAG_FADE);
    state.lagMs = Math.min(MAX_LAG_MS, Math.max(1, tookMs * 1.25, faded));
  }

  /** Forgets what has long been unused and is empty. `isWaited`: somebody waits for it. */
  sweep(at: Instant, isWaited: (key: string) => boolean): void {
    for (const [key, counter] of this.#byKey) {
      if (counter.isRegistered || counter.inFlight > 0) continue;
      if (at.monotonicMs - counter.lastActiveMs < FORGET_AFTER_MS || isWaited(key)) continue;
      this.advance(counter, at);
      if (used(counter) === 0 && ownUsed(counter) === 0) this.#byKey.delete(key);
    }
  }

  needsSweep(): boolean {
    if (this.#created < SWEEP_EVERY) return false;
    this.#created = 0;
    return true;
  }

  #create(key: string, realm: Realm, holder: Holder, bucket: Bucket, part: string | null, at: Instant): Counter {
    const counter = createCounter(key, realm, bucket, part, at.monotonicMs);
    this.#byKey.set(key, counter);
    const learned = hasParts(bucket) ? this.#limits.get(partsPrefix(realm, bucket, holder)) : undefined;
    if (learned !== undefined) {
      counter.hasOwnLimit = learned.isGeneral !== true;
      this.limit(counter, learned, at);
    }
    this.#created += 1;
    return counter;
  }

  #realm(realm: Realm): RealmState {
    const key = realmKey(realm);
    const known = this.#realms.get(key);
    if (known !== undefined) return known;
    const state: RealmState = { clock: new ServerClock(), lagMs: null };
    this.#realms.set(key, state);
    return state;
  }
}

function isLimit(capacity: number): boolean {
  return Number.isFinite(capacity) && capacity > 0;
}

function noteHolder(counter: Counter, realm: Realm, holder: Holder): void {
  const { ip, account, key } = scopeKeys(realm, holder);
  counter.holders.set(holder.key, [ip, account, key]);
  counter.accounts.add(holder.account);
}
