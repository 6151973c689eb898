// Primary result codes, sqlite.org/rescode.html, 2026-07.
const BUSY = 5;
const LOCKED = 6;
const CORRUPT = 11;
const NOT_A_DATABASE = 26;
const UNWRITABLE = new Set([3, 8, 10, 13, 14]);

export type SqliteFault = 'damaged' | 'busy' | 'unwritable' | 'other';

/** What a failure of SQLite says about the file: damaged, held by another, not writable (full, read-only, I/O), or neither. */
export function faultOf(error: unknown): SqliteFault {
  const code = Number((error as { readonly errcode?: unknown } | null)?.errcode ?? 0) & 0xff;
  if (code === CORRUPT || code === NOT_A_DATABASE) return 'damaged';
  if (code === BUSY || code === LOCKED) return 'busy';
  return UNWRITABLE.has(code) ? 'unwritable' : 'other';
}
