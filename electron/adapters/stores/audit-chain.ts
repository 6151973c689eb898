import { createHash } from 'node:crypto';
import { appendFileSync, readFileSync } from 'node:fs';
import type { DatabaseSync } from 'node:sqlite';
import { AuditEntry } from '../../../shared/model/vault.ts';
import type { AuditFact, AuditLog } from '../../engine/vault/keys/key-ports.ts';

const DAY_MS = 86_400_000;
const NO_HASH = '0'.repeat(64);

interface Anchor {
  readonly seq: number;
  readonly hash: string;
}

/**
 * The audit as a chain of hashes in the journal, with one line a day in a file beside it that names the newest row, so
 * that a chain cut short shows. Whoever can write as this user can rewrite both; it guards against accidents and
 * against quiet edits, not against that.
 */
export function auditChainOver(db: DatabaseSync, anchorPath: string): AuditLog {
  const insert = db.prepare(
    'INSERT INTO audit (seq, at_ms, actor, verb, subject, facts, result, hash) VALUES (?, ?, ?, ?, ?, ?, ?, ?)',
  );
  const newest = db.prepare('SELECT seq, at_ms, hash FROM audit ORDER BY seq DESC LIMIT 1');
  const readPage = db.prepare('SELECT * FROM audit WHERE seq < ? ORDER BY seq DESC LIMIT ?');
  const readAll = db.prepare('SELECT * FROM audit ORDER BY seq');
  const count = db.prepare('SELECT count(*) AS total FROM audit');

  return {
    append(fact, atMs) {
      const last = newest.get();
      const seq = Number(last?.['seq'] ?? 0) + 1;
      const at = Math.floor(atMs);
      const hash = hashOf(String(last?.['hash'] ?? NO_HASH), seq, at, fact);
      insert.run(seq, at, fact.actor, fact.verb, fact.subject, JSON.stringify(fact.facts), fact.result, hash);
      if (last === undefined || dayOf(Number(last['at_ms'])) !== dayOf(at)) {
        appendFileSync(anchorPath, `${new Date(at).toISOString()} ${seq} ${hash}\n`, { mode: 0o600 });
      }
    },
    page: (before, limit) => ({
      entries: readPage.all(before ?? Number.MAX_SAFE_INTEGER, limit).flatMap((row) => entryOf(row) ?? []),
      total: Number(count.get()?.['total'] ?? 0),
    }),
    verify() {
      const rows = readAll.all();
      const anchors = readAnchors(anchorPath);
      const hashes = new Map(rows.map((row) => [Number(row['seq']), String(row['hash'])]));
      return {
        entries: rows.length,
        firstBad: firstBad(rows),
        isAnchored: anchors.every(({ seq, hash }) => hashes.get(seq) === hash),
      };
    },
  };
}

function firstBad(rows: readonly Record<string, unknown>[]): number | null {
  let before = NO_HASH;
  for (const [index, row] of rows.entries()) {
    const entry = entryOf(row);
    const seq = Number(row['seq']);
    if (entry === null || seq !== index + 1 || hashOf(before, seq, entry.atMs, entry) !== entry.hash) return seq;
    before = entry.hash;
  }
  return null;
}

function entryOf(row: Record<string, unknown>): AuditEntry | null {
  try {
    const { at_ms: atMs, facts, ...rest } = row;
    return AuditEntry.parse({ ...rest, atMs, facts: JSON.parse(String(facts)) });
  } catch {
    return null;
  }
}

function hashOf(before: string, seq: number, atMs: number, { actor, verb, subject, facts, result }: AuditFact): string {
  const row = JSON.stringify([before, seq, atMs, actor, verb, subject, Object.entries(facts), result]);
  return createHash('sha256').update(row).digest('hex');
}

function dayOf(ms: number): number {
  return Math.floor(ms / DAY_MS);
}

function readAnchors(path: string): readonly Anchor[] {
  try {
    return readFileSync(path, 'utf8')
      .split('\n')
      .flatMap((line) => {
        const found = /^\S+ (\d+) ([0-9a-f]{64})$/.exec(line);
        return found === null ? [] : [{ seq: Number(found[1]), hash: String(found[2]) }];
      });
  } catch {
    return [];
  }
}
