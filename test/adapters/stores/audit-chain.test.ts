import { existsSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { auditChainOver } from '../../../electron/adapters/stores/audit-chain.ts';
import { journalSchema } from '../../../electron/adapters/stores/journal-schema.ts';
import type { AuditFact, AuditLog } from '../../../electron/engine/vault/keys/key-ports.ts';
import { createRandom } from '../../../electron/practice/core/random.ts';
import { temporaryFolder } from '../secrets/temporary-folder.ts';

const START_MS = Date.UTC(2026, 6, 1);
const HOUR_MS = 3_600_000;
const COLUMNS = ['at_ms', 'actor', 'verb', 'subject', 'facts', 'result', 'hash'] as const;

let folder: string;
let anchors: string;
let db: DatabaseSync;
let log: AuditLog;

beforeEach(() => {
  folder = temporaryFolder();
  anchors = join(folder, 'audit-anchors.txt');
  db = new DatabaseSync(':memory:');
  for (const migration of journalSchema.migrations) db.exec(migration);
  log = auditChainOver(db, anchors);
});

afterEach(() => {
  db.close();
  rmSync(folder, { recursive: true, force: true });
});

function fact(
  number: number,
  facts: AuditFact['facts'] = { exchange: 'binance', label: `Key ${number} ☃` },
): AuditFact {
  return { actor: 'user', verb: 'add-key', subject: `key-${String(number).padStart(8, '0')}`, facts, result: 'done' };
}

function fill(rows: number): void {
  for (let row = 1; row <= rows; row += 1) log.append(fact(row), START_MS + row * HOUR_MS);
}

function openToEdits(): void {
  db.exec('DROP TRIGGER audit_is_not_changed; DROP TRIGGER audit_is_not_deleted');
}

describe('a chain', () => {
  it('is sound as it was written, and anchored', () => {
    fill(50);
    expect(log.verify()).toEqual({ entries: 50, firstBad: null, isAnchored: true });
    expect(statSync(anchors).mode & 0o777).toBe(0o600);
  });

  it('is sound when empty', () => {
    expect(log.verify()).toEqual({ entries: 0, firstBad: null, isAnchored: true });
    expect(existsSync(anchors)).toBe(false);
  });

  it('goes on after a new start', () => {
    fill(3);
    auditChainOver(db, anchors).append(fact(4), START_MS);
    expect(log.verify()).toEqual({ entries: 4, firstBad: null, isAnchored: true });
  });

  it('names its first bad row after a flip of one byte in 1,000 random places', () => {
    fill(40);
    openToEdits();
    const random = createRandom('flips');
    for (let flip = 0; flip < 1_000; flip += 1) {
      const seq = random.integer(1, 40);
      const column = COLUMNS[random.integer(0, COLUMNS.length - 1)] ?? 'hash';
      const before = db.prepare(`SELECT ${column} AS value FROM audit WHERE seq = ?`).get(seq)?.['value'];
      db.prepare(`UPDATE audit SET ${column} = ${column === 'at_ms' ? '?' : 'CAST(? AS TEXT)'} WHERE seq = ?`).run(
        flipped(
          before,
          () => random.integer(0, 7),
          (length) => random.integer(0, length - 1),
        ),
        seq,
      );
      const found = log.verify();
      // A changed hash is bad itself; the row behind it is then never reached.
      expect({ firstBad: found.firstBad, column, flip }).toEqual({ firstBad: seq, column, flip });
      db.prepare(`UPDATE audit SET ${column} = ? WHERE seq = ?`).run(before ?? null, seq);
    }
    expect(log.verify()).toEqual({ entries: 40, firstBad: null, isAnchored: true });
  });

  it('shows a row that was taken out, put elsewhere, or put between', () => {
    fill(10);
    openToEdits();
    const edits: readonly (readonly [sql: string, firstBad: number])[] = [
      ['DELETE FROM audit WHERE seq = 1', 2],
      ['DELETE FROM audit WHERE seq = 5', 6],
      ['UPDATE audit SET seq = 99 WHERE seq = 4', 5],
      ['INSERT INTO audit SELECT 0, at_ms, actor, verb, subject, facts, result, hash FROM audit WHERE seq = 3', 0],
    ];
    for (const [sql, firstBad] of edits) {
      db.exec('SAVEPOINT before');
      db.exec(sql);
      expect(log.verify().firstBad, sql).toBe(firstBad);
      db.exec('ROLLBACK TO before; RELEASE before');
    }
    expect(log.verify().firstBad).toBeNull();
  });

  for (const cut of [1, 2, 5, 10]) {
    it(`shows by its anchors that its last ${cut} of 10 rows are gone`, () => {
      fill(10);
      openToEdits();
      db.exec(`DELETE FROM audit WHERE seq > ${10 - cut}`);
      expect(log.verify()).toEqual({ entries: 10 - cut, firstBad: null, isAnchored: false });
      log.append(fact(77), START_MS);
      expect(log.verify()).toMatchObject({ firstBad: null, isAnchored: false });
    });
  }

  it('is still anchored where the last line of the anchors was torn by a power cut', () => {
    fill(10);
    const text = readFileSync(anchors, 'utf8');
    writeFileSync(anchors, text.slice(0, -20));
    expect(log.verify()).toEqual({ entries: 10, firstBad: null, isAnchored: true });
  });

  it('thins a long file of anchors out to one a day and the newest, when it is opened', () => {
    for (let row = 1; row <= 5_100; row += 1) log.append(fact(row), START_MS + row * 60_000);
    const again = auditChainOver(db, anchors);
    expect(readFileSync(anchors, 'utf8').trim().split('\n')).toHaveLength(5);
    expect(again.verify()).toEqual({ entries: 5_100, firstBad: null, isAnchored: true });
    openToEdits();
    db.exec('DELETE FROM audit WHERE seq = 5100');
    expect(again.verify()).toMatchObject({ isAnchored: false });
  });
});

describe('the table itself', () => {
  for (const sql of [
    "UPDATE audit SET verb = 'no' WHERE seq = 1",
    'UPDATE audit SET at_ms = 0',
    'DELETE FROM audit WHERE seq = 3',
    'DELETE FROM audit',
    "REPLACE INTO audit VALUES (2, 0, 'user', 'x', 'y', '{}', 'done', '')",
    "INSERT OR REPLACE INTO audit VALUES (2, 0, 'user', 'x', 'y', '{}', 'done', '')",
  ]) {
    it(`refuses ${sql}`, () => {
      fill(3);
      expect(() => db.exec(sql)).toThrow('the audit is append-only');
      expect(log.verify()).toEqual({ entries: 3, firstBad: null, isAnchored: true });
    });
  }
});

describe('what is written', () => {
  it('has the same hash in whatever order its facts come', () => {
    const other = new DatabaseSync(':memory:');
    for (const migration of journalSchema.migrations) other.exec(migration);
    const twin = auditChainOver(other, join(folder, 'other.txt'));
    log.append(fact(1, { a: '1', b: '2', c: '3' }), START_MS);
    twin.append(fact(1, { c: '3', a: '1', b: '2' }), START_MS);
    expect(twin.page(null, 1)).toEqual(log.page(null, 1));
    other.close();
  });

  const odd: readonly (readonly [name: string, subject: string, facts: AuditFact['facts']])[] = [
    ['a subject that is too long', 'x'.repeat(500), {}],
    ['a fact that is too long', 'key', { label: 'y'.repeat(500) }],
    ['a name that is too long', 'key', { ['n'.repeat(99)]: 'v' }],
    ['half a character', 'half \ud800', { label: '\udc00 half' }],
    ['a character cut in two by the length', `${'x'.repeat(119)}😀`, { label: `${'y'.repeat(199)}😀` }],
    ['a NUL', 'a\0b', { label: 'c\0d' }],
    ['quotes, line ends and markup', `"'\n\r<b>`, { label: `");DROP TABLE audit;--` }],
    ['names that are numbers', 'key', { 2: 'b', 10: 'c', 1: 'a' }],
  ];
  for (const [name, subject, facts] of odd) {
    it(`can be read back and checked: ${name}`, () => {
      log.append({ ...fact(1, facts), subject }, START_MS + 0.7);
      fill(2);
      expect(log.verify()).toEqual({ entries: 3, firstBad: null, isAnchored: true });
      expect(log.page(null, 10).entries).toHaveLength(3);
    });
  }

  it('is paged from the newest on, without gaps', () => {
    fill(25);
    const seen: number[] = [];
    for (let before: number | null = null; ; ) {
      const { entries, total } = log.page(before, 10);
      expect(total).toBe(25);
      if (entries.length === 0) break;
      seen.push(...entries.map(({ seq }) => seq));
      before = seen.at(-1) ?? null;
    }
    expect(seen).toEqual(Array.from({ length: 25 }, (_, index) => 25 - index));
  });

  it('costs the same for the 10,000th row as for the first: the newest row alone is read', () => {
    const plan = db.prepare('EXPLAIN QUERY PLAN SELECT seq, hash FROM audit ORDER BY seq DESC LIMIT 1').all();
    expect(JSON.stringify(plan)).not.toMatch(/TEMP B-TREE/);
    db.exec('BEGIN');
    for (let row = 1; row <= 10_000; row += 1) log.append(fact(row), START_MS + row * 1_000);
    db.exec('COMMIT');
    expect(log.verify()).toEqual({ entries: 10_000, firstBad: null, isAnchored: true });
  });
});

/** The value with one bit of one byte changed; never the same. */
function flipped(value: unknown, bit: () => number, place: (length: number) => number): Buffer | number {
  if (typeof value === 'number') return value + 2 ** bit();
  const bytes = Buffer.from(String(value));
  const at = place(bytes.length);
  bytes[at] = (bytes[at] ?? 0) ^ (1 << bit());
  return bytes;
}
