import { readFileSync } from 'node:fs';

/** A change of a file, or a sync of one, as test/rig/power.c noted it. */
export interface Change {
  readonly kind: 'opened' | 'written' | 'truncated' | 'synced' | 'removed' | 'renamed';
  readonly path: string;
  /** Written: where to. Truncated: the new size. Opened: 1 when emptied. Synced: changes noted before it began. */
  readonly at: number;
  readonly atMs: number;
  readonly bytes: Buffer;
}

const KINDS = ['opened', 'written', 'truncated', 'synced', 'removed', 'renamed'] as const;
const HEAD_BYTES = 32;
/** What a disk writes whole or not at all. */
const SECTOR_BYTES = 512;

export function readTrace(file: string): readonly Change[] {
  const all = readFileSync(file);
  const changes: Change[] = [];
  for (let at = 0; at < all.length; ) {
    const kind = KINDS[all.readUInt32LE(at) - 1];
    const pathEnd = at + HEAD_BYTES + all.readUInt32LE(at + 4);
    const end = pathEnd + Number(all.readBigUInt64LE(at + 8));
    if (kind === undefined || end > all.length) throw new Error(`the trace is torn at ${at}`);
    changes.push({
      kind,
      path: all.toString('utf8', at + HEAD_BYTES, pathEnd),
      at: Number(all.readBigUInt64LE(at + 16)),
      atMs: Number(all.readBigUInt64LE(at + 24) / 1_000n) / 1_000,
      bytes: all.subarray(pathEnd, end),
    });
    at = end;
  }
  return changes;
}

/** Bytes that grow, changed in place. */
class Bytes {
  #room = Buffer.alloc(0);
  #size = 0;

  apply({ kind, at, bytes }: Change): void {
    const size = kind === 'truncated' ? at : Math.max(this.#size, at + bytes.length);
    if (size > this.#room.length) this.#room = Buffer.concat([this.#room], size * 2);
    // What is cut off and grown again reads as zeros.
    if (size < this.#size) this.#room.fill(0, size, this.#size);
    bytes.copy(this.#room, at);
    this.#size = size;
  }

  copy(): Bytes {
    const other = new Bytes();
    other.#room = Buffer.from(this.#room.subarray(0, this.#size));
    other.#size = this.#size;
    return other;
  }

  get value(): Buffer {
    return this.#room.subarray(0, this.#size);
  }
}

/** One file: what a sync made safe, and what was changed since, with its number in the trace. */
interface Kept {
  readonly safe: Bytes;
  pending: { readonly number: number; readonly change: Change }[];
}

/**
 * Files as a power cut leaves them: what was synced, and of the rest whatever the disk got to. Names of files are taken to
 * be safe at once, as a journaling file system has them, but what is in a file is not.
 */
export class PowerDisk {
  readonly #changes: readonly Change[];
  readonly #files = new Map<string, Kept>();
  #count = 0;

  constructor(changes: readonly Change[]) {
    this.#changes = changes;
  }

  /** Lets time go on until so many changes were made. */
  runTo(count: number): void {
    for (; this.#count < count; this.#count += 1) {
      const change = this.#changes[this.#count];
      if (change !== undefined) this.#make(change, this.#count);
    }
  }

  /** The files if the power went now; `isLucky` says of each sector that was not synced whether it was written. */
  cut(isLucky: () => boolean): ReadonlyMap<string, Buffer> {
    return new Map([...this.#files].map(([path, file]) => [path, rest(file, isLucky)]));
  }

  #make(change: Change, number: number): void {
    const { kind, path, at } = change;
    if (kind === 'removed') this.#files.delete(path);
    else if (kind === 'renamed') this.#move(path, change.bytes.toString('utf8'));
    else if (kind === 'synced') makeSafe(this.#at(path), at);
    else if (kind !== 'opened') this.#at(path).pending.push({ number, change });
    else if (at === 1) this.#at(path).pending.push({ number, change: { ...change, kind: 'truncated', at: 0 } });
    else this.#at(path);
  }

  #at(path: string): Kept {
    const file = this.#files.get(path) ?? { safe: new Bytes(), pending: [] };
    this.#files.set(path, file);
    return file;
  }

  #move(from: string, to: string): void {
    const file = this.#files.get(from);
    this.#files.delete(from);
    if (file !== undefined) this.#files.set(to, file);
  }
}

function makeSafe(file: Kept, before: number): void {
  for (const { number, change } of file.pending) if (number < before) file.safe.apply(change);
  file.pending = file.pending.filter(({ number }) => number >= before);
}

function rest({ safe, pending }: Kept, isLucky: () => boolean): Buffer {
  const bytes = safe.copy();
  for (const { change } of pending) {
    for (const part of partsOf(change)) if (isLucky()) bytes.apply(part);
  }
  return bytes.value;
}

function partsOf(change: Change): readonly Change[] {
  if (change.kind !== 'written') return [change];
  const parts: Change[] = [];
  for (let from = 0; from < change.bytes.length; ) {
    const to = Math.min(change.bytes.length, from + SECTOR_BYTES - ((change.at + from) % SECTOR_BYTES));
    parts.push({ ...change, at: change.at + from, bytes: change.bytes.subarray(from, to) });
    from = to;
  }
  return parts;
}
