import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { describe, expect, it } from 'vitest';
import { openJournal } from '../../../electron/adapters/stores/sqlite-journal.ts';
import type { Gate } from '../../../shared/model/bucket.ts';
import { FAKE_START_MS } from '../../support/fake-clock.ts';
import { tempFolder } from './support.ts';

const pathOf = (): string => join(tempFolder(), 'journal.db');

function gate(key: string, untilMs: number): Gate {
  return {
    key,
    exchange: 'binance',
    environment: 'live',
    cause: 'banned',
    sinceMs: FAKE_START_MS,
    untilMs,
    code: '-1003',
  };
}

describe('journal: gates', () => {
  it('are closed again after a restart as long as they are in force', () => {
    const path = pathOf();
    const { journal, replaced } = openJournal(path, 's');
    expect(replaced).toBeNull();
    journal.saveGate(gate('binance/live|ip=a', FAKE_START_MS + 1_000));
    journal.saveGate(gate('binance/live|ip=b', FAKE_START_MS + 0.5));
    journal.close();
    const again = openJournal(path, 's').journal;
    expect(again.gates(FAKE_START_MS)).toEqual([
      gate('binance/live|ip=a', FAKE_START_MS + 1_000),
      gate('binance/live|ip=b', FAKE_START_MS + 0.5),
    ]);
    expect(again.gates(FAKE_START_MS + 1)).toEqual([gate('binance/live|ip=a', FAKE_START_MS + 1_000)]);
    expect(again.gates(FAKE_START_MS + 1_000)).toEqual([]);
    again.close();
  });

  it('are replaced by a later one of the same key and gone when removed', () => {
    const { journal } = openJournal(pathOf(), 's');
    journal.saveGate(gate('a', FAKE_START_MS + 1_000));
    journal.saveGate(gate('a', FAKE_START_MS + 9_000));
    expect(journal.gates(FAKE_START_MS)).toEqual([gate('a', FAKE_START_MS + 9_000)]);
    journal.removeGate(gate('a', FAKE_START_MS));
    journal.removeGate(gate('never', FAKE_START_MS));
    expect(journal.gates(FAKE_START_MS)).toEqual([]);
    journal.close();
  });

  for (const text of ['not JSON', '{"key":"b"}']) {
    it(`are read past one that is unreadable: ${text}`, () => {
      const path = pathOf();
      const { journal } = openJournal(path, 's');
      journal.saveGate(gate('a', FAKE_START_MS + 1));
      journal.saveGate(gate('b', FAKE_START_MS + 1));
      journal.close();
      const db = new DatabaseSync(path);
      db.prepare("UPDATE gates SET gate = ? WHERE key LIKE 'b %'").run(text);
      db.close();
      const again = openJournal(path, 's').journal;
      expect(again.gates(FAKE_START_MS).map(({ key }) => key)).toEqual(['a']);
      again.close();
    });
  }
});

describe('journal: nonces', () => {
  it('keep every digit over a restart', () => {
    const path = pathOf();
    const { journal } = openJournal(path, 's');
    const ceiling = 18_446_744_073_709_551_615n;
    expect(journal.loadNonce('key')).toBeNull();
    journal.saveNonce('key', 5n);
    journal.saveNonce('key', ceiling);
    journal.close();
    const again = openJournal(path, 's').journal;
    expect(again.loadNonce('key')).toBe(ceiling);
    expect(again.loadNonce('other')).toBeNull();
    again.close();
  });
});

describe('journal: trouble', () => {
  it('throws when it cannot keep a write', () => {
    const path = pathOf();
    const { journal } = openJournal(path, 's');
    const other = new DatabaseSync(path);
    other.exec('BEGIN IMMEDIATE');
    expect(() => journal.saveNonce('key', 1n)).toThrow('database is locked');
    other.exec('ROLLBACK');
    journal.saveNonce('key', 1n);
    other.close();
    journal.close();
  });

  it('begins anew beside a damaged one and says where that is', () => {
    const path = pathOf();
    writeFileSync(path, 'not a journal');
    const { journal, replaced } = openJournal(path, 'today');
    expect(replaced).toBe(`${path}.damaged-today`);
    expect(journal.gates(0)).toEqual([]);
    journal.close();
  });
});
