import type { Environment, ExchangeId } from '../../../shared/model/account.ts';
import type { GateMark } from '../../../shared/model/spend.ts';
import type { LatencyParts } from './latency-parts.ts';
import type { ActivityQueries } from './queries.ts';
import type { StoredRow } from './recorded-row.ts';
import type { LatencyHistory, RetentionPolicy, Span, UseHistory } from './types.ts';

/** Rollup steps, ms: a second, a minute, an hour. */
export const ROLLUP_STEPS_MS = [1_000, 60_000, 3_600_000] as const;

/** How long rollups of each step are kept, ms: a day and a bit, a month, a year. */
export const ROLLUP_KEPT_MS = [26 * 3_600_000, 32 * 86_400_000, 400 * 86_400_000] as const;

/** Use of one bucket, the highest seen within the second that begins at `atMs`. */
export interface UseSample {
  readonly key: string;
  readonly atMs: number;
  readonly used: number;
  readonly foreign: number;
  readonly inFlight: number;
  readonly capacity: number;
}

/** Calls of one exchange answered within the second that begins at `atMs`. */
export interface LatencySample {
  readonly exchange: ExchangeId;
  /** Absent: live. */
  readonly environment?: Environment;
  readonly atMs: number;
  readonly failures: number;
  readonly calls: number;
  /** Packed histogram of the answered calls. */
  readonly histogram: Uint8Array;
  readonly parts?: LatencyParts;
}

export interface ActivityBatch {
  readonly rows: readonly StoredRow[];
  readonly use: readonly UseSample[];
  readonly latency: readonly LatencySample[];
  readonly gates?: readonly GateMark[];
}

/** Where the recorder's batches end. Each batch is one transaction: all of it or nothing. */
export interface ActivityStore {
  /** Id of the newest stored row, 0 when there is none. */
  readonly lastRowId: number;
  /** Rejects with nothing stored. A batch whose rows are stored already is not stored twice. */
  append(batch: ActivityBatch): Promise<void>;
  useHistory(key: string, span: Span): Promise<UseHistory>;
  latencyHistory(span: Span): Promise<LatencyHistory>;
  readonly queries: ActivityQueries;
  prune(policy: RetentionPolicy, nowMs: number): Promise<{ readonly rowsRemoved: number; readonly bytes: number }>;
  close(): Promise<void>;
}

export interface StepChoice {
  /** Which rollup to read. */
  readonly rollupMs: number;
  /** Width of a returned point: a multiple of `rollupMs`. */
  readonly stepMs: number;
}

/**
 * The rollup to read for a span and the width that gives at most `points` (from 2) points: the coarsest rollup that gives
 * at least half as many, so that no more than 30 stored steps are read for one point; coarser where finer ones are no
 * longer kept. `finestMs`: the finest rollup that has the span.
 */
export function chooseStep(spanMs: number, points: number, finestMs: number = ROLLUP_STEPS_MS[0]): StepChoice {
  // Points begin at multiples of the width, so a span that begins between two of them touches one more.
  const wantedMs = spanMs / Math.max(1, points - 1);
  const isKept = (index: number): boolean => spanMs <= (ROLLUP_KEPT_MS[index] ?? 0);
  const isGoodEnough = (stepMs: number): boolean => stepMs <= 2 * wantedMs || stepMs <= finestMs;
  const rollupMs =
    ROLLUP_STEPS_MS.findLast((stepMs, index) => isGoodEnough(stepMs) || (index > 0 && !isKept(index - 1))) ??
    ROLLUP_STEPS_MS[0];
  return { rollupMs, stepMs: Math.ceil(wantedMs / rollupMs) * rollupMs };
}

/** The name under which an exchange's latency is kept: practice and real answers must never make one figure. */
export function latencyName(exchange: ExchangeId, environment: Environment = 'live'): string {
  return environment === 'live' ? exchange : `${exchange}/${environment}`;
}
