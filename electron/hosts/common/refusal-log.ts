import type { Log } from '../../engine/log.ts';

const QUIET_MS = 10_000;

/** Logs the first refusal of a kind, then one line with the count for each ten seconds: a flood must not fill a disk. */
export function refusalLog(log: Log, nowMs: () => number): (why: string) => void {
  const told = new Map<string, { readonly atMs: number; readonly since: number }>();
  return (why) => {
    const last = told.get(why);
    if (last !== undefined && nowMs() - last.atMs < QUIET_MS)
      return void told.set(why, { ...last, since: last.since + 1 });
    log.warn('door refused', { why, count: (last?.since ?? 0) + 1 });
    told.set(why, { atMs: nowMs(), since: 0 });
  };
}
