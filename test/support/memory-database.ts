import { DatabaseSync } from 'node:sqlite';
import { journalSchema } from '../../electron/adapters/stores/journal-schema.ts';

/** The journal's tables as they are today, in memory. */
export function openMemoryJournal(): DatabaseSync {
  const db = new DatabaseSync(':memory:');
  for (const migration of journalSchema.migrations) db.exec(migration);
  return db;
}
