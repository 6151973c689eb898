import { inflateSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { BADGE_GLYPH, GLYPH_BOX, GLYPHS, trayStates } from '../../../electron/hosts/desktop/drawing/glyphs.ts';
import { readPath } from '../../../electron/hosts/desktop/drawing/path.ts';
import { inkOf, paint, type Picture } from '../../../electron/hosts/desktop/drawing/picture.ts';
import { pngOf } from '../../../electron/hosts/desktop/drawing/png.ts';
import { fillPath, grown } from '../../../electron/hosts/desktop/drawing/raster.ts';
import { badgeImage, trayImage, trayPicture } from '../../../electron/hosts/desktop/drawing/tray-image.ts';
import { electronStub } from '../../support/electron-stub.ts';
import type { StubImage } from '../../support/electron-stub-shell.ts';

const area = (cover: Float64Array): number => cover.reduce((sum, share) => sum + share, 0);

describe('fillPath', () => {
  const cases = [
    { name: 'a square to the letter', path: 'M2 2H6V6H2Z', box: 8, size: 8, area: 16 },
    { name: 'twice as large', path: 'M2 2H6V6H2Z', box: 8, size: 16, area: 64 },
    { name: 'a hole, even-odd', path: 'M0 0H8V8H0ZM2 2H6V6H2Z', box: 8, size: 8, area: 48 },
    { name: 'a part of a pixel', path: 'M0.25 0H0.75V1H0.25Z', box: 8, size: 8, area: 0.5 },
    { name: 'what lies outside is cut', path: 'M-4 -4H4V4H-4Z', box: 8, size: 8, area: 16 },
    { name: 'a triangle', path: 'M0 0L8 8H0Z', box: 8, size: 8, area: 32 },
    // π r², by curves that are off by 0.03 %.
    {
      name: 'a circle',
      path: 'M0 8C0 3.5816 3.5816 0 8 0C12.4184 0 16 3.5816 16 8C16 12.4184 12.4184 16 8 16C3.5816 16 0 12.4184 0 8Z',
      box: 16,
      size: 16,
      area: 201,
    },
  ];
  for (const { name, path, box, size, area: wanted } of cases) {
    it(name, () => expect(area(fillPath(path, box, size).cover)).toBeCloseTo(wanted, wanted === 201 ? -1 : 1));
  }

  it('refuses what it does not draw', () => expect(() => readPath('M0 0A4 4 0 0 1 8 8Z')).toThrow(/command/));

  it('grows a mask on every side', () => {
    const dot = fillPath('M3 3H4V4H3Z', 8, 8);
    expect(area(grown(dot, 1).cover)).toBe(5);
  });
});

/** Reads back what was written: filter 0 rows only. */
function readPng(png: Buffer): { readonly size: number; readonly rgba: readonly number[] } {
  const size = png.readUInt32BE(16);
  const length = png.readUInt32BE(33);
  expect(png.subarray(37, 41).toString()).toBe('IDAT');
  const rows = inflateSync(png.subarray(41, 41 + length));
  const rgba = Array.from({ length: size }, (_, row) => [
    ...rows.subarray(row * (size * 4 + 1) + 1, (row + 1) * (size * 4 + 1)),
  ]).flat();
  return { size, rgba };
}

describe('pngOf', () => {
  it('writes what can be read back', () => {
    const picture = trayPicture('hot', 'on-dark', 32);
    expect(readPng(pngOf(picture))).toEqual({ size: 32, rgba: [...picture.rgba] });
  });

  it('lays a half clear ink over another', () => {
    const mask = { size: 1, cover: Float64Array.of(1) };
    const { rgba } = paint(1, [
      { mask, ink: inkOf('#000000') },
      { mask, ink: inkOf('#ffffff', 0.5) },
    ]);
    expect([...rgba]).toEqual([128, 128, 128, 255]);
  });
});

/** Pixels whose alpha differs by more than half. */
function differing(a: Picture, b: Picture): number {
  let count = 0;
  for (let at = 3; at < a.rgba.length; at += 4) if (Math.abs((a.rgba[at] ?? 0) - (b.rgba[at] ?? 0)) > 128) count += 1;
  return count;
}

describe('the icon of each state', () => {
  const pairs = trayStates.flatMap((a, index) => trayStates.slice(index + 1).map((b) => ({ a, b })));
  for (const { a, b } of pairs) {
    it(`${a} and ${b} differ in shape alone, by 20 of 256 pixels and more`, () => {
      const [one, other] = [trayPicture(a, 'template', 16), trayPicture(b, 'template', 16)];
      expect(differing(one, other)).toBeGreaterThanOrEqual(20);
    });
  }

  it('is drawn from one path each, within its square', () => {
    for (const path of [...Object.values(GLYPHS), BADGE_GLYPH])
      for (const { x, y } of readPath(path).flat()) {
        expect(Math.min(x, y)).toBeGreaterThanOrEqual(0);
        expect(Math.max(x, y)).toBeLessThanOrEqual(GLYPH_BOX);
      }
  });

  for (const ink of ['template', 'on-light', 'on-dark'] as const) {
    it(`${ink}: once for ordinary and once for fine screens, every state another picture`, () => {
      const stub = electronStub();
      const images = trayStates.map((state) => trayImage(stub.electron, state, ink) as unknown as StubImage);
      for (const image of images) {
        expect(image.representations.map(({ scaleFactor }) => scaleFactor)).toEqual([1, 2]);
        expect(image.representations.map(({ dataURL }) => sizeOf(dataURL))).toEqual([16, 32]);
        expect(image.isTemplate).toBe(ink === 'template');
      }
      expect(new Set(images.map((image) => image.representations[0]?.dataURL)).size).toBe(trayStates.length);
    });
  }

  it('a template is black and alpha alone', () => {
    const { rgba } = trayPicture('halted', 'template', 32);
    expect([...rgba].filter((_, at) => at % 4 !== 3).every((part) => part === 0)).toBe(true);
  });

  it('the badge is a picture too', () => {
    const image = badgeImage(electronStub().electron) as unknown as StubImage;
    expect(image.representations).toHaveLength(2);
  });
});

function sizeOf(dataURL: string): number {
  return Buffer.from(dataURL.replace('data:image/png;base64,', ''), 'base64').readUInt32BE(16);
}
