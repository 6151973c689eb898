import { existsSync, renameSync, statSync, writeFileSync } from 'node:fs';

/** Files that belong to a store, in the order in which they are moved: the store's own first. */
const SUFFIXES = ['', '-wal', '-shm', '-journal', '.unsound'] as const;

/** Notes that the file was found damaged while it is in use; it is moved aside at the next start. */
export function markUnsound(path: string, detail: string): void {
  writeFileSync(`${path}.unsound`, detail, { mode: 0o600 });
}

/** What is seen to be wrong from outside, before SQLite touches the file (it would delete a log without its file). */
export function outerFault(path: string): string | null {
  if (existsSync(`${path}.unsound`)) return 'it was found damaged when last used';
  for (const suffix of SUFFIXES) {
    const found = statSync(path + suffix, { throwIfNoEntry: false });
    if (found !== undefined && !found.isFile()) return `${path}${suffix} is not a file`;
  }
  const size = sizeOf(path);
  if (size === 0) return 'it is empty';
  return size === null && ((sizeOf(`${path}-wal`) ?? 0) > 0 || (sizeOf(`${path}-journal`) ?? 0) > 0)
    ? 'its log is alone'
    : null;
}

/** Moves a store and all that belongs to it aside, whole; `told` hears of the new place first. Throws the system's error. */
export function moveAside(path: string, stamp: string, told: (place: string) => void = () => undefined): string {
  const place = freePlace(`${path}.damaged-${stamp}`);
  told(place);
  for (const suffix of SUFFIXES) {
    if (existsSync(path + suffix)) renameSync(path + suffix, place + suffix);
  }
  return place;
}

/** The wanted name, or one with a number: what lies there already is never written over. */
export function freePlace(wanted: string): string {
  let place = wanted;
  for (let number = 2; SUFFIXES.some((suffix) => existsSync(place + suffix)); number += 1)
    place = `${wanted}-${number}`;
  return place;
}

/** Bytes; null when there is no such file. */
export function sizeOf(path: string): number | null {
  return statSync(path, { throwIfNoEntry: false })?.size ?? null;
}
