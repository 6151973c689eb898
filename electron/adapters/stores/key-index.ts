import type { DatabaseSync } from 'node:sqlite';
import type { z } from 'zod';
import { type IndexChange, type KeyIndex, KeyRecord, StoredAccount } from '../../engine/vault/keys/key-record.ts';
import { inTransaction } from './in-transaction.ts';

/** The key index in the journal. One change is one transaction, on disk before the call returns. */
export function keyIndexOver(db: DatabaseSync): KeyIndex {
  const readAccounts = db.prepare('SELECT json FROM accounts ORDER BY id');
  const readKeys = db.prepare('SELECT json FROM keys ORDER BY id');
  const readLoose = db.prepare('SELECT key_id FROM loose_secrets ORDER BY key_id');
  const putAccount = db.prepare('INSERT OR REPLACE INTO accounts (id, json) VALUES (?, ?)');
  const putKey = db.prepare('INSERT OR REPLACE INTO keys (id, account, json) VALUES (?, ?, ?)');
  const dropAccount = db.prepare('DELETE FROM accounts WHERE id = ?');
  const dropKey = db.prepare('DELETE FROM keys WHERE id = ?');
  const putLoose = db.prepare('INSERT OR IGNORE INTO loose_secrets (key_id) VALUES (?)');
  const dropLoose = db.prepare('DELETE FROM loose_secrets WHERE key_id = ?');

  function write(change: IndexChange): void {
    for (const id of change.removedKeys ?? []) dropKey.run(id);
    for (const id of change.removedAccounts ?? []) dropAccount.run(id);
    for (const account of change.accounts ?? []) putAccount.run(account.id, JSON.stringify(account));
    for (const key of change.keys ?? []) putKey.run(key.id, key.account, JSON.stringify(key));
    for (const id of change.loose ?? []) putLoose.run(id);
    for (const id of change.settled ?? []) dropLoose.run(id);
  }

  return {
    accounts: () => readable(readAccounts.all(), StoredAccount),
    keys: () => readable(readKeys.all(), KeyRecord),
    loose: () => readLoose.all().map((row) => String(row['key_id'])),
    apply: (change) => inTransaction(db, () => write(change)),
  };
}

// One row that cannot be read hides no other; it stays where it is.
function readable<Shape extends z.ZodType>(rows: readonly Record<string, unknown>[], shape: Shape): z.infer<Shape>[] {
  return rows.flatMap((row) => {
    try {
      return [shape.parse(JSON.parse(String(row['json'])))];
    } catch {
      return [];
    }
  });
}
