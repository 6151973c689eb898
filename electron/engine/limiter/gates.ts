import type { Gate, GateCause } from '../../../shared/model/bucket.ts';
import type { GateOrder } from './types.ts';

const MIN_CLOSED_MS = 1000;
/** The longest ban Binance documents is 3 days (rest-api.md, 2026-07). */
const MAX_CLOSED_MS = 72 * 3_600_000;

/** Only these hold a cancel: everything else lets risk be reduced. */
const BANS: ReadonlySet<GateCause> = new Set<GateCause>(['banned', 'firewall']);

interface ClosedGate {
  readonly gate: Gate;
  readonly untilMonotonicMs: number;
  readonly holdsCancels: boolean;
}

export interface GateBlock {
  readonly key: string;
  readonly untilMonotonicMs: number;
}

/** All closed gates. Kept by wall time for the store, opened by monotonic time, so a step of the wall opens none. */
export class GateBook {
  readonly #byKey = new Map<string, Map<GateCause, ClosedGate>>();

  get isEmpty(): boolean {
    return this.#byKey.size === 0;
  }

  /** Closes or prolongs; null when a gate of the same cause is already closed at least as long. */
  close(order: GateOrder, wallMs: number, monotonicMs: number): Gate | null {
    const forMs = clamp(order.untilMs - wallMs);
    const closed = this.#byKey.get(order.key)?.get(order.cause);
    if (closed !== undefined && closed.untilMonotonicMs >= monotonicMs + forMs) return null;
    const { exchange, environment } = order.realm;
    const sinceMs = closed?.gate.sinceMs ?? wallMs;
    const { key, cause, code } = order;
    const gate: Gate = { key, exchange, environment, cause, sinceMs, untilMs: wallMs + forMs, code };
    const holdsCancels = BANS.has(cause) && order.sparesCancels !== true;
    this.#put({ gate, untilMonotonicMs: monotonicMs + forMs, holdsCancels });
    return gate;
  }

  /** A gate read back after a restart. If the wall clock went back since, it stays closed for its whole length. */
  restore(gate: Gate, wallMs: number, monotonicMs: number): boolean {
    const leftMs = wallMs >= gate.sinceMs ? gate.untilMs - wallMs : gate.untilMs - gate.sinceMs;
    if (!(leftMs > 0)) return false;
    const forMs = clamp(leftMs);
    const holdsCancels = BANS.has(gate.cause);
    this.#put({ gate: { ...gate, untilMs: wallMs + forMs }, untilMonotonicMs: monotonicMs + forMs, holdsCancels });
    return true;
  }

  /** Opens every gate of the key. */
  open(key: string): readonly Gate[] {
    const gates = [...(this.#byKey.get(key)?.values() ?? [])].map((closed) => closed.gate);
    this.#byKey.delete(key);
    return gates;
  }

  /** Takes out the gates whose time has come. */
  expire(monotonicMs: number): readonly Gate[] {
    const opened: Gate[] = [];
    for (const [key, causes] of this.#byKey) {
      for (const [cause, closed] of causes) {
        if (closed.untilMonotonicMs > monotonicMs) continue;
        causes.delete(cause);
        opened.push(closed.gate);
      }
      if (causes.size === 0) this.#byKey.delete(key);
    }
    return opened;
  }

  nextMs(): number {
    let next = Infinity;
    for (const causes of this.#byKey.values()) {
      for (const closed of causes.values()) next = Math.min(next, closed.untilMonotonicMs);
    }
    return next;
  }

  /** The gate that holds a call with these keys longest; null when it may pass. */
  blocking(keys: Iterable<string>, isCancel: boolean): GateBlock | null {
    let block: GateBlock | null = null;
    for (const key of keys) {
      for (const closed of this.#byKey.get(key)?.values() ?? []) {
        if (isCancel && !closed.holdsCancels) continue;
        if (block !== null && block.untilMonotonicMs >= closed.untilMonotonicMs) continue;
        block = { key, untilMonotonicMs: closed.untilMonotonicMs };
      }
    }
    return block;
  }

  has(key: string): boolean {
    return this.#byKey.has(key);
  }

  list(): readonly Gate[] {
    return [...this.#byKey.values()].flatMap((causes) => [...causes.values()].map((closed) => closed.gate));
  }

  #put(closed: ClosedGate): void {
    const causes = this.#byKey.get(closed.gate.key) ?? new Map<GateCause, ClosedGate>();
    causes.set(closed.gate.cause, closed);
    this.#byKey.set(closed.gate.key, causes);
  }
}

// What is no time at all must still not mean "retry at once".
function clamp(forMs: number): number {
  if (Number.isNaN(forMs)) return MIN_CLOSED_MS;
  return Math.min(MAX_CLOSED_MS, Math.max(MIN_CLOSED_MS, forMs));
}
