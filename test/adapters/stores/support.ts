import { createHash } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach } from 'vitest';
import { ActivityDatabase } from '../../../electron/adapters/stores/activity-database.ts';
import { activitySchema } from '../../../electron/adapters/stores/activity-schema.ts';
import { openDatabase } from '../../../electron/adapters/stores/open-database.ts';
import { addLatency, emptyHistogram, packHistogram } from '../../../electron/engine/recorder/histogram.ts';
import type { ActivityBatch, LatencySample, UseSample } from '../../../electron/engine/recorder/store.ts';
import type { ActivityStats, FoundRows } from '../../../electron/engine/recorder/queries.ts';
import type { Span, UseHistory } from '../../../electron/engine/recorder/types.ts';
import type { ActivityRow } from '../../../shared/model/activity.ts';
import { rowAt } from '../../engine/recorder/support.ts';

const folders: string[] = [];

afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

/** A new folder, removed after the test. */
export function tempFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'headroom-store-'));
  folders.push(folder);
  return folder;
}

export function openActivity(path: string): ActivityDatabase {
  return new ActivityDatabase(openDatabase(path, activitySchema, 'stamp').db);
}

/** The newest rows before one, and how many there are in all. */
export function pageOf(store: ActivityDatabase, before: number | null, limit: number) {
  const { rows } = store.answer({ about: 'rows', filter: {}, before, limit }) as FoundRows;
  return { rows, total: (store.answer({ about: 'stats' }) as ActivityStats).rows };
}

export function row(id: number, atMs: number, changes: Partial<ActivityRow> = {}): ActivityRow {
  return { ...rowAt(atMs), id, ...changes };
}

export function batch(parts: Partial<ActivityBatch>): ActivityBatch {
  return { rows: [], use: [], latency: [], ...parts };
}

export function sampleOf(key: string, atMs: number, used: number, changes: Partial<UseSample> = {}): UseSample {
  return { key, atMs, used, foreign: 0, inFlight: 0, capacity: 6_000, ...changes };
}

/** By its name in brackets: outside a component the linter takes `useHistory` for a misplaced React hook. */
export function historyOf(store: ActivityDatabase, key: string, span: Span): UseHistory {
  return store['useHistory'](key, span);
}

export function latency(atMs: number, latenciesMs: readonly number[], failures = 0): LatencySample {
  const histogram = emptyHistogram();
  for (const latencyMs of latenciesMs) addLatency(histogram, latencyMs);
  return { exchange: 'binance', atMs, calls: latenciesMs.length, failures, histogram: packHistogram(histogram) };
}

export function hashOf(path: string): string {
  return createHash('sha256').update(readFileSync(path)).digest('hex');
}

/** Every file of a folder with its hash, to compare before and after. */
export function contentsOf(folder: string): Readonly<Record<string, string>> {
  return Object.fromEntries(readdirSync(folder).map((name) => [name, hashOf(join(folder, name))]));
}
