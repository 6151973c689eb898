export interface Point {
  readonly x: number;
  readonly y: number;
}

/** Closed outlines; what lies within an odd number of them is filled. */
export type Outlines = readonly (readonly Point[])[];

/** Pieces a curve is cut into: at 1,024 px a full circle of four curves is off by less than a third of a pixel. */
const PIECES = 24;
const TOKEN = /([MLHVCZ])([^MLHVCZ]*)/g;
const NUMBER = /-?(?:\d+\.?\d*|\.\d+)/g;

/** Reads SVG path data of absolute M, L, H, V, C and Z; throws for any other command. */
export function readPath(data: string): Outlines {
  if (!/^[MLHVCZ\d\s,.-]*$/.test(data)) throw new Error(`path data with a command that is not drawn: ${data}`);
  const outlines: Point[][] = [];
  let open: Point[] = [];
  for (const [, command = '', rest = ''] of data.matchAll(TOKEN)) {
    const numbers = (rest.match(NUMBER) ?? []).map(Number);
    if (command === 'M') {
      open = [];
      outlines.push(open);
    }
    open.push(...pointsOf(command, numbers, open.at(-1) ?? { x: 0, y: 0 }));
  }
  return outlines;
}

function pointsOf(command: string, numbers: readonly number[], from: Point): readonly Point[] {
  if (command === 'H') return numbers.map((x) => ({ x, y: from.y }));
  if (command === 'V') return numbers.map((y) => ({ x: from.x, y }));
  if (command === 'C') return curves(pairs(numbers), from);
  return pairs(numbers);
}

function pairs(numbers: readonly number[]): readonly Point[] {
  return numbers.flatMap((x, index) => (index % 2 === 0 ? [{ x, y: numbers[index + 1] ?? 0 }] : []));
}

function curves(points: readonly Point[], from: Point): readonly Point[] {
  const drawn: Point[] = [];
  let start = from;
  for (let at = 0; at + 2 < points.length; at += 3) {
    const [first = start, second = start, end = start] = points.slice(at, at + 3);
    for (let piece = 1; piece <= PIECES; piece += 1) drawn.push(onCurve([start, first, second, end], piece / PIECES));
    start = end;
  }
  return drawn;
}

function onCurve([a, b, c, d]: readonly [Point, Point, Point, Point], t: number): Point {
  const u = 1 - t;
  const mix = (p: number, q: number, r: number, s: number): number =>
    u ** 3 * p + 3 * u * u * t * q + 3 * u * t * t * r + t ** 3 * s;
  return { x: mix(a.x, b.x, c.x, d.x), y: mix(a.y, b.y, c.y, d.y) };
}
