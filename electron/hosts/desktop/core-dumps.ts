/**
 * What to tell of core dumps: a process that may leave one leaves its keys in it. No process can lower the limit for
 * itself through Node, so whoever starts it does (`ulimit -c 0`, `LimitCORE=0`). Null: there is nothing to tell.
 * `limits`: the text of /proc/self/limits; null where there is none (macOS and Windows keep reports to themselves).
 */
export function coreDumpNote(limits: string | null): string | null {
  const soft = /^Max core file size\s+(\S+)/m.exec(limits ?? '')?.[1];
  if (soft === undefined || soft === '0') return null;
  return 'A crash may leave a core file that holds keys. To prevent it, start Headroom after: ulimit -c 0';
}
