import { spawn } from 'node:child_process';
import { join } from 'node:path';

export const root = join(import.meta.dirname, '..');

export interface Step {
  readonly name: string;
  /** Run with the Node that runs us. */
  readonly node: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
}

/** Steps one after the other. */
export type Lane = readonly Step[];

/**
 * Runs lanes beside each other, the steps of each in order until one fails, and prints how long each took. With more than
 * one lane a step's words are printed when it ends, so that they do not mix. False when one failed.
 */
export async function runLanes(lanes: readonly Lane[]): Promise<boolean> {
  const isAlone = lanes.length === 1;
  const results = await Promise.all(lanes.map((lane) => runLane(lane, isAlone)));
  return results.every(Boolean);
}

async function runLane(lane: Lane, isAlone: boolean): Promise<boolean> {
  for (const step of lane) {
    if (!(await runStep(step, isAlone))) return false;
  }
  return true;
}

async function runStep({ name, node, env }: Step, isAlone: boolean): Promise<boolean> {
  if (isAlone) console.log(`\n── ${name}`);
  const startMs = performance.now();
  const child = spawn(process.execPath, [...node], {
    cwd: root,
    stdio: isAlone ? 'inherit' : ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, ...env },
  });
  const said: Buffer[] = [];
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', (bytes: Buffer) => said.push(bytes));
  const status = await new Promise<number | null>((resolve) => {
    child.once('error', () => resolve(null));
    child.once('close', resolve);
  });
  if (!isAlone) process.stdout.write(`\n── ${name}\n${Buffer.concat(said).toString()}`);
  const seconds = ((performance.now() - startMs) / 1_000).toFixed(1);
  console.log(`── ${name}: ${status === 0 ? 'ok' : `failed (${status ?? 'killed'})`} in ${seconds} s`);
  return status === 0;
}

const bin = (path: string): string => join('node_modules', path);

const types: Step = { name: 'types', node: [bin('typescript/bin/tsc'), '-b'] };
const lint: Step = { name: 'lint', node: [bin('@biomejs/biome/bin/biome'), 'check', '--error-on-warnings'] };
const layers: Step = { name: 'layers', node: ['scripts/check-layers.ts'] };
/** Unit tests often wait for sockets and threads; meanwhile the compiler has the processor. */
function lanesWith(flags: readonly string[], env: Readonly<Record<string, string>>): readonly Lane[] {
  return [[{ name: 'unit', node: [bin('vitest/vitest.mjs'), 'run', ...flags], env }], [lint, layers, types]];
}

export const checkLanes = lanesWith([], {});

/**
 * Without the long tests (scripts/long-tests.ts), and those that repeat themselves on ever new input fewer times
 * (test/support/rounds.ts).
 */
export const quickLanes = lanesWith(['--project', '!long*'], { FUZZ: 'quick' });

export const endToEndLanes: readonly Lane[] = [
  [
    { name: 'page', node: ['scripts/build.ts'] },
    { name: 'end to end', node: [bin('vitest/vitest.mjs'), 'run', '--config', 'vitest.e2e.config.ts'] },
  ],
];
