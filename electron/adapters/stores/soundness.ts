import { DatabaseSync } from 'node:sqlite';

const ROWS_PER_READ = 20_000;

/** The tables and columns of a file are those its version makes; a foreign or half-made file differs. */
export function hasSchemaOf(db: DatabaseSync, migrations: readonly string[]): boolean {
  const model = new DatabaseSync(':memory:');
  try {
    for (const sql of migrations) model.exec(sql);
    return columnsOf(db) === columnsOf(model);
  } finally {
    model.close();
  }
}

/** Reads the whole file at once: for small ones. */
export function isWholeSound(db: DatabaseSync): boolean {
  return db.prepare('PRAGMA quick_check(1)').get()?.['quick_check'] === 'ok';
}

/** Reads both ends of every table, where a cut or a lost write shows; takes no longer for a large file. */
export function areEndsReadable(db: DatabaseSync): boolean {
  for (const { table, key } of keysOf(db)) {
    for (const direction of ['ASC', 'DESC']) {
      const order = key.map((column) => `"${column}" ${direction}`).join(', ');
      db.prepare(`SELECT * FROM "${table}" ORDER BY ${order} LIMIT 1`).all();
    }
  }
  return true;
}

/**
 * Walks every table in bounded reads, so that the thread that does it can be stopped at any time and no log grows behind
 * a long read. Throws SQLite's error at a damaged page.
 */
export function readThrough(db: DatabaseSync): void {
  for (const { table, key } of keysOf(db)) {
    const columns = key.map((column) => `"${column}"`).join(', ');
    const marks = key.map(() => '?').join(', ');
    const tail = `ORDER BY ${columns} LIMIT 1 OFFSET ${ROWS_PER_READ}`;
    const next = db.prepare(`SELECT ${columns} FROM "${table}" WHERE (${columns}) > (${marks}) ${tail}`);
    let at = db.prepare(`SELECT ${columns} FROM "${table}" ${tail}`).get();
    while (at !== undefined) at = next.get(...Object.values(at));
  }
}

function columnsOf(db: DatabaseSync): string {
  const found = db
    .prepare(
      `SELECT s.type, s.name, c.name AS column, c.type AS kind, c.pk FROM sqlite_schema s
       LEFT JOIN pragma_table_info(s.name) c ON s.type = 'table' WHERE s.name NOT LIKE 'sqlite_%' ORDER BY 1, 2, 3`,
    )
    .all();
  return JSON.stringify(found.map((row) => Object.values(row)));
}

export interface TableKey {
  readonly table: string;
  readonly key: readonly string[];
}

/** Every table with the columns of its primary key, in their order. */
export function keysOf(db: DatabaseSync): readonly TableKey[] {
  const found = db
    .prepare(
      `SELECT s.name AS name, c.name AS column FROM sqlite_schema s JOIN pragma_table_info(s.name) c
       WHERE s.type = 'table' AND s.name NOT LIKE 'sqlite_%' AND c.pk > 0 ORDER BY s.name, c.pk`,
    )
    .all();
  const tables = Map.groupBy(found, (row) => String(row['name']));
  return [...tables].map(([table, columns]) => ({ table, key: columns.map((row) => String(row['column'])) }));
}
