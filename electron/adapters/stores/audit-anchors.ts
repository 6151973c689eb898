import { appendFileSync, readFileSync } from 'node:fs';
import { writeWholeFile } from '../secrets/whole-file.ts';

const DAY_CHARS = '2026-01-01'.length;
/** Lines beyond this are thinned out when the file is opened. */
const MOST_LINES = 5_000;

/** A row of the audit that was there. */
export interface Anchor {
  readonly seq: number;
  readonly hash: string;
}

export interface AuditAnchors {
  add(anchor: Anchor, atMs: number): void;
  list(): readonly Anchor[];
}

/**
 * Names of rows in a file beside the chain: rows of a tail that was cut off are still named there. A long file keeps
 * the first line of each day and the newest of all.
 */
export function auditAnchors(path: string): AuditAnchors {
  thinOut(path);
  return {
    add({ seq, hash }, atMs) {
      try {
        appendFileSync(path, `${new Date(atMs).toISOString()} ${seq} ${hash}\n`, { mode: 0o600 });
      } catch {
        // The row itself is kept, and the next line vouches for it as well: each hash holds the one before.
      }
    },
    list: () => linesOf(path).flatMap((line) => anchorOf(line) ?? []),
  };
}

function anchorOf(line: string): Anchor | null {
  const [, seq, hash] = /^\S+ (\d+) ([0-9a-f]{64})$/.exec(line) ?? [];
  return seq === undefined || hash === undefined ? null : { seq: Number(seq), hash };
}

function linesOf(path: string): readonly string[] {
  try {
    return readFileSync(path, 'utf8').split('\n');
  } catch {
    return [];
  }
}

function thinOut(path: string): void {
  const lines = linesOf(path).filter((line) => anchorOf(line) !== null);
  if (lines.length <= MOST_LINES) return;
  const kept = lines.filter(
    (line, index) => index === lines.length - 1 || line.slice(0, DAY_CHARS) !== lines[index - 1]?.slice(0, DAY_CHARS),
  );
  try {
    writeWholeFile(path, `${kept.join('\n')}\n`);
  } catch {
    // A long file is as good.
  }
}
