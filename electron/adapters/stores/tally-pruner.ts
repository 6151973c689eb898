import type { DatabaseSync } from 'node:sqlite';
import { ROLLUP_KEPT_MS, ROLLUP_STEPS_MS } from '../../engine/recorder/store.ts';
import type { RetentionPolicy } from '../../engine/recorder/types.ts';
import { CALL_STEPS_MS } from './call-steps.ts';

/** Seconds of the wide rollups are for the newest charts alone: they have an entry for each endpoint, lane and caller. */
export const FINE_KEPT_MS = 2 * 3_600_000;
const ENTRIES_PER_TURN = 4_000;
const TEN_MINUTES_MS = CALL_STEPS_MS[2];

const [SECOND_KEPT_MS, MINUTE_KEPT_MS, HOUR_KEPT_MS] = ROLLUP_KEPT_MS;
const [SECOND_MS, MINUTE_MS, HOUR_MS] = ROLLUP_STEPS_MS;
const NARROW = { [SECOND_MS]: SECOND_KEPT_MS, [MINUTE_MS]: MINUTE_KEPT_MS, [HOUR_MS]: HOUR_KEPT_MS };
const WIDE = { ...NARROW, [SECOND_MS]: FINE_KEPT_MS };

/** How long each step of each table is kept, ms. */
const KEPT_MS = {
  call_rollup: { ...WIDE, [TEN_MINUTES_MS]: MINUTE_KEPT_MS },
  outcome_rollup: NARROW,
  latency_parts: NARROW,
  spend_rollup: WIDE,
} as const satisfies Readonly<Record<string, Readonly<Record<number, number>>>>;

type Table = keyof typeof KEPT_MS;

/** What a table's key holds between step and time; null: time follows the step. */
const PART_OF: Readonly<Record<Table, string | null>> = {
  call_rollup: null,
  outcome_rollup: null,
  latency_parts: 'exchange',
  spend_rollup: 'bucket',
};

/** One bounded turn over the rollups of calls, spending and outcomes. True when it removed something. */
export function pruneTallies(db: DatabaseSync, policy: RetentionPolicy, nowMs: number): boolean {
  // Calls are counted to find their rows, so they go with them, also where size is what limits.
  const oldestRowMs = Number(db.prepare('SELECT min(at_ms) AS at FROM rows').get()?.['at'] ?? nowMs);
  for (const table of Object.keys(KEPT_MS) as Table[]) {
    for (const [step, ownKeptMs] of Object.entries(KEPT_MS[table])) {
      const stepMs = Number(step);
      // A policy shorter than a rollup's own age shortens it in the same proportion as the steps.
      const keptMs = Math.min((policy.maxAgeMs * stepMs) / SECOND_MS, ownKeptMs);
      const beforeMs = table === 'call_rollup' ? Math.max(nowMs - keptMs, oldestRowMs - stepMs) : nowMs - keptMs;
      if (removeSteps(db, table, stepMs, Math.floor(beforeMs))) return true;
    }
  }
  return removeMarks(db, nowMs - HOUR_KEPT_MS);
}

function removeSteps(db: DatabaseSync, table: Table, stepMs: number, beforeMs: number): boolean {
  const part = PART_OF[table];
  if (part === null) return removeWithin(db, table, 'step_ms = ?', [stepMs], beforeMs);
  const next = db.prepare(`SELECT min(${part}) AS part FROM ${table} WHERE step_ms = ? AND ${part} > ?`);
  for (let at = next.get(stepMs, -1)?.['part'] ?? null; at !== null; at = next.get(stepMs, at)?.['part'] ?? null) {
    if (removeWithin(db, table, `step_ms = ? AND ${part} = ?`, [stepMs, Number(at)], beforeMs)) return true;
  }
  return false;
}

// Up to the time of the last entry that still fits into the turn: without a rowid, DELETE takes no LIMIT.
function removeWithin(
  db: DatabaseSync,
  table: Table,
  within: string,
  values: readonly number[],
  beforeMs: number,
): boolean {
  const oldest = db.prepare(`SELECT min(at_ms) AS at FROM ${table} WHERE ${within}`).get(...values)?.['at'] ?? null;
  if (oldest === null || Number(oldest) >= beforeMs) return false;
  const last = db
    .prepare(
      `SELECT at_ms AS at FROM ${table} WHERE ${within} AND at_ms < ? ORDER BY at_ms LIMIT 1 OFFSET ${ENTRIES_PER_TURN}`,
    )
    .get(...values, beforeMs)?.['at'];
  const untilMs = last === undefined ? beforeMs - 1 : Number(last);
  db.prepare(`DELETE FROM ${table} WHERE ${within} AND at_ms <= ?`).run(...values, untilMs);
  return true;
}

function removeMarks(db: DatabaseSync, beforeMs: number): boolean {
  const { changes } = db.prepare('DELETE FROM gate_marks WHERE at_ms < ?').run(Math.floor(beforeMs));
  return Number(changes) > 0;
}
