import { outcomes } from '../../../shared/model/activity.ts';
import type { StoredRow } from '../../engine/recorder/recorded-row.ts';
import type { RowNumbers } from './row-writer.ts';

const SECOND_MS = 1_000;
const OK = outcomes.indexOf('ok');
const HELD = outcomes.indexOf('held');

/** Figures of one step that belong together: `parts` are the columns of their key after the time. */
export interface Tally<Sums> {
  readonly atMs: number;
  /** All of `parts` as one text. */
  readonly name: string;
  readonly parts: readonly number[];
  readonly sums: Sums;
}

export interface Calls {
  calls: number;
  firstId: number;
  lastId: number;
}

export interface Spend {
  calls: number;
  failures: number;
  cost: number;
  waitedMs: number;
}

/** What a batch adds to the rollups, second by second. */
export class Tallies {
  readonly calls = new Map<string, Tally<Calls>>();
  readonly outcomes = new Map<string, Tally<Calls>>();
  readonly spend = new Map<string, Tally<Spend>>();

  /** `bucketOf`: the number of a bucket's key. */
  note(row: StoredRow, numbers: RowNumbers, bucketOf: (key: string) => number): void {
    const atMs = Math.floor(row.atMs / SECOND_MS) * SECOND_MS;
    const { exchange, account, kind, endpoint, lane, caller, outcome, code } = numbers;
    const one = { calls: 1, firstId: row.id, lastId: row.id };
    add(this.calls, atMs, [exchange, account, kind, endpoint, lane, caller, outcome, code], one, addCalls);
    if (outcome !== OK) add(this.outcomes, atMs, [exchange, account, outcome], one, addCalls);
    // A request that never left took nothing and is no call of this bucket.
    if (outcome === HELD) return;
    const failures = outcome === OK ? 0 : 1;
    for (const { key, spent } of row.charges ?? []) {
      const sums = { calls: 1, failures, cost: spent, waitedMs: row.waitedMs };
      add(this.spend, atMs, [bucketOf(key), endpoint, lane, caller, account], sums, addSpend);
    }
  }
}

/** The same figures in wider steps. */
export function widened<Sums>(
  tallies: Iterable<Tally<Sums>>,
  stepMs: number,
  into: (sums: Sums, more: Sums) => void,
): Map<string, Tally<Sums>> {
  const wide = new Map<string, Tally<Sums>>();
  for (const { atMs, parts, name, sums } of tallies) {
    addNamed(wide, Math.floor(atMs / stepMs) * stepMs, parts, name, sums, into);
  }
  return wide;
}

export function addCalls(sums: Calls, more: Calls): void {
  sums.calls += more.calls;
  sums.firstId = Math.min(sums.firstId, more.firstId);
  sums.lastId = Math.max(sums.lastId, more.lastId);
}

export function addSpend(sums: Spend, more: Spend): void {
  sums.calls += more.calls;
  sums.failures += more.failures;
  sums.cost += more.cost;
  sums.waitedMs += more.waitedMs;
}

function add<Sums>(
  tallies: Map<string, Tally<Sums>>,
  atMs: number,
  parts: readonly number[],
  sums: Sums,
  into: (sums: Sums, more: Sums) => void,
): void {
  addNamed(tallies, atMs, parts, parts.join(), sums, into);
}

function addNamed<Sums>(
  tallies: Map<string, Tally<Sums>>,
  atMs: number,
  parts: readonly number[],
  name: string,
  sums: Sums,
  into: (sums: Sums, more: Sums) => void,
): void {
  const id = `${atMs},${name}`;
  const before = tallies.get(id);
  if (before === undefined) tallies.set(id, { atMs, parts, name, sums: { ...sums } });
  else into(before.sums, sums);
}
