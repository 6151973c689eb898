import type { DatabaseSync, StatementSync } from 'node:sqlite';
import type { ActivityFilter } from '../../../shared/model/activity-query.ts';
import type { Names } from './names.ts';
import { outcomeNumber } from './row-writer.ts';

/** A filter as SQL that fits both `rows` and `call_rollup`, which name their columns alike; its times apart. */
export interface FilterSql {
  /** `1` when everything fits. */
  readonly where: string;
  readonly values: readonly string[];
  /** False: only the times choose, if anything does. */
  readonly isChoosing: boolean;
  readonly fromMs: number;
  readonly untilMs: number;
}

const MAX_WORDS = 6;
/** Later than any row. */
export const END_OF_TIME_MS = Number.MAX_SAFE_INTEGER;

/** Turns filters into SQL: texts become the numbers they are stored by, so that no row is compared with a text. */
export class FilterCompiler {
  readonly #names: Names;
  readonly #like: StatementSync;

  constructor(db: DatabaseSync, names: Names) {
    this.#names = names;
    this.#like = db.prepare("SELECT json_group_array(id) AS ids FROM names WHERE text LIKE ? ESCAPE '\\'");
  }

  compile(filter: ActivityFilter): FilterSql {
    const conditions = [
      this.#among('kind', filter.kinds),
      this.#among('exchange', filter.exchanges),
      this.#among('account', filter.accounts),
      this.#among('lane', filter.lanes),
      this.#among('caller', filter.callers),
      this.#among('code', filter.codes),
      ...among('outcome', filter.outcomes?.map(outcomeNumber)),
    ].flat();
    const words = (filter.text ?? '')
      .split(/\s+/)
      .filter((word) => word !== '')
      .slice(0, MAX_WORDS);
    for (const _ of words)
      conditions.push('(endpoint IN (SELECT value FROM json_each(?)) OR code IN (SELECT value FROM json_each(?)))');
    const values = words.flatMap((word) => {
      const ids = this.#idsLike(word);
      return [ids, ids];
    });
    return {
      where: conditions.length === 0 ? '1' : conditions.join(' AND '),
      values,
      isChoosing: conditions.length > 0,
      fromMs: Math.ceil(filter.fromMs ?? 0),
      untilMs: Math.ceil(filter.untilMs ?? END_OF_TIME_MS),
    };
  }

  // A text that was never stored has no number: nothing fits it.
  #among(column: string, texts: readonly string[] | undefined): readonly string[] {
    return among(
      column,
      texts?.map((text) => this.#names.find(text) ?? -1),
    );
  }

  #idsLike(word: string): string {
    const pattern = `%${word.replace(/[\\%_]/g, '\\$&')}%`;
    return String(this.#like.get(pattern)?.['ids'] ?? '[]');
  }
}

function among(column: string, numbers: readonly number[] | undefined): readonly string[] {
  return numbers === undefined || numbers.length === 0 ? [] : [`${column} IN (${numbers.join(', ')})`];
}
