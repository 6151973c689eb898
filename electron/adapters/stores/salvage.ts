import { constants, copyFileSync, existsSync, rmSync } from 'node:fs';
import { DatabaseSync, type SQLInputValue, type StatementSync } from 'node:sqlite';
import { inTransaction } from './in-transaction.ts';
import { keepPrivate } from './keep-private.ts';
import { freePlace } from './set-aside.ts';
import { keysOf, type TableKey } from './soundness.ts';

export interface Salvaged {
  readonly rows: number;
  /** Tables of which rows may be missing. */
  readonly torn: readonly string[];
}

/** More than any store holds: a page that names itself as its child must not keep a start for ever. */
const MOST_ROWS = 5_000_000;
/** Where to set out from again behind a page that cannot be read: so many numbers, or these letters. */
const STEPS = 256;
const LETTERS = [...'-.0123456789:ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz'];

type Row = Record<string, SQLInputValue>;

/**
 * Puts every row that can be read in a store that was moved aside into the one that took its place, all at once. What
 * lies aside is read in a copy and stays as it is. A row that is there already is left as it is, so that it may be done
 * again.
 */
export function salvageInto(target: DatabaseSync, place: string): Salvaged {
  const tables = keysOf(target);
  if (!existsSync(place)) return { rows: 0, torn: tables.map(({ table }) => table) };
  const copy = copyOf(place);
  try {
    return withSource(copy, (source) => {
      let rows = 0;
      const torn: string[] = [];
      inTransaction(target, () => {
        for (const key of tables) {
          const found = source === null ? null : salvageTable(source, target, key);
          rows += found?.rows ?? 0;
          if (found?.isWhole !== true) torn.push(key.table);
        }
      });
      return { rows, torn };
    });
  } finally {
    for (const suffix of ['', '-wal', '-shm']) rmSync(copy + suffix, { force: true });
  }
}

function copyOf(place: string): string {
  const copy = freePlace(`${place}.reading`);
  for (const suffix of ['', '-wal']) {
    if (!existsSync(place + suffix)) continue;
    copyFileSync(place + suffix, copy + suffix, constants.COPYFILE_FICLONE | constants.COPYFILE_EXCL);
    keepPrivate(copy + suffix, 0o600);
  }
  return copy;
}

function withSource<Output>(path: string, act: (source: DatabaseSync | null) => Output): Output {
  let source: DatabaseSync | null = null;
  try {
    source = new DatabaseSync(path);
    // A file that was cut short is then read as far as it goes.
    source.enableDefensive(false);
    source.exec('PRAGMA writable_schema = ON');
    const schema = source.prepare('SELECT count(*) AS parts FROM sqlite_schema').get();
    // A file cut to nothing opens as an empty one; no version of ours had no tables.
    if (Number(schema?.['parts'] ?? 0) === 0) throw new Error('no table is left');
  } catch {
    source?.close();
    source = null;
  }
  try {
    return act(source);
  } finally {
    source?.close();
  }
}

interface Found {
  readonly rows: number;
  readonly isWhole: boolean;
}

/** From both ends to the first page that cannot be read, then from points between them. */
function salvageTable(source: DatabaseSync, target: DatabaseSync, { table, key }: TableKey): Found | null {
  const columns = sharedColumns(source, target, table);
  if (columns === null) return null;
  // Of a version before this table.
  if (columns.length === 0) return { rows: 0, isWhole: true };
  const names = columns.map((name) => `"${name}"`).join(', ');
  const marks = columns.map(() => '?').join(', ');
  const insert = target.prepare(`INSERT OR IGNORE INTO "${table}" (${names}) VALUES (${marks})`);
  const first = key[0] ?? '';
  let rows = 0;
  const keep = (row: Row): void => {
    rows += kept(insert, columns, row);
  };
  const order = (direction: 'ASC' | 'DESC'): string =>
    `ORDER BY ${key.map((column) => `"${column}" ${direction}`).join(', ')} LIMIT ${MOST_ROWS}`;
  const walk = (where: string, direction: 'ASC' | 'DESC', ...from: SQLInputValue[]): Walk =>
    walked(source, `SELECT ${names} FROM "${table}" ${where} ${order(direction)}`, first, from, keep);
  const forward = walk('', 'ASC');
  if (forward.isDone) return { rows, isWhole: true };
  const backward = walk('', 'DESC');
  let reached = forward.last;
  for (const point of pointsBetween(forward.last, backward.last)) {
    if (reached !== null && point !== null && point <= reached) continue;
    const between = walk(`WHERE "${first}" >= ?`, 'ASC', point);
    if (between.isDone) break;
    reached = between.last ?? reached;
  }
  return { rows, isWhole: false };
}

/** Null: the source's own list of tables cannot be read. */
function sharedColumns(source: DatabaseSync, target: DatabaseSync, table: string): readonly string[] | null {
  const ask = 'SELECT name FROM pragma_table_info(?)';
  try {
    const there = new Set(
      source
        .prepare(ask)
        .all(table)
        .map((row) => String(row['name'])),
    );
    return target
      .prepare(ask)
      .all(table)
      .map((row) => String(row['name']))
      .filter((name) => there.has(name));
  } catch {
    return null;
  }
}

// One row that the table's own rules refuse must not keep the others.
function kept(insert: StatementSync, columns: readonly string[], row: Row): number {
  try {
    return Number(insert.run(...columns.map((name) => row[name] ?? null)).changes);
  } catch {
    return 0;
  }
}

interface Walk {
  readonly isDone: boolean;
  /** First column of the key of the last row that could be read. */
  readonly last: SQLInputValue;
}

function walked(
  source: DatabaseSync,
  sql: string,
  first: string,
  from: readonly SQLInputValue[],
  keep: (row: Row) => void,
): Walk {
  let last: SQLInputValue = null;
  try {
    const statement = source.prepare(sql);
    statement.setReadBigInts(true);
    for (const row of statement.iterate(...from) as Iterable<Row>) {
      keep(row);
      last = row[first] ?? null;
    }
    return { isDone: true, last };
  } catch {
    return { isDone: false, last };
  }
}

function pointsBetween(low: SQLInputValue, high: SQLInputValue): readonly SQLInputValue[] {
  if (typeof low === 'bigint' || typeof high === 'bigint') {
    const from = typeof low === 'bigint' ? low : 0n;
    const to = typeof high === 'bigint' ? high : from + BigInt(STEPS * STEPS);
    const step = (to - from) / BigInt(STEPS) + 1n;
    return Array.from({ length: STEPS }, (_, index) => from + BigInt(index + 1) * step).filter((point) => point < to);
  }
  const prefix = sharedStart(String(low ?? high ?? ''), String(high ?? low ?? ''));
  return LETTERS.flatMap((one) => [prefix + one, ...LETTERS.map((two) => prefix + one + two)]);
}

function sharedStart(one: string, other: string): string {
  if (one === other) return /^[a-z]+[-:]/.exec(one)?.[0] ?? '';
  let length = 0;
  while (length < one.length && one[length] === other[length]) length += 1;
  return one.slice(0, length);
}
