/** One limit over time, as its server counted it. */
export interface Panel {
  readonly title: string;
  /** Drawn one upon the other, in this order. */
  readonly layers: readonly Layer[];
  /** Seconds at which a call was refused. */
  readonly refusedAt: readonly number[];
}

export interface Layer {
  readonly kind: 'ours' | 'neighbour';
  /** Seconds and the sum of this layer in % of the window's capacity, at every change. */
  readonly steps: readonly (readonly [number, number])[];
}

export interface Picture {
  /** Read out to who cannot see it. */
  readonly description: string;
  readonly seconds: number;
  /** Between two window turns. */
  readonly turnEvery: number;
  readonly tickEvery: number;
  readonly panels: readonly Panel[];
}

const WIDTH = 860;
const LEFT = 62;
const RIGHT = 20;
const TOP = 56;
const PANEL = 190;
const GAP = 74;
const MOST = 110;
const PLOT = WIDTH - LEFT - RIGHT;

const NAMES = { ours: 'this limiter', neighbour: 'neighbour' } as const;

// Colours that differ in lightness too, on both grounds; who embeds it as an image still gets the reader's scheme.
const STYLE = `
  .ground { fill: #ffffff } .ink { fill: #1f2328 } .soft { fill: #59636e } .line { stroke: #818b98 }
  .grid { stroke: #d1d9e0 } .turn { stroke: #818b98; stroke-dasharray: 3 3 } .cap { stroke: #1f2328; stroke-width: 1.5 }
  .ours { fill: #2f6fd6 } .neighbour { fill: #e3a73f } .refused { stroke: #c0182b; stroke-width: 1.8; fill: none }
  text { font: 13px system-ui, 'Segoe UI', Helvetica, Arial, sans-serif } .title { font-weight: 600 }
  @media (prefers-color-scheme: dark) {
    .ground { fill: #0d1117 } .ink { fill: #e6edf3 } .soft { fill: #9da7b3 } .line { stroke: #7d8590 }
    .grid { stroke: #2a313a } .turn { stroke: #7d8590 } .cap { stroke: #e6edf3 }
    .ours { fill: #4f8df0 } .neighbour { fill: #b9822a } .refused { stroke: #ff6b6b }
  }`;

/** The picture as a file of its own. */
export function svgOf(picture: Picture): string {
  const height = TOP + picture.panels.length * (PANEL + GAP);
  const kinds = [...new Set(picture.panels.flatMap(({ layers }) => layers.map(({ kind }) => kind)))];
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${height}" role="img" aria-labelledby="what">`,
    `<title id="what">${escaped(picture.description)}</title>`,
    `<style>${STYLE}\n</style>`,
    `<rect class="ground" width="${WIDTH}" height="${height}" rx="8"/>`,
    legend(kinds),
    ...picture.panels.map((panel, index) => panelOf(picture, panel, TOP + index * (PANEL + GAP))),
    '</svg>',
    '',
  ].join('\n');
}

function legend(kinds: readonly Layer['kind'][]): string {
  const areas = kinds.map(
    (kind) => (x: number) =>
      `<rect class="${kind}" x="${x}" y="14" width="14" height="14"/>${text(x + 20, 26, NAMES[kind], 'ink')}`,
  );
  const entries = [
    ...areas,
    (x: number) => `<line class="cap" x1="${x}" x2="${x + 16}" y1="21" y2="21"/>${text(x + 22, 26, 'capacity', 'ink')}`,
    (x: number) =>
      `<line class="turn" x1="${x + 7}" x2="${x + 7}" y1="12" y2="30"/>${text(x + 16, 26, 'window turns', 'ink')}`,
    (x: number) => `${cross(x + 7, 21)}${text(x + 18, 26, 'call refused', 'ink')}`,
  ];
  return entries.map((draw, index) => draw(LEFT + index * 140)).join('');
}

function panelOf(picture: Picture, panel: Panel, top: number): string {
  const bottom = top + PANEL;
  const x = (second: number): number => LEFT + (second / picture.seconds) * PLOT;
  const y = (percent: number): number => bottom - (Math.min(MOST, percent) / MOST) * PANEL;
  const label = (LEFT - 42).toFixed(0);
  return [
    text(LEFT, top - 8, panel.title, 'ink title'),
    ...[0, 25, 50, 75, 100].map(
      (percent) =>
        `<line class="grid" x1="${LEFT}" x2="${WIDTH - RIGHT}" y1="${y(percent)}" y2="${y(percent)}"/>` +
        text(LEFT - 8, y(percent) + 4, String(percent), 'soft', 'end'),
    ),
    `<text class="soft" text-anchor="middle" transform="translate(${label} ${y(50)}) rotate(-90)">% of the window</text>`,
    ...stacked(panel.layers).map(
      ({ kind, steps }) => `<path class="${kind}" d="${areaOf(steps, x, y, picture.seconds)}"/>`,
    ),
    ...every(picture.turnEvery, picture.seconds).map(
      (second) => `<line class="turn" x1="${x(second)}" x2="${x(second)}" y1="${y(MOST)}" y2="${bottom}"/>`,
    ),
    `<line class="cap" x1="${LEFT}" x2="${WIDTH - RIGHT}" y1="${y(100)}" y2="${y(100)}"/>`,
    ...panel.refusedAt.map((second) => cross(x(second), y(105))),
    `<line class="line" x1="${LEFT}" x2="${WIDTH - RIGHT}" y1="${bottom}" y2="${bottom}"/>`,
    ...every(picture.tickEvery, picture.seconds + 1e-9).map((second) =>
      text(x(second), bottom + 18, String(second), 'soft', 'middle'),
    ),
    text(LEFT + PLOT / 2, bottom + 38, 'time, seconds', 'soft', 'middle'),
  ].join('\n');
}

interface Stacked {
  readonly kind: Layer['kind'];
  readonly steps: readonly (readonly [number, number, number])[];
}

// Every layer stands on the one before it: second, lower and upper edge.
function stacked(layers: readonly Layer[]): readonly Stacked[] {
  const seconds = [...new Set(layers.flatMap(({ steps }) => steps.map(([second]) => second)))].sort((a, b) => a - b);
  const floors = seconds.map(() => 0);
  return layers.map(({ kind, steps }) => {
    let next = 0;
    let value = 0;
    const risen = seconds.map((second, index) => {
      for (let step = steps[next]; step !== undefined && step[0] <= second; step = steps[next]) {
        value = step[1];
        next += 1;
      }
      const low = floors[index] ?? 0;
      floors[index] = low + value;
      return [second, low, low + value] as const;
    });
    return { kind, steps: risen };
  });
}

function areaOf(
  steps: Stacked['steps'],
  x: (second: number) => number,
  y: (percent: number) => number,
  endSecond: number,
): string {
  const edge = (side: 1 | 2): string[] =>
    steps.flatMap((step, index) => {
      const until = steps[index + 1]?.[0] ?? endSecond;
      const height = y(step[side]).toFixed(1);
      return [`${x(step[0]).toFixed(1)},${height}`, `${x(until).toFixed(1)},${height}`];
    });
  return `M${edge(2).join('L')}L${edge(1).reverse().join('L')}Z`;
}

function every(step: number, end: number): readonly number[] {
  return Array.from({ length: Math.floor(end / step) + 1 }, (_, index) => index * step).filter((one) => one <= end);
}

function cross(x: number, y: number): string {
  const [left, right, up, down] = [x - 3.5, x + 3.5, y - 3.5, y + 3.5].map((place) => place.toFixed(1));
  return `<path class="refused" d="M${left},${up}L${right},${down}M${left},${down}L${right},${up}"/>`;
}

function text(x: number, y: number, words: string, style: string, anchor = 'start'): string {
  return `<text class="${style}" x="${x.toFixed(1)}" y="${y.toFixed(1)}" text-anchor="${anchor}">${escaped(words)}</text>`;
}

function escaped(words: string): string {
  return words.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');
}
