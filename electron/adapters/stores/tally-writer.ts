import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { ROLLUP_STEPS_MS } from '../../engine/recorder/store.ts';
import { CALL_STEPS_MS } from './call-steps.ts';
import { addCalls, addSpend, type Calls, type Spend, type Tallies, type Tally, widened } from './tallies.ts';

/** Adds a batch's tallies to the rollups of every step, within the caller's transaction. */
export class TallyWriter {
  readonly #addCalls: StatementSync;
  readonly #addOutcomes: StatementSync;
  readonly #addSpend: StatementSync;

  constructor(db: DatabaseSync) {
    this.#addCalls = db.prepare(
      `INSERT INTO call_rollup VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO UPDATE SET
       calls = calls + excluded.calls, first_id = min(first_id, excluded.first_id), last_id = max(last_id, excluded.last_id)`,
    );
    this.#addOutcomes = db.prepare(
      'INSERT INTO outcome_rollup VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT DO UPDATE SET calls = calls + excluded.calls',
    );
    this.#addSpend = db.prepare(
      `INSERT INTO spend_rollup VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO UPDATE SET
       calls = calls + excluded.calls, failures = failures + excluded.failures,
       cost = cost + excluded.cost, waited_ms = waited_ms + excluded.waited_ms`,
    );
  }

  write(tallies: Tallies): void {
    for (const [stepMs, { atMs, parts, sums }] of inSteps(tallies.calls, CALL_STEPS_MS, addCalls)) {
      this.#addCalls.run(stepMs, atMs, ...parts, sums.calls, sums.firstId, sums.lastId);
    }
    for (const [stepMs, { atMs, parts, sums }] of inSteps(tallies.outcomes, ROLLUP_STEPS_MS, addCalls)) {
      this.#addOutcomes.run(stepMs, atMs, ...parts, sums.calls);
    }
    for (const [stepMs, { atMs, parts, sums }] of inSteps(tallies.spend, ROLLUP_STEPS_MS, addSpend)) {
      const [bucket = 0, ...rest] = parts;
      this.#addSpend.run(stepMs, bucket, atMs, ...rest, sums.calls, sums.failures, sums.cost, sums.waitedMs);
    }
  }
}

/** Every tally in every step, each step made of the one before. */
function* inSteps<Sums extends Calls | Spend>(
  seconds: ReadonlyMap<string, Tally<Sums>>,
  stepsMs: readonly number[],
  into: (sums: Sums, more: Sums) => void,
): Iterable<readonly [stepMs: number, tally: Tally<Sums>]> {
  let tallies = seconds;
  for (const stepMs of stepsMs) {
    tallies = widened(tallies.values(), stepMs, into);
    for (const tally of tallies.values()) yield [stepMs, tally];
  }
}
