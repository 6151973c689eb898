// Both formats hold PNG files behind a table.

/** Apple icon image types that hold a PNG, and their side, px (Apple Icon Image format: ic07 to ic14). */
export const ICNS_TYPES: readonly { readonly type: string; readonly size: number }[] = [
  { type: 'ic07', size: 128 },
  { type: 'ic08', size: 256 },
  { type: 'ic09', size: 512 },
  { type: 'ic10', size: 1_024 },
  { type: 'ic11', size: 32 },
  { type: 'ic12', size: 64 },
  { type: 'ic13', size: 256 },
  { type: 'ic14', size: 512 },
];

/** An icns file: a head, then each picture with its type and length. */
export function icnsOf(png: (size: number) => Buffer): Buffer {
  const entries = ICNS_TYPES.map(({ type, size }) => icnsEntry(type, png(size)));
  return icnsEntry('icns', Buffer.concat(entries));
}

function icnsEntry(type: string, content: Buffer): Buffer {
  const head = Buffer.alloc(8);
  head.write(type, 'latin1');
  head.writeUInt32BE(content.length + 8, 4);
  return Buffer.concat([head, content]);
}

// ICONDIR and ICONDIRENTRY (Windows SDK): 6 bytes, then 16 for each picture.
const DIR_BYTES = 6;
const ENTRY_BYTES = 16;
const ICON = 1;

/** An ico file; every picture is a PNG, which Windows reads since Vista. A side of 256 is written as 0. */
export function icoOf(pictures: readonly { readonly size: number; readonly png: Buffer }[]): Buffer {
  const dir = Buffer.alloc(DIR_BYTES + ENTRY_BYTES * pictures.length);
  dir.writeUInt16LE(ICON, 2);
  dir.writeUInt16LE(pictures.length, 4);
  let offset = dir.length;
  for (const [index, { size, png }] of pictures.entries()) {
    const at = DIR_BYTES + ENTRY_BYTES * index;
    dir[at] = size % 256;
    dir[at + 1] = size % 256;
    dir.writeUInt16LE(1, at + 4);
    dir.writeUInt16LE(32, at + 6);
    dir.writeUInt32LE(png.length, at + 8);
    dir.writeUInt32LE(offset, at + 12);
    offset += png.length;
  }
  return Buffer.concat([dir, ...pictures.map(({ png }) => png)]);
}
