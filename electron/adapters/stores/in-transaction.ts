import type { DatabaseSync } from 'node:sqlite';

/** All of what `write` writes, on disk when this returns, or nothing of it and the error that was in the way. */
export function inTransaction(db: DatabaseSync, write: () => void): void {
  db.exec('BEGIN IMMEDIATE');
  try {
    write();
    db.exec('COMMIT');
  } catch (error) {
    if (db.isTransaction) db.exec('ROLLBACK');
    throw error;
  }
}
