import { copyFileSync, existsSync, renameSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { DataFolderError } from './data-folder.ts';

export interface Schema {
  /** What the file is, for messages: "request log". */
  readonly title: string;
  /** One text of SQL per version; the first makes version 1. Applied in order, each in a transaction of its own. */
  readonly migrations: readonly string[];
  readonly synchronous: 'FULL' | 'NORMAL';
}

export interface OpenedDatabase {
  readonly db: DatabaseSync;
  /** Where a damaged file was moved to; null when all was well. */
  readonly replaced: string | null;
}

const NOT_A_DATABASE = new Set([11, 26]);

/**
 * Opens a store: checks it, migrates it (with a copy of the old file beside it), and sets it up for one writer.
 * A damaged file is moved aside whole, never deleted, and a fresh one takes its place. A file from a newer version is
 * left as it is: throws DataFolderError of kind `newer`. `stamp` goes into the names of copies.
 */
export function openDatabase(path: string, schema: Schema, stamp: string): OpenedDatabase {
  const first = tryOpen(path, schema, stamp);
  if (first !== null) return { db: first, replaced: null };
  const replaced = `${path}.damaged-${stamp}`;
  for (const suffix of ['', '-wal', '-shm']) {
    if (existsSync(path + suffix)) renameSync(path + suffix, replaced + suffix);
  }
  const second = tryOpen(path, schema, stamp);
  if (second === null) throw new DataFolderError('unreadable', `${path} cannot be made. The damaged file is kept at ${replaced}.`);
  return { db: second, replaced };
}

/** Null: the file is damaged. */
function tryOpen(path: string, schema: Schema, stamp: string): DatabaseSync | null {
  let db: DatabaseSync | null = null;
  try {
    db = new DatabaseSync(path);
    refuseNewer(db, path, schema);
    db.exec(`PRAGMA journal_mode = WAL; PRAGMA synchronous = ${schema.synchronous}; PRAGMA busy_timeout = 5000; PRAGMA fullfsync = ON;`);
    if (!isSound(db)) {
      db.close();
      return null;
    }
    migrate(db, path, schema, stamp);
    return db;
  } catch (error) {
    db?.close();
    if (isDamage(error)) return null;
    throw error;
  }
}

function refuseNewer(db: DatabaseSync, path: string, schema: Schema): void {
  const version = versionOf(db);
  if (version <= schema.migrations.length) return;
  throw new DataFolderError(
    'newer',
    `The ${schema.title} ${path} was written by a newer Headroom (schema ${version}, this one knows ${schema.migrations.length}). ` +
      'It was left untouched. Update Headroom, or choose another folder with --data-dir DIR.',
  );
}

function versionOf(db: DatabaseSync): number {
  return Number(db.prepare('PRAGMA user_version').get()?.['user_version'] ?? 0);
}

function isSound(db: DatabaseSync): boolean {
  return db.prepare('PRAGMA quick_check(1)').get()?.['quick_check'] === 'ok';
}

function migrate(db: DatabaseSync, path: string, schema: Schema, stamp: string): void {
  const from = versionOf(db);
  if (from === schema.migrations.length) return;
  if (from > 0) {
    db.exec('PRAGMA wal_checkpoint(TRUNCATE)');
    copyFileSync(path, `${path}.v${from}-${stamp}`);
  }
  for (const [index, sql] of schema.migrations.entries()) {
    if (index < from) continue;
    db.exec(`BEGIN IMMEDIATE; ${sql}; PRAGMA user_version = ${index + 1}; COMMIT;`);
  }
}

function isDamage(error: unknown): boolean {
  const code = (error as { readonly errcode?: unknown }).errcode;
  return typeof code === 'number' && NOT_A_DATABASE.has(code & 0xff);
}
