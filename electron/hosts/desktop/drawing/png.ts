import { crc32, deflateSync } from 'node:zlib';
import type { Picture } from './picture.ts';

// PNG, 2nd edition (ISO/IEC 15948): signature, IHDR, IDAT, IEND.
const SIGNATURE = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
const EIGHT_BITS = 8;
const RGBA = 6;

/** The picture as a PNG file: 8 bits a channel, with alpha. */
export function pngOf({ size, rgba }: Picture): Buffer {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(size, 0);
  header.writeUInt32BE(size, 4);
  header[8] = EIGHT_BITS;
  header[9] = RGBA;
  const rows = Buffer.alloc(size * (size * 4 + 1));
  // Each row begins with its filter; 0 is none.
  for (let row = 0; row < size; row += 1)
    rows.set(rgba.subarray(row * size * 4, (row + 1) * size * 4), row * (size * 4 + 1) + 1);
  return Buffer.concat([SIGNATURE, chunk('IHDR', header), chunk('IDAT', deflateSync(rows)), chunk('IEND', null)]);
}

function chunk(name: string, content: Buffer | null): Buffer {
  const body = Buffer.concat([Buffer.from(name, 'latin1'), content ?? Buffer.alloc(0)]);
  const frame = Buffer.alloc(8);
  frame.writeUInt32BE(body.length - 4, 0);
  frame.writeUInt32BE(crc32(body), 4);
  return Buffer.concat([frame.subarray(0, 4), body, frame.subarray(4)]);
}
