import { DatabaseSync } from 'node:sqlite';
import { alertStoreOver } from '../../../electron/adapters/stores/alert-store.ts';
import { journalSchema } from '../../../electron/adapters/stores/journal-schema.ts';
import type { AlertStore } from '../../../electron/engine/alerts/store.ts';

/** The real store over a database in memory. */
export function memoryAlertStore(): AlertStore {
  const db = new DatabaseSync(':memory:');
  for (const sql of journalSchema.migrations) db.exec(sql);
  return alertStoreOver(db);
}
