import { closeSync, existsSync, openSync, readSync } from 'node:fs';

// Offsets and values: sqlite.org/fileformat2.html, sections 1.3 and 4.1, 2026-07.
const MAGIC = Buffer.from('SQLite format 3\0', 'latin1');
const HEADER_BYTES = 100;
const VERSION_OFFSET = 60;
const WAL_MAGIC = 0x377f0682;
const WAL_HEADER_BYTES = 32;
const FRAME_HEADER_BYTES = 24;

/**
 * The `user_version` of a SQLite file as its next reader would see it, its write-ahead log included; null when the file
 * does not begin like one. Reads bytes only: SQLite itself would write to the log or fold it in. The file must not be
 * open in this process, whose locks on it would end with the reading.
 */
export function storedVersion(path: string): number | null {
  const header = readAt(path, 0, HEADER_BYTES);
  if (!isHeader(header)) return null;
  return versionInLog(`${path}-wal`) ?? header.readUInt32BE(VERSION_OFFSET);
}

function isHeader(header: Buffer): boolean {
  if (header.length < HEADER_BYTES || !header.subarray(0, MAGIC.length).equals(MAGIC)) return false;
  const pageBytes = header.readUInt16BE(16);
  const isPageSize = pageBytes === 1 || (pageBytes >= 512 && (pageBytes & (pageBytes - 1)) === 0);
  const areFormats = [18, 19].every((offset) => isWithin(header.readUInt8(offset), 1, 2));
  return isPageSize && areFormats && isWithin(header.readUInt32BE(44), 0, 4) && isWithin(header.readUInt32BE(56), 0, 3);
}

function isWithin(value: number, lowest: number, highest: number): boolean {
  return value >= lowest && value <= highest;
}

/** From the last committed copy of page 1 in the log; null when the log holds none. */
function versionInLog(path: string): number | null {
  if (!existsSync(path)) return null;
  const file = openSync(path, 'r');
  try {
    return lastCommittedVersion((at, size) => readFrom(file, at, size));
  } finally {
    closeSync(file);
  }
}

function lastCommittedVersion(read: (at: number, size: number) => Buffer): number | null {
  const log = read(0, WAL_HEADER_BYTES);
  if (log.length < WAL_HEADER_BYTES || (log.readUInt32BE(0) & ~1) >>> 0 !== WAL_MAGIC) return null;
  const frameBytes = FRAME_HEADER_BYTES + log.readUInt32BE(8);
  let pending: number | null = null;
  let committed: number | null = null;
  for (let at = WAL_HEADER_BYTES; ; at += frameBytes) {
    const frame = read(at, FRAME_HEADER_BYTES + HEADER_BYTES);
    // Frames left over from an earlier round of the log carry other salts.
    if (frame.length < FRAME_HEADER_BYTES + HEADER_BYTES || !frame.subarray(8, 16).equals(log.subarray(16, 24)))
      return committed;
    if (frame.readUInt32BE(0) === 1) pending = frame.readUInt32BE(FRAME_HEADER_BYTES + VERSION_OFFSET);
    if (frame.readUInt32BE(4) !== 0) committed = pending;
  }
}

function readAt(path: string, at: number, size: number): Buffer {
  const file = openSync(path, 'r');
  try {
    return readFrom(file, at, size);
  } finally {
    closeSync(file);
  }
}

function readFrom(file: number, at: number, size: number): Buffer {
  const bytes = Buffer.alloc(size);
  return bytes.subarray(0, readSync(file, bytes, 0, size, at));
}
