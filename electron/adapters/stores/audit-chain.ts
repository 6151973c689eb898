import { createHash } from 'node:crypto';
import type { DatabaseSync } from 'node:sqlite';
import { AuditEntry } from '../../../shared/model/vault.ts';
import type { AuditFact, AuditLog } from '../../engine/vault/keys/key-ports.ts';
import { auditAnchors } from './audit-anchors.ts';

const NO_HASH = '0'.repeat(64);
const LONGEST_SUBJECT = 120;
const LONGEST_NAME = 40;
const LONGEST_FACT = 200;

/**
 * The audit as a chain of hashes in the journal, with a line for each row in a file beside it, so that a chain cut
 * short shows. Whoever can write as this user can rewrite both; it guards against accidents and against quiet edits,
 * not against that.
 */
export function auditChainOver(db: DatabaseSync, anchorPath: string): AuditLog {
  // Without it a REPLACE takes a row away and fires no trigger (sqlite.org, "REPLACE" and "recursive_triggers").
  db.exec('PRAGMA recursive_triggers = ON');
  const insert = db.prepare(
    'INSERT INTO audit (seq, at_ms, actor, verb, subject, facts, result, hash) VALUES (?, ?, ?, ?, ?, ?, ?, ?)',
  );
  const newest = db.prepare('SELECT seq, hash FROM audit ORDER BY seq DESC LIMIT 1');
  const readPage = db.prepare('SELECT * FROM audit WHERE seq < ? ORDER BY seq DESC LIMIT ?');
  const readAll = db.prepare('SELECT * FROM audit ORDER BY seq');
  const count = db.prepare('SELECT count(*) AS total FROM audit');
  const anchors = auditAnchors(anchorPath);

  return {
    append(fact, atMs) {
      const last = newest.get();
      const row = rowOf(fact, Number(last?.['seq'] ?? 0) + 1, Math.floor(atMs));
      const hash = hashOf(String(last?.['hash'] ?? NO_HASH), row);
      insert.run(...row, hash);
      anchors.add({ seq: row[0], hash }, row[1]);
    },
    page: (before, limit) => ({
      entries: readPage.all(before ?? Number.MAX_SAFE_INTEGER, limit).flatMap((row) => entryOf(row) ?? []),
      total: Number(count.get()?.['total'] ?? 0),
    }),
    verify() {
      const walk = walked(readAll.iterate());
      const isAnchored = anchors.list().every(({ seq, hash }) => walk.hashes[seq - 1] === hash);
      return { entries: walk.entries, firstBad: walk.firstBad, isAnchored };
    },
  };
}

/** A row without its hash, in the order of the columns. */
type Row = readonly [
  seq: number,
  atMs: number,
  actor: string,
  verb: string,
  subject: string,
  facts: string,
  result: string,
];

interface Walk {
  readonly entries: number;
  readonly firstBad: number | null;
  /** By seq less one, as far as the chain holds. */
  readonly hashes: readonly string[];
}

function walked(rows: Iterable<Record<string, unknown>>): Walk {
  const hashes: string[] = [];
  let entries = 0;
  let firstBad: number | null = null;
  for (const row of rows) {
    entries += 1;
    if (firstBad !== null) continue;
    const hash = String(row['hash']);
    if (isNext(row, entries, hashes.at(-1) ?? NO_HASH)) hashes.push(hash);
    else firstBad = Number(row['seq']);
  }
  return { entries, firstBad, hashes };
}

// The stored text is what was hashed: also a change that would read the same shows.
function isNext(row: Record<string, unknown>, seq: number, before: string): boolean {
  if (entryOf(row) === null || row['seq'] !== seq) return false;
  const stored: Row = [
    seq,
    Number(row['at_ms']),
    String(row['actor']),
    String(row['verb']),
    String(row['subject']),
    String(row['facts']),
    String(row['result']),
  ];
  return hashOf(before, stored) === row['hash'];
}

// What the chain can read back: clipped, and without halves of characters, which the database would replace.
function rowOf({ actor, verb, subject, facts, result }: AuditFact, seq: number, atMs: number): Row {
  const named = Object.entries(facts).map(([name, value]) => [
    clipped(name, LONGEST_NAME),
    clipped(value, LONGEST_FACT),
  ]);
  const inOrder = named.sort(([left = ''], [right = '']) => (left < right ? -1 : 1));
  const factsText = JSON.stringify(Object.fromEntries(inOrder));
  return [seq, atMs, actor, verb, clipped(subject, LONGEST_SUBJECT), factsText, result];
}

function clipped(text: string, length: number): string {
  return text.slice(0, length).replaceAll('\0', '').toWellFormed();
}

function entryOf(row: Record<string, unknown>): AuditEntry | null {
  try {
    const { at_ms: atMs, facts, ...rest } = row;
    return AuditEntry.parse({ ...rest, atMs, facts: JSON.parse(String(facts)) });
  } catch {
    return null;
  }
}

function hashOf(before: string, row: Row): string {
  return createHash('sha256')
    .update(JSON.stringify([before, ...row]))
    .digest('hex');
}
