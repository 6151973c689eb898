import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Account } from '../../../shared/model/account.ts';
import { keyIndexOver } from '../../../electron/adapters/stores/key-index.ts';
import { openJournal } from '../../../electron/adapters/stores/sqlite-journal.ts';
import type { KeyIndex, KeyRecord } from '../../../electron/engine/vault/keys/key-record.ts';
import { temporaryFolder } from '../secrets/temporary-folder.ts';

let folder: string;
beforeEach(() => {
  folder = temporaryFolder();
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function open(): { readonly keyIndex: KeyIndex; readonly journal: { close(): void } } {
  return openJournal(join(folder, 'journal.db'), 'stamp');
}

function raw(): DatabaseSync {
  return new DatabaseSync(join(folder, 'journal.db'));
}

const idOf = (number: number): string => `key-${String(number).padStart(8, '0')}`;

function account(number: number): Account {
  return {
    id: `binance-${number}`,
    exchange: 'binance',
    environment: 'live',
    label: `A${number}`,
    region: 'global',
    egress: 'default',
  };
}

function record(number: number): KeyRecord {
  return {
    id: idOf(number),
    account: `binance-${number}`,
    label: `Key ${number}`,
    role: 'active',
    algorithm: 'hmac',
    last4: '0001',
    fingerprint: `print-${number}`,
    addedAtMs: 1,
    retiredAtMs: null,
    check: null,
    toldAtMs: null,
    activeSinceMs: null,
    drift: null,
  };
}

const numbers = Array.from({ length: 20 }, (_, index) => index + 1);

describe('an index', () => {
  it('has 20 keys and their accounts back after a restart', () => {
    const first = open();
    for (const number of numbers) first.keyIndex.apply({ accounts: [account(number)], keys: [record(number)] });
    first.journal.close();
    const { keyIndex, journal } = open();
    expect([...keyIndex.keys()]).toEqual(numbers.map(record));
    expect(keyIndex.accounts()).toHaveLength(20);
    journal.close();
  });

  for (const damage of ['{', '', 'null', '[]', '{"id":"key-00000007"}', '{"id":7}', '\u0000']) {
    it(`hides none of the others where one row is ${JSON.stringify(damage)}`, () => {
      const { keyIndex, journal } = open();
      keyIndex.apply({ accounts: numbers.map(account), keys: numbers.map(record) });
      const db = raw();
      db.prepare('UPDATE keys SET json = ? WHERE id = ?').run(damage, idOf(7));
      db.prepare('UPDATE accounts SET json = ? WHERE id = ?').run(damage, 'binance-9');
      expect(keyIndex.keys().map(({ id }) => id)).toEqual(numbers.filter((number) => number !== 7).map(idOf));
      expect(keyIndex.accounts()).toHaveLength(19);
      keyIndex.apply({ keys: [{ ...record(8), label: 'changed' }] });
      expect(db.prepare('SELECT count(*) AS rows FROM keys').get()).toEqual({ rows: 20 });
      db.close();
      journal.close();
    });
  }

  it('reads rows of before, which lack the time of the last good check', () => {
    const { keyIndex, journal } = open();
    const { toldAtMs: _, activeSinceMs: __, ...older } = record(1);
    const db = raw();
    db.prepare('INSERT INTO keys (id, account, json) VALUES (?, ?, ?)').run(
      older.id,
      older.account,
      JSON.stringify(older),
    );
    db.close();
    expect(keyIndex.keys()).toEqual([record(1)]);
    journal.close();
  });
});

describe('a change', () => {
  const tables = ['accounts', 'keys', 'loose_secrets'] as const;
  const verbs = ['INSERT', 'DELETE'] as const;
  const change = {
    accounts: [account(3)],
    keys: [record(3)],
    removedAccounts: ['binance-2'],
    removedKeys: [idOf(2)],
    loose: [idOf(2)],
    settled: [idOf(9)],
  };

  for (const table of tables) {
    for (const verb of verbs) {
      it(`is not made at all when the ${verb} in ${table} fails`, () => {
        const { keyIndex, journal } = open();
        keyIndex.apply({ accounts: [account(1), account(2)], keys: [record(1), record(2)], loose: [idOf(9)] });
        const before = [keyIndex.accounts(), keyIndex.keys(), keyIndex.loose()];
        const db = raw();
        db.exec(`CREATE TRIGGER broken BEFORE ${verb} ON ${table} BEGIN SELECT RAISE(ABORT, 'injected'); END`);
        expect(() => keyIndex.apply(change)).toThrow('injected');
        expect([keyIndex.accounts(), keyIndex.keys(), keyIndex.loose()]).toEqual(before);
        db.exec('DROP TRIGGER broken');
        db.close();
        keyIndex.apply(change);
        expect(keyIndex.keys().map(({ id }) => id)).toEqual([idOf(1), idOf(3)]);
        expect(keyIndex.loose()).toEqual([idOf(2)]);
        journal.close();
      });
    }
  }

  it('fails whole while another writer holds the file, and can be made after that', () => {
    const { keyIndex, journal } = open();
    const db = raw();
    db.exec('BEGIN IMMEDIATE');
    expect(() => keyIndex.apply(change)).toThrow(/locked|busy/);
    db.exec('ROLLBACK');
    db.close();
    keyIndex.apply(change);
    expect(keyIndex.keys()).toHaveLength(1);
    journal.close();
  });

  it('is one sync: a reader beside sees all of it or nothing', () => {
    const { keyIndex, journal } = open();
    const db = raw();
    const beside = keyIndexOver(db);
    keyIndex.apply(change);
    expect([beside.accounts().length, beside.keys().length, beside.loose().length]).toEqual([1, 1, 1]);
    db.close();
    journal.close();
  });
});
