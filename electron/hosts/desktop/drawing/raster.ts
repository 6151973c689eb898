import { type Outlines, type Point, readPath } from './path.ts';

/** Share of each pixel that is covered, 0 to 1, row by row. */
export interface Mask {
  readonly size: number;
  readonly cover: Float64Array;
}

/** Lines looked at within each row of pixels; along a line the share is exact. */
const LINES = 16;

/** Fills path data drawn on a square of `box` units, even-odd, into a square of `size` pixels. */
export function fillPath(data: string, box: number, size: number): Mask {
  const cover = new Float64Array(size * size);
  const outlines = scaled(readPath(data), size / box);
  for (let line = 0; line < size * LINES; line += 1) {
    const row = Math.floor(line / LINES) * size;
    for (const [from, to] of spans(outlines, (line + 0.5) / LINES)) addSpan(cover.subarray(row, row + size), from, to);
  }
  return { size, cover };
}

function scaled(outlines: Outlines, factor: number): Outlines {
  return outlines.map((outline) => outline.map(({ x, y }) => ({ x: x * factor, y: y * factor })));
}

/** Where a horizontal line is inside, from left to right. */
function spans(outlines: Outlines, y: number): readonly (readonly [number, number])[] {
  const crossings = outlines.flatMap((outline) => crossingsOf(outline, y)).sort((a, b) => a - b);
  return crossings.flatMap((from, index) => (index % 2 === 0 ? [[from, crossings[index + 1] ?? from] as const] : []));
}

function crossingsOf(outline: readonly Point[], y: number): readonly number[] {
  return outline.flatMap((from, index) => {
    const to = outline[(index + 1) % outline.length] ?? from;
    if (from.y <= y === to.y <= y) return [];
    return [from.x + ((y - from.y) / (to.y - from.y)) * (to.x - from.x)];
  });
}

function addSpan(row: Float64Array, from: number, to: number): void {
  const last = Math.min(row.length - 1, Math.floor(to));
  for (let pixel = Math.max(0, Math.floor(from)); pixel <= last; pixel += 1) {
    const share = Math.min(to, pixel + 1) - Math.max(from, pixel);
    if (share > 0) row[pixel] = Math.min(1, (row[pixel] ?? 0) + share / LINES);
  }
}

/** The mask grown by so many pixels on every side: a rim around what it covers. */
export function grown({ size, cover }: Mask, byPx: number): Mask {
  const wide = new Float64Array(size * size);
  const reach = Math.ceil(byPx);
  for (let at = 0; at < wide.length; at += 1) {
    const [x, y] = [at % size, Math.floor(at / size)];
    for (let dy = -reach; dy <= reach; dy += 1)
      for (let dx = -reach; dx <= reach; dx += 1) {
        if (Math.hypot(dx, dy) > byPx || x + dx < 0 || x + dx >= size || y + dy < 0 || y + dy >= size) continue;
        wide[at] = Math.max(wide[at] ?? 0, cover[(y + dy) * size + x + dx] ?? 0);
      }
  }
  return { size, cover: wide };
}
