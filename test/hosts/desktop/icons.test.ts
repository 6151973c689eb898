import { mkdtempSync, readFileSync, cpSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inflateSync } from 'node:zlib';
import { beforeAll, describe, expect, it } from 'vitest';
import { ICNS_TYPES } from '../../../scripts/icon-files.ts';
import { drawAt, ICO_SIZES, makeIcons, PNG_SIZES, readDrawing } from '../../../scripts/icons.ts';
import { ROOT } from './builder-config.ts';

const svg = readFileSync(join(ROOT, 'build/icon.svg'), 'utf8');
const folder = mkdtempSync(join(tmpdir(), 'headroom-icons-'));
beforeAll(() => {
  cpSync(join(ROOT, 'build/icon.svg'), join(folder, 'icon.svg'));
  makeIcons(folder);
});

const sideOf = (png: Buffer): number => {
  expect(png.subarray(1, 4).toString()).toBe('PNG');
  expect(png.readUInt32BE(16)).toBe(png.readUInt32BE(20));
  return png.readUInt32BE(16);
};
/** The rows of a PNG as they were before they were packed; packers differ, rows do not. */
const rowsOf = (png: Buffer): Buffer => inflateSync(png.subarray(41, 41 + png.readUInt32BE(33)));

function icnsEntries(file: Buffer): readonly { readonly type: string; readonly size: number }[] {
  expect([file.subarray(0, 4).toString(), file.readUInt32BE(4)]).toEqual(['icns', file.length]);
  const entries: { readonly type: string; readonly size: number }[] = [];
  for (let at = 8; at < file.length; at += file.readUInt32BE(at + 4))
    entries.push({ type: file.subarray(at, at + 4).toString(), size: sideOf(file.subarray(at + 8)) });
  return entries;
}

function icoEntries(file: Buffer): readonly number[] {
  return Array.from({ length: file.readUInt16LE(4) }, (_, index) => {
    const at = 6 + 16 * index;
    const [length, offset] = [file.readUInt32LE(at + 8), file.readUInt32LE(at + 12)];
    expect(offset + length).toBeLessThanOrEqual(file.length);
    const size = sideOf(file.subarray(offset, offset + length));
    expect(file[at]).toBe(size % 256);
    return size;
  });
}

describe('the app’s icons', () => {
  it('come in every size Linux looks for', () => {
    const sizes = PNG_SIZES.map((size) => sideOf(readFileSync(join(folder, 'icons', `${size}x${size}.png`))));
    expect(sizes).toEqual([...PNG_SIZES]);
  });
  it('macOS: every type holds its size', () =>
    expect(icnsEntries(readFileSync(join(folder, 'icon.icns')))).toEqual(ICNS_TYPES));
  it('Windows: every entry points at its picture', () =>
    expect(icoEntries(readFileSync(join(folder, 'icon.ico')))).toEqual([...ICO_SIZES]));

  it('the ones kept in the repository are drawn from this very icon.svg', () => {
    for (const size of PNG_SIZES) {
      const name = join('icons', `${size}x${size}.png`);
      expect(
        rowsOf(readFileSync(join(ROOT, 'build', name))).equals(rowsOf(readFileSync(join(folder, name)))),
        name,
      ).toBe(true);
    }
  });

  it('has clear corners and a covered middle', () => {
    const { rgba } = drawAt(readDrawing(svg), 64);
    const alphaAt = (x: number, y: number) => rgba[(y * 64 + x) * 4 + 3];
    expect([alphaAt(0, 0), alphaAt(63, 0), alphaAt(0, 63), alphaAt(63, 63), alphaAt(32, 32)]).toEqual([
      0, 0, 0, 0, 255,
    ]);
  });

  const strangers = [
    '<script>alert(1)</script>',
    '<image href="https://evil.example/x.png"/>',
    '<path fill="url(#x)" d="M0 0"/>',
    '<path fill="#000000" transform="scale(2)" d="M0 0H1V1Z"/>',
  ];
  for (const stranger of strangers) {
    it(`is filled paths alone: ${stranger}`, () =>
      expect(() => readDrawing(svg.replace('</svg>', `${stranger}</svg>`))).toThrow(/filled paths/));
  }
});
