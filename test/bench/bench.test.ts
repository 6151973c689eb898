import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { replaced, tablesOf } from './docs-table.ts';
import { type Figure, Gathered, OURS, median } from './figure.ts';
import { type Picture, svgOf } from './svg.ts';

const root = join(import.meta.dirname, '..', '..');

const Line = z.strictObject({
  figure: z.string().regex(/^[a-z0-9.-]+$/),
  unit: z.string().min(1),
  value: z.number().nonnegative(),
  peers: z.record(z.string(), z.number().nonnegative().nullable()),
  limit: z.number().nonnegative().nullable(),
  ratio: z.number().nonnegative().nullable(),
  n: z.number().int().positive(),
  spread: z.tuple([z.number(), z.number()]),
});

const quotas = ['fixed-1s', 'fixed-60s', 'sliding-2s', 'decaying', 'fixed-1s-ones', 'fixed-1s-real'];
const neighbours = ['steady', 'burst', 'on-off', 'growing', 'twins'];
const used = ['used', 'refusals'];
const figures = [
  ...quotas.flatMap((name) => used.map((what) => `quota.${name}.${what}`)),
  ...['fixed-1s', 'fixed-60s'].flatMap((limit) => [
    ...neighbours.flatMap((name) => used.map((what) => `neighbour.${name}-${limit}.${what}`)),
    `neighbour.twins-${limit}.smaller-share`,
  ]),
  ...['queued', 'limiter', 'cancel', 'idle-wakes', 'held-wakes'].map((name) => `cost.${name}`),
  ...['hmac', 'ed25519', 'rsa'].flatMap((key) => [
    `client.call-${key}.cpu`,
    `client.call-${key}.throughput`,
    `client.sign-${key}`,
  ]),
];

function bench(...flags: readonly string[]) {
  const options = { cwd: root, encoding: 'utf8', timeout: 90_000 } as const;
  return spawnSync(process.execPath, [join('scripts', 'bench.ts'), ...flags], options);
}

describe('npm run bench', () => {
  it('prints every figure as one line of JSON, and is never refused while alone', { timeout: 90_000 }, () => {
    const { status, stdout, stderr } = bench('--quick');
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    const lines = stdout
      .trimEnd()
      .split('\n')
      .map((line) => Line.parse(JSON.parse(line)));
    expect(lines.map(({ figure }) => figure).sort()).toEqual([...figures].sort());
    for (const { figure, value, spread, peers } of lines) {
      expect(spread[0], figure).toBeLessThanOrEqual(value);
      expect(spread[1], figure).toBeGreaterThanOrEqual(value);
      expect(Object.keys(peers).length, figure).toBeGreaterThan(1);
    }
    const virtual = quotas.filter((name) => !name.endsWith('-real'));
    const refusals = lines.filter(({ figure }) => virtual.some((name) => figure === `quota.${name}.refusals`));
    expect(refusals.map(({ value }) => value)).toEqual(virtual.map(() => 0));
  });

  it('takes one group alone, as often as told', { timeout: 60_000 }, () => {
    const { stdout } = bench('--quick', '--only', 'quota.sliding-2s', '--runs', '3');
    const lines = stdout
      .trimEnd()
      .split('\n')
      .map((line) => Line.parse(JSON.parse(line)));
    expect(lines.map(({ figure, n }) => [figure, n])).toEqual([
      ['quota.sliding-2s.used', 3],
      ['quota.sliding-2s.refusals', 3],
    ]);
  });

  const wrong = [
    { flags: ['--runs', '0'], message: '--runs takes a whole number above 0, not 0' },
    { flags: ['--only', 'nothing'], message: '--only takes a figure or a group of them: quota.fixed-1s' },
    { flags: ['--write-docs', '--quick'], message: '--write-docs takes all figures of a whole run' },
  ];
  for (const { flags, message } of wrong) {
    it(`says what is wrong with ${flags.join(' ')}`, () => {
      const { status, stderr } = bench(...flags);
      expect(status).toBe(1);
      expect(stderr).toContain(message);
    });
  }
});

describe('a figure', () => {
  const cases = [
    { name: 'is compared with its limit', limit: 50, isBetter: 'more', ours: [40, 45, 50], peer: [10], ratio: 0.9 },
    { name: 'is compared with the best peer', limit: null, isBetter: 'less', ours: [30], peer: [60], ratio: 0.5 },
    { name: 'has no ratio to nothing', limit: 0, isBetter: 'less', ours: [3], peer: [0], ratio: null },
    { name: 'leaves out who cannot do it', limit: null, isBetter: 'less', ours: [3], peer: [null], ratio: null },
  ] as const;
  for (const { name, limit, isBetter, ours, peer, ratio } of cases) {
    it(name, () => {
      const gathered = new Gathered();
      for (const value of ours) gathered.add('one', OURS, value);
      for (const value of peer) gathered.add('one', 'peer', value);
      const figure = gathered.figure({ figure: 'one', unit: 'of it', limit, isBetter });
      expect(figure).toMatchObject({ ratio, value: median(ours), n: ours.length, peers: { peer: peer[0] } });
      expect(figure.spread).toEqual([Math.min(...ours), Math.max(...ours)]);
    });
  }
});

describe('the page of figures', () => {
  const figure: Figure = {
    figure: 'one',
    unit: 'of it',
    value: 2,
    peers: { peer: null },
    limit: 0,
    ratio: null,
    n: 5,
    spread: [1, 3],
  };

  it('shows what was measured, and a dash for what was not', () => {
    expect(tablesOf([figure]).split('\n').at(-1)).toBe('| one | of it | **2** | 1 – 3 | 0 | – | – |');
  });

  it('makes a table of its own for other peers', () => {
    const tables = tablesOf([figure, { ...figure, peers: { other: 4 } }, figure]);
    expect(tables.split('\n\n').map((table) => table.split('\n').length)).toEqual([4, 3]);
  });

  it('takes the place of the old one', () => {
    expect(replaced('a\n<!-- figures:begin -->\nold\n<!-- figures:end -->\nz', 'new')).toBe(
      'a\n<!-- figures:begin -->\n\nnew\n\n<!-- figures:end -->\nz',
    );
    expect(() => replaced('a page without them', 'new')).toThrow('figures:begin');
  });
});

describe('a picture', () => {
  const picture: Picture = {
    description: 'Two windows & their use',
    seconds: 2,
    turnEvery: 1,
    tickEvery: 1,
    panels: [
      {
        title: 'Somebody',
        layers: [
          {
            kind: 'neighbour',
            steps: [
              [0, 0],
              [0.5, 40],
              [1, 0],
            ],
          },
          {
            kind: 'ours',
            steps: [
              [0, 50],
              [1, 0],
            ],
          },
        ],
        refusedAt: [0.7, 0.8],
      },
    ],
  };
  const svg = svgOf(picture);

  it('stacks the layers on each other', () => {
    const [neighbour, ours] = [...svg.matchAll(/<path class="(?:neighbour|ours)" d="M([^Z]*)Z"/g)].map(
      ([, path]) => path,
    );
    const points = (path = '') => path.split('L').map((point) => Number(point.split(',')[1]));
    const [top, middle, bottom] = [0, 40, 90].map((percent) => Number((56 + 190 - (percent / 110) * 190).toFixed(1)));
    expect(points(neighbour).slice(0, 6)).toEqual([top, top, middle, middle, top, top]);
    expect(points(ours)[2]).toBe(bottom);
    expect(points(ours).at(-3)).toBe(middle);
  });

  it('marks every refusal and names everything it draws, for both grounds', () => {
    expect(svg.match(/<path class="refused"/g)).toHaveLength(2 + 1);
    for (const words of [
      'neighbour',
      'this limiter',
      'capacity',
      'window turns',
      'call refused',
      'time, seconds',
      '% of the window',
    ])
      expect(svg).toContain(`>${words}<`);
    expect(svg).toContain('prefers-color-scheme: dark');
    expect(svg).toContain('Two windows &amp; their use');
  });
});
