// npm run dist makes the app's icons from build/icon.svg: PNG sizes for Linux, icns for macOS, ico for Windows.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { inkOf, paint, type Picture } from '../electron/hosts/desktop/drawing/picture.ts';
import { pngOf } from '../electron/hosts/desktop/drawing/png.ts';
import { fillPath } from '../electron/hosts/desktop/drawing/raster.ts';
import { icnsOf, icoOf } from './icon-files.ts';
import { root } from './steps.ts';

/** Sizes a Linux desktop looks for (Icon Theme Specification), px. */
export const PNG_SIZES = [16, 24, 32, 48, 64, 128, 256, 512] as const;
/** Windows: small and large icons, and the tile of Explorer. */
export const ICO_SIZES = [16, 24, 32, 48, 64, 128, 256] as const;

export interface Drawing {
  /** Units of a side. */
  readonly box: number;
  readonly paths: readonly { readonly fill: string; readonly d: string }[];
}

/** Reads an SVG that is a square of filled paths and nothing more; throws for any other element or attribute. */
export function readDrawing(svg: string): Drawing {
  const body = svg.replaceAll(/<!--[\s\S]*?-->|<title>[^<]*<\/title>/g, '');
  const box = /^\s*<svg xmlns="[^"]+" viewBox="0 0 (\d+) \1">/.exec(body)?.[1];
  const paths = [...body.matchAll(/<path fill="(#[\da-f]{6})" d="([^"]+)"\/>/g)];
  const rest = body.replaceAll(/<svg [^>]*>|<\/svg>|<path fill="#[\da-f]{6}" d="[^"]+"\/>/g, '').trim();
  if (box === undefined || paths.length === 0 || rest !== '')
    throw new Error(`this icon has more than filled paths: ${rest.slice(0, 80)}`);
  return { box: Number(box), paths: paths.map(([, fill = '', d = '']) => ({ fill, d })) };
}

export function drawAt({ box, paths }: Drawing, size: number): Picture {
  return paint(
    size,
    paths.map(({ fill, d }) => ({ mask: fillPath(d, box, size), ink: inkOf(fill) })),
  );
}

/** Writes every icon into a folder as the packager looks for them; `icon.svg` is read from it. */
export function makeIcons(folder: string): void {
  const drawing = readDrawing(readFileSync(join(folder, 'icon.svg'), 'utf8'));
  const png = (size: number): Buffer => pngOf(drawAt(drawing, size));
  mkdirSync(join(folder, 'icons'), { recursive: true });
  for (const size of PNG_SIZES) writeFileSync(join(folder, 'icons', `${size}x${size}.png`), png(size));
  writeFileSync(join(folder, 'icon.icns'), icnsOf(png));
  writeFileSync(join(folder, 'icon.ico'), icoOf(ICO_SIZES.map((size) => ({ size, png: png(size) }))));
}

if (import.meta.main) makeIcons(join(root, 'build'));
