import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { openJournal } from '../../electron/adapters/stores/sqlite-journal.ts';

const numbers = [1, 2, 3];

/** Labels of the keys that `fillIndex` puts there. */
export const KEPT_LABELS = numbers.map((number) => `kept-${number}`);

/** Keys of a run before, on accounts of their own; their secrets are nowhere. */
export function fillIndex(dataFolder: string): void {
  const { keyIndex, journal } = openJournal(join(dataFolder, 'journal.db'), 'test');
  for (const [index, id] of KEPT_LABELS.entries()) {
    keyIndex.apply({
      accounts: [{ id, exchange: 'binance', environment: 'practice', label: id, region: 'global', egress: 'default' }],
      keys: [
        {
          id: `key-0000000${index + 1}`,
          account: id,
          label: id,
          role: 'active',
          algorithm: 'hmac',
          last4: 'abcd',
          fingerprint: id,
          addedAtMs: 1,
          retiredAtMs: null,
          check: null,
          toldAtMs: null,
          activeSinceMs: null,
          drift: null,
        },
      ],
    });
  }
  journal.close();
}

/** Every row of the index: accounts, keys, secrets without a key. */
export function indexRows(dataFolder: string): unknown {
  const db = new DatabaseSync(join(dataFolder, 'journal.db'), { readOnly: true });
  const read = ['accounts', 'keys', 'loose_secrets'].map((table) => db.prepare(`SELECT * FROM ${table}`).all());
  db.close();
  return read;
}
