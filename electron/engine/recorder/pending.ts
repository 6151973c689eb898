import type { GateMark } from '../../../shared/model/spend.ts';
import type { StoredRow } from './recorded-row.ts';
import type { ActivityBatch, LatencySample, UseSample } from './store.ts';

/** So many rows at most go into one batch: a reader waits for one batch only, not for a whole backlog. */
export const MAX_BATCH_ROWS = 5_000;

// A store that fails for minutes of storm must not fill the memory; what is dropped is counted and told.
export const MAX_PENDING_ROWS = 200_000;
const MAX_PENDING_SAMPLES = 200_000;
const MAX_PENDING_GATES = 10_000;
// Dropping one by one would move the whole list each time.
const DROP_ROWS = 5_000;

/** What waits to be stored. The batch in hand stays as it is until it is stored, so that a repeat is the same batch. */
export class Pending {
  #rows: StoredRow[] = [];
  #use = new Map<string, UseSample>();
  #latency: LatencySample[] = [];
  #gates: GateMark[] = [];
  #inHand: ActivityBatch | null = null;

  get isEmpty(): boolean {
    return (
      this.#inHand === null && this.#rows.length + this.#use.size + this.#latency.length + this.#gates.length === 0
    );
  }

  /** Rows not stored yet. */
  get rowCount(): number {
    return this.#rows.length + (this.#inHand?.rows.length ?? 0);
  }

  /** How many of the oldest rows had to go for it. */
  addRow(row: StoredRow): number {
    this.#rows.push(row);
    if (this.#rows.length <= MAX_PENDING_ROWS) return 0;
    return this.#rows.splice(0, DROP_ROWS).length;
  }

  /** Samples of the same bucket and second become one with the highest of each figure. */
  addUse(sample: UseSample): void {
    const id = `${sample.atMs} ${sample.key}`;
    const before = this.#use.get(id);
    this.#use.set(id, before === undefined ? sample : higherOf(before, sample));
    if (this.#use.size > MAX_PENDING_SAMPLES) this.#use.delete(this.#use.keys().next().value ?? id);
  }

  addLatency(samples: readonly LatencySample[]): void {
    this.#latency.push(...samples);
    if (this.#latency.length > MAX_PENDING_SAMPLES) this.#latency.splice(0, DROP_ROWS);
  }

  addGate(mark: GateMark): void {
    this.#gates.push(mark);
    if (this.#gates.length > MAX_PENDING_GATES) this.#gates.shift();
  }

  /** The batch to store next; the same one until `done`. Null when nothing waits. */
  take(): ActivityBatch | null {
    if (this.isEmpty) return null;
    this.#inHand ??= this.#nextBatch();
    return this.#inHand;
  }

  /** The batch in hand is stored. */
  done(): void {
    this.#inHand = null;
  }

  /** Whether a row of this id or an older one still waits. */
  hasRowUpTo(id: number): boolean {
    const oldest = this.#inHand?.rows[0] ?? this.#rows[0];
    return oldest !== undefined && oldest.id <= id;
  }

  #nextBatch(): ActivityBatch {
    const [use, latency, gates] = [[...this.#use.values()], this.#latency, this.#gates];
    this.#use.clear();
    this.#latency = [];
    this.#gates = [];
    return { rows: this.#rows.splice(0, MAX_BATCH_ROWS), use, latency, ...(gates.length === 0 ? {} : { gates }) };
  }
}

function higherOf(one: UseSample, other: UseSample): UseSample {
  return {
    ...other,
    used: Math.max(one.used, other.used),
    foreign: Math.max(one.foreign, other.foreign),
    inFlight: Math.max(one.inFlight, other.inFlight),
  };
}
