import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { type Outcome, outcomes } from '../../../shared/model/activity.ts';
import { outcomeOfRow } from '../../engine/recorder/outcome.ts';
import type { StoredRow } from '../../engine/recorder/recorded-row.ts';
import type { Names } from './names.ts';

const COLUMNS = 23;

/** A row's texts as the numbers they are stored by. */
export interface RowNumbers {
  readonly exchange: number;
  readonly account: number;
  readonly kind: number;
  readonly endpoint: number;
  readonly lane: number;
  readonly caller: number;
  readonly outcome: number;
  /** 0: none. */
  readonly code: number;
}

export function outcomeNumber(outcome: Outcome): number {
  return outcomes.indexOf(outcome);
}

/** Writes rows one by one, within the caller's transaction. */
export class RowWriter {
  readonly #names: Names;
  readonly #insert: StatementSync;

  constructor(db: DatabaseSync, names: Names) {
    this.#names = names;
    this.#insert = db.prepare(`INSERT INTO rows VALUES (${Array(COLUMNS).fill('?').join(', ')})`);
  }

  write(row: StoredRow): RowNumbers {
    const numbers = this.#numbersOf(row);
    this.#insert.run(
      row.id,
      Math.floor(row.atMs),
      numbers.kind,
      numbers.exchange,
      numbers.account,
      numbers.caller,
      numbers.endpoint,
      numbers.lane,
      row.cost,
      this.#names.idOf(row.bucket),
      row.waitedMs,
      row.connectMs,
      row.firstByteMs,
      row.bodyMs,
      row.exchangeMs,
      row.status,
      numbers.code === 0 ? null : numbers.code,
      row.attempt,
      numbers.outcome,
      this.#listOf(row.charges?.map(({ key, cost, spent }) => [key, cost, spent])),
      this.#listOf(row.params?.map(({ name, value }) => [name, value])),
      this.#readingsOf(row),
      row.isStalled === true ? 1 : 0,
    );
    return numbers;
  }

  #numbersOf(row: StoredRow): RowNumbers {
    const names = this.#names;
    return {
      exchange: names.idOf(row.exchange),
      account: names.idOf(row.account),
      kind: names.idOf(row.kind),
      endpoint: names.idOf(row.endpoint),
      lane: names.idOf(row.lane),
      caller: names.idOf(row.caller),
      outcome: outcomeNumber(row.outcome ?? outcomeOfRow(row)),
      code: row.code === null ? 0 : names.idOf(row.code),
    };
  }

  // The same few lists come again and again, so they are kept once, as names are.
  #listOf(list: readonly unknown[] | undefined): number | null {
    return list === undefined || list.length === 0 ? null : this.#names.idOf(JSON.stringify(list));
  }

  // Their figures differ in every answer; their keys do not.
  #readingsOf({ readings }: StoredRow): string | null {
    if (readings === undefined || readings.length === 0) return null;
    return JSON.stringify(
      readings.map(({ key, kind, value }) => [this.#names.idOf(key), kind === 'used' ? 0 : 1, value]),
    );
  }
}
