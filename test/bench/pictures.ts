import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Limit } from './limit.ts';
import { periodOf } from './limit.ts';
import { type Maker, headroom, peers } from './peer-limiters.ts';
import { limits } from './quota-figures.ts';
import { type Pattern, type QuotaResult, patterns, runQuota, startOf } from './quota-run.ts';
import { type Layer, type Panel, svgOf } from './svg.ts';
import { VirtualTime } from './virtual-time.ts';

const FOLDER = join(import.meta.dirname, '..', '..', 'docs', 'images');
const SEED = 1;
/** Shown beside ours, since it is what bots written against CCXT have. */
const PEER = 'ccxt rolling window';

interface Scene {
  readonly file: string;
  readonly limit: Limit;
  /** Windows measured, and how many of the first of them are shown. */
  readonly windows: number;
  readonly shown: number;
  readonly neighbour?: Pattern;
  readonly description: string;
}

const scenes: readonly Scene[] = [
  {
    file: 'limiter-alone.svg',
    limit: limits['fixed-1s'],
    windows: 15,
    shown: 6,
    description: 'How full six windows of one second became: with Headroom, and with the rolling window of CCXT.',
  },
  {
    file: 'limiter-neighbour.svg',
    limit: limits['fixed-60s'],
    windows: 15,
    shown: 10,
    neighbour: patterns['on-off'],
    description:
      'How full ten windows of a minute became beside a neighbour that spends half of some of them: Headroom leaves ' +
      'room for it, the rolling window of CCXT and the neighbour are refused.',
  },
];

/** Draws the pictures of docs/limiter.md from runs in virtual time; tells what it wrote. */
export async function drawPictures(): Promise<void> {
  for (const scene of scenes) {
    const path = join(FOLDER, scene.file);
    writeFileSync(path, await drawn(scene));
    console.log(path);
  }
}

async function drawn(scene: Scene): Promise<string> {
  const seconds = (scene.shown * periodOf(scene.limit)) / 1_000;
  const panels: Panel[] = [];
  for (const [name, make] of Object.entries({ Headroom: headroom, [PEER]: peers[PEER] })) {
    panels.push(panelOf(name, scene, await play(scene, make), seconds));
  }
  const turnEvery = periodOf(scene.limit) / 1_000;
  return svgOf({ description: scene.description, seconds, turnEvery, tickEvery: turnEvery, panels });
}

function play({ limit, windows, neighbour }: Scene, make: Maker): Promise<QuotaResult> {
  const run = { limit, windows, seed: SEED, makers: [make] };
  return VirtualTime.within(startOf(limit, SEED), (world) =>
    runQuota(world, neighbour === undefined ? run : { ...run, neighbour }),
  );
}

function panelOf(name: string, scene: Scene, { server, startMs }: QuotaResult, seconds: number): Panel {
  const shown = server.log
    .map(({ atMs, ...rest }) => ({ ...rest, second: (atMs - startMs) / 1_000 }))
    .filter(({ second }) => second >= 0 && second < seconds);
  const refusedAt = shown.filter(({ ok }) => !ok).map(({ second }) => second);
  const used = server.share(startMs, scene.shown) * 100;
  const refusals = `${refusedAt.length || 'no'} ${refusedAt.length === 1 ? 'call' : 'calls'} refused`;
  const layers = (['neighbour', 'ours'] as const)
    .filter((kind) => kind === 'ours' || scene.neighbour !== undefined)
    .map((kind) => layerOf(kind, shown, scene.limit, scene.shown));
  return { title: `${name}: ${used.toFixed(1)} % used, ${refusals}`, layers, refusedAt };
}

interface Shown {
  readonly second: number;
  readonly cost: number;
  readonly from: string;
  readonly ok: boolean;
}

function layerOf(kind: Layer['kind'], shown: readonly Shown[], limit: Limit, windows: number): Layer {
  const turnEvery = periodOf(limit) / 1_000;
  const steps: (readonly [number, number])[] = [];
  for (let window = 0; window < windows; window += 1) {
    let sum = 0;
    steps.push([window * turnEvery, 0]);
    for (const { second, cost, from, ok } of shown) {
      if (!ok || Math.floor(second / turnEvery) !== window || (from === 'neighbour') !== (kind === 'neighbour'))
        continue;
      sum += cost;
      steps.push([second, (sum / limit.capacity) * 100]);
    }
  }
  return { kind, steps };
}
