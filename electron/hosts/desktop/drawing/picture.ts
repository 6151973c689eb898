import type { Mask } from './raster.ts';

/** Red, green and blue, 0 to 255, and how much of it, 0 to 1. */
export interface Ink {
  readonly rgb: readonly [number, number, number];
  readonly alpha: number;
}

/** Square of red, green, blue, alpha bytes, not premultiplied. */
export interface Picture {
  readonly size: number;
  readonly rgba: Uint8Array<ArrayBuffer>;
}

export interface Layer {
  readonly mask: Mask;
  readonly ink: Ink;
}

/** Lays masks over each other in their order. Throws when they are not of one size. */
export function paint(size: number, layers: readonly Layer[]): Picture {
  const rgba = new Uint8Array(size * size * 4);
  for (const { mask, ink } of layers) {
    if (mask.size !== size) throw new Error(`a mask of ${mask.size} px on a picture of ${size} px`);
    for (let at = 0; at < size * size; at += 1) lay(rgba.subarray(at * 4, at * 4 + 4), ink, mask.cover[at] ?? 0);
  }
  return { size, rgba };
}

function lay(pixel: Uint8Array, { rgb, alpha }: Ink, cover: number): void {
  const over = alpha * cover;
  const under = ((pixel[3] ?? 0) / 255) * (1 - over);
  const all = over + under;
  if (all === 0) return;
  for (let part = 0; part < 3; part += 1)
    pixel[part] = Math.round(((rgb[part] ?? 0) * over + (pixel[part] ?? 0) * under) / all);
  pixel[3] = Math.round(all * 255);
}

/** `#rrggbb`. Throws for any other text. */
export function inkOf(hex: string, alpha = 1): Ink {
  const [, red = '', green = '', blue = ''] = /^#([\da-f]{2})([\da-f]{2})([\da-f]{2})$/i.exec(hex) ?? [];
  if (blue === '') throw new Error(`${hex} is no colour`);
  return { rgb: [Number.parseInt(red, 16), Number.parseInt(green, 16), Number.parseInt(blue, 16)], alpha };
}
