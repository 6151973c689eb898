// Cuts the power, as far as a program can see it: a process works on the real stores while every write and every sync is
// noted; then, at random moments, the disk is left with what was synced and a random part of what was not.
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Change, PowerDisk, readTrace } from './power-disk.ts';
import { lookAfter, saidIn } from './power-look.ts';

const LONGEST_MS = 120_000;

export interface PowerFigure {
  readonly figure: 'power-cuts';
  readonly cuts: number;
  readonly syncs: number;
  /** Facts that had been said to be kept before the last cut. */
  readonly facts: number;
  readonly lost: number;
  readonly logMissesMs: number;
  readonly seed: string;
}

export interface PowerOptions {
  readonly cuts: number;
  /** Orders, keys and alerts that are made; a few hundred fill the log of each file more than once. */
  readonly rounds: number;
  readonly seed: string;
  readonly draw: () => number;
  readonly onProblem: (text: string) => void;
}

/** Why power cannot be cut here; null when it can. */
export function whyNoPower(): string | null {
  if (process.platform !== 'linux') return 'writes can be watched on Linux only';
  const { status } = spawnSync('gcc', ['--version']);
  return status === 0 ? null : 'there is no gcc to build the watch with';
}

export function runPowerCuts({ cuts, rounds, seed, draw, onProblem }: PowerOptions): PowerFigure {
  const base = mkdtempSync(join(tmpdir(), 'headroom-power-'));
  try {
    const changes = recordedChanges(base, rounds);
    const moments = Array.from({ length: cuts }, () => 1 + Math.floor(draw() * changes.length)).toSorted(
      (a, b) => a - b,
    );
    const disk = new PowerDisk(changes);
    let lost = 0;
    let logMissesMs = 0;
    for (const moment of moments) {
      disk.runTo(moment);
      // Some cuts leave nothing that was not synced, some nearly all of it.
      const luck = [0, 0.5, 0.95][Math.floor(draw() * 3)] ?? 0;
      const files = disk.cut(() => draw() < luck);
      const atMs = changes[moment - 1]?.atMs ?? 0;
      const found = lookAfter(join(base, 'after'), files, saidIn(changes.slice(0, moment)), atMs);
      for (const problem of found.problems) onProblem(`cut after ${moment}: ${problem}`);
      lost += found.problems.length;
      logMissesMs = Math.max(logMissesMs, found.logMissesMs);
    }
    const syncs = changes.filter(({ kind }) => kind === 'synced').length;
    const facts = factsIn(changes.slice(0, moments.at(-1)));
    return { figure: 'power-cuts', cuts, syncs, facts, lost, logMissesMs: Math.ceil(logMissesMs), seed };
  } finally {
    rmSync(base, { recursive: true, force: true });
  }
}

function recordedChanges(base: string, rounds: number): readonly Change[] {
  const library = join(base, 'power.so');
  const built = spawnSync(
    'gcc',
    ['-shared', '-fPIC', '-O1', '-o', library, join(import.meta.dirname, 'power.c'), '-ldl', '-pthread'],
    { encoding: 'utf8' },
  );
  if (built.status !== 0) throw new Error(`the watch could not be built:\n${built.stderr}`);
  const folder = join(base, 'data');
  const trace = join(base, 'trace');
  mkdirSync(folder);
  const { status, stderr } = spawnSync(
    process.execPath,
    ['--disable-warning=ExperimentalWarning', join(import.meta.dirname, 'power-child.ts'), folder, String(rounds)],
    {
      encoding: 'utf8',
      timeout: LONGEST_MS,
      env: { PATH: process.env['PATH'], LD_PRELOAD: library, POWER_FOLDER: folder, POWER_TRACE: trace },
    },
  );
  if (status !== 0) throw new Error(`the process that is watched ended by ${status}:\n${stderr}`);
  return readTrace(trace);
}

function factsIn(changes: readonly Change[]): number {
  const { orders, keys, alerts, audits, stored } = saidIn(changes);
  return orders.size + keys + alerts + audits + stored;
}
