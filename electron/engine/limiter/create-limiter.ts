import type { Bucket, Gate } from '../../../shared/model/bucket.ts';
import { Announcer } from './announcer.ts';
import { Counters, type Instant } from './counters.ts';
import { Dispatcher } from './dispatcher.ts';
import { GateBook } from './gates.ts';
import { Held } from './held.ts';
import { createJob } from './jobs.ts';
import { hasParts } from './keys.ts';
import { type Hold, settle } from './limiter.ts';
import type { Job } from './queue.ts';
import { isOfWindow, usedReading } from './bound-readings.ts';
import { type ReadingAge, observeUsed } from './readings.ts';
import type {
  Admission,
  AdmissionRequest,
  BoundReading,
  Forecast,
  GateOrder,
  Holder,
  Limiter,
  Realm,
  Settlement,
} from './types.ts';
import { viewOf } from './view.ts';

/** The part of a clock the limiter needs: wall and monotonic ms, and one wake-up at a monotonic time. */
export interface LimiterClock {
  now(): number;
  monotonic(): number;
  wakeAt(monotonicMs: number, action: () => void): () => void;
}

export interface LimiterOptions {
  readonly clock: LimiterClock;
  /** Gates that were closed when the program last ended. */
  readonly gates?: readonly Gate[];
}

/** A limiter with nothing spent yet. It keeps one timer at most, and none while nothing waits. */
export function createLimiter(options: LimiterOptions): Limiter {
  return new QueueingLimiter(options);
}

class QueueingLimiter implements Limiter {
  readonly #clock: LimiterClock;
  readonly #counters = new Counters();
  readonly #gates = new GateBook();
  readonly #announcer = new Announcer();
  readonly #dispatcher: Dispatcher;
  readonly #registered = new Map<string, Bucket>();
  #sequence = 0;
  #isClosed = false;
  #armedAtMs = Infinity;
  #disarm: (() => void) | null = null;
  // One for all reservations and one for all timers: they are made for every call.
  readonly #onSettled = (held: Held, outcome: Settlement): void => this.#settle(held, outcome);
  readonly #onWake = (): void => this.#wake();

  constructor({ clock, gates = [] }: LimiterOptions) {
    this.#clock = clock;
    this.#dispatcher = new Dispatcher(this.#counters, this.#gates, {
      admitted: (job, holds, at) => this.#admitted(job, holds, at),
      refused: (job, why, blockedBy, untilMs, at) => this.#refused(job, why, blockedBy, untilMs, at),
    });
    const at = this.#instant();
    for (const gate of gates) this.#gates.restore(gate, at.wallMs, at.monotonicMs);
    this.#arm();
  }

  admit(request: AdmissionRequest, signal?: AbortSignal): Promise<Admission> {
    if (this.#isClosed) return Promise.resolve(refusal('closed', '', null));
    if (signal?.aborted === true) return Promise.resolve(refusal('aborted', '', null));
    return new Promise((resolve) => this.#submit(request, signal, resolve));
  }

  whatIf(request: AdmissionRequest): Forecast {
    const at = this.#instant();
    const job = createJob(request, this.#sequence, this.#counters, at, () => undefined);
    const decision = this.#dispatcher.whatIf(job, at);
    if (decision.kind !== 'wait') return decision;
    return { ...decision, untilMs: toWall(decision.untilMs, at) };
  }

  register(realm: Realm, holder: Holder, bucket: Bucket, part: string | null): void {
    const at = this.#instant();
    const counter = this.#counters.register(realm, holder, bucket, part, at);
    // Said again as before, it takes nothing back of what was learned since.
    const before = this.#registered.get(counter.key) ?? counter.bucket;
    this.#registered.set(counter.key, bucket);
    this.#announcer.changed(counter.key);
    if (isSameLimit(bucket, before)) return;
    this.#counters.limit(counter, bucket, at);
    this.#dispatcher.counterChanged(counter.key);
    this.#runAndArm(at);
  }

  observe(realm: Realm, holder: Holder, readings: readonly BoundReading[]): void {
    const at = this.#instant();
    const age = { ageMs: this.#counters.lagMs(realm), isTimed: false };
    for (const reading of readings) this.#read(realm, holder, reading, age, at);
    this.#runAndArm(at);
  }

  setServerOffset(realm: Realm, offsetMs: number, uncertaintyMs: number): void {
    const at = this.#instant();
    this.#counters.setServerOffset(realm, offsetMs, uncertaintyMs, at);
    this.#dispatcher.everythingChanged();
    this.#runAndArm(at);
  }

  closeGate(order: GateOrder): void {
    const at = this.#instant();
    const gate = this.#gates.close(order, at.wallMs, at.monotonicMs);
    if (gate === null) return;
    this.#announcer.gate(gate, 'closed');
    this.#arm();
  }

  openGate(key: string): void {
    this.#opened(this.#gates.open(key));
    this.#runAndArm(this.#instant());
  }

  gates(): readonly Gate[] {
    return this.#gates.list();
  }

  snapshot(): ReturnType<Limiter['snapshot']> {
    const at = this.#instant();
    this.#sweep(at);
    return [...this.#counters.all()].map((counter) => {
      this.#counters.advance(counter, at);
      return viewOf(counter, this.#dispatcher.waitingFor(counter.key), this.#gates, at);
    });
  }

  onChange(listener: (changedKeys: ReadonlySet<string>) => void): () => void {
    return this.#announcer.onChange(listener);
  }

  onGate(listener: (gate: Gate, change: 'closed' | 'opened') => void): () => void {
    return this.#announcer.onGate(listener);
  }

  close(): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    for (const job of this.#dispatcher.drain(this.#instant())) this.#resolve(job, refusal('closed', '', null));
    this.#disarm?.();
    this.#disarm = null;
    this.#announcer.close();
  }

  #submit(request: AdmissionRequest, signal: AbortSignal | undefined, resolve: (admission: Admission) => void): void {
    const at = this.#instant();
    if (this.#counters.needsSweep()) this.#sweep(at);
    this.#sequence += 1;
    const job = createJob(request, this.#sequence, this.#counters, at, resolve);
    this.#dispatcher.submit(job, at);
    if (job.room !== null) this.#waits(job, signal);
    this.#runAndArm(at);
  }

  #waits(job: Job, signal: AbortSignal | undefined): void {
    this.#announcer.changed(job.room?.key ?? '');
    if (signal === undefined) return;
    const abort = (): void => this.#aborted(job);
    signal.addEventListener('abort', abort, { once: true });
    job.stopListening = () => signal.removeEventListener('abort', abort);
  }

  #aborted(job: Job): void {
    if (job.room === null) return;
    const at = this.#instant();
    this.#resolve(job, refusal('aborted', this.#dispatcher.withdraw(job, at), null));
    this.#runAndArm(at);
  }

  #admitted(job: Job, holds: readonly Hold[], at: Instant): void {
    for (const { counter } of holds) this.#announcer.changed(counter.key);
    const reservation = new Held(job.request, holds, at.monotonicMs, this.#onSettled);
    this.#resolve(job, { kind: 'admitted', reservation, waitedMs: at.monotonicMs - job.askedAtMs });
  }

  #refused(job: Job, why: 'deadline' | 'capacity', blockedBy: string, untilMs: number | null, at: Instant): void {
    this.#resolve(job, refusal(why, blockedBy, toWall(untilMs, at)));
  }

  #resolve(job: Job, admission: Admission): void {
    job.stopListening?.();
    job.stopListening = null;
    job.resolve(admission);
  }

  #settle(held: Held, { kind, readings }: Settlement): void {
    const at = this.#instant();
    const { realm, holder } = held.request;
    const ageMs = at.monotonicMs - held.admittedAtMs;
    if (kind === 'success' || kind === 'failure') this.#counters.noteAnswerTime(realm, ageMs);
    for (const hold of held.holds) {
      this.#counters.advance(hold.counter, at);
      settle(hold, kind, usedReading(readings, hold.counter), at.monotonicMs, at.wallMs);
      this.#changed(hold.counter.key);
    }
    for (const reading of readings) {
      if (reading.kind === 'used' && held.hasCharge(reading.key)) continue;
      this.#read(realm, holder, reading, { ageMs, isTimed: kind !== 'unknown' }, at);
    }
    this.#runAndArm(at);
  }

  #read(realm: Realm, holder: Holder, reading: BoundReading, age: ReadingAge, at: Instant): void {
    if (reading.kind === 'capacity' && reading.part === null && hasParts(reading.bucket)) {
      const parts = this.#counters.limitParts(realm, holder, reading.bucket, reading, at);
      for (const counter of parts) this.#changed(counter.key);
      return;
    }
    const counter = this.#counters.ensure(reading.key, realm, holder, reading.bucket, reading.part, at);
    counter.lastActiveMs = at.monotonicMs;
    if (reading.kind === 'used') {
      if (isOfWindow(reading, counter)) observeUsed(counter, reading.used, age, at.monotonicMs, at.wallMs);
    } else if (reading.isGeneral !== true || !counter.hasOwnLimit) {
      this.#counters.limit(counter, reading, at);
    }
    this.#changed(counter.key);
  }

  #changed(key: string): void {
    this.#announcer.changed(key);
    this.#dispatcher.counterChanged(key);
  }

  #sweep(at: Instant): void {
    this.#counters.sweep(at, (key) => this.#dispatcher.waitingFor(key) > 0);
  }

  #opened(gates: readonly Gate[]): void {
    for (const gate of gates) {
      this.#dispatcher.gateChanged(gate.key);
      this.#announcer.gate(gate, 'opened');
    }
  }

  #wake(): void {
    this.#armedAtMs = Infinity;
    this.#disarm = null;
    if (this.#isClosed) return;
    const at = this.#instant();
    if (!this.#gates.isEmpty) this.#opened(this.#gates.expire(at.monotonicMs));
    this.#runAndArm(at);
  }

  #runAndArm(at: Instant): void {
    if (this.#isClosed) return;
    this.#dispatcher.run(at);
    this.#arm();
  }

  #arm(): void {
    const nextMs = Math.min(this.#dispatcher.nextMs(), this.#gates.isEmpty ? Infinity : this.#gates.nextMs());
    if (nextMs === this.#armedAtMs) return;
    this.#disarm?.();
    this.#armedAtMs = nextMs;
    this.#disarm = nextMs === Infinity ? null : this.#clock.wakeAt(nextMs, this.#onWake);
  }

  #instant(): Instant {
    return { wallMs: this.#clock.now(), monotonicMs: this.#clock.monotonic() };
  }
}

function refusal(
  why: 'deadline' | 'capacity' | 'aborted' | 'closed',
  blockedBy: string,
  untilMs: number | null,
): Admission {
  return { kind: 'refused', why, blockedBy, untilMs };
}

function isSameLimit(left: Bucket, right: Bucket): boolean {
  return left.capacity === right.capacity && JSON.stringify(left.window) === JSON.stringify(right.window);
}

function toWall(monotonicMs: number | null, at: Instant): number | null {
  return monotonicMs === null ? null : at.wallMs + (monotonicMs - at.monotonicMs);
}
