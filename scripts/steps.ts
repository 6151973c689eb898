import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

export const root = join(import.meta.dirname, '..');

export interface Step {
  readonly name: string;
  /** Run with the Node that runs us. */
  readonly node: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
}

/** Runs the steps in order, stops at the first that fails, prints how long each took. False when one failed. */
export function runSteps(steps: readonly Step[]): boolean {
  for (const { name, node, env } of steps) {
    console.log(`\n── ${name}`);
    const startMs = performance.now();
    const { status } = spawnSync(process.execPath, [...node], {
      cwd: root,
      stdio: 'inherit',
      env: { ...process.env, ...env },
    });
    const seconds = ((performance.now() - startMs) / 1_000).toFixed(1);
    console.log(`── ${name}: ${status === 0 ? 'ok' : `failed (${status ?? 'killed'})`} in ${seconds} s`);
    if (status !== 0) return false;
  }
  return true;
}

const bin = (path: string): string => join('node_modules', path);

export const checkSteps: readonly Step[] = [
  { name: 'types', node: [bin('typescript/bin/tsc'), '-b'] },
  { name: 'lint', node: [bin('@biomejs/biome/bin/biome'), 'check', '--error-on-warnings'] },
  { name: 'layers', node: ['scripts/check-layers.ts'] },
  { name: 'unit', node: [bin('vitest/vitest.mjs'), 'run'] },
];

export const endToEndSteps: readonly Step[] = [
  { name: 'page', node: ['scripts/build.ts'] },
  { name: 'end to end', node: [bin('vitest/vitest.mjs'), 'run', '--config', 'vitest.e2e.config.ts'] },
];
