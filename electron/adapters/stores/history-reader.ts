import type { DatabaseSync, SQLOutputValue, StatementSync } from 'node:sqlite';
import { Environment, type ExchangeId, exchangeIds } from '../../../shared/model/account.ts';
import type { LatencyPoint, LatencySummary, UsePoint } from '../../../shared/model/activity.ts';
import { addHistogram, addPacked, emptyHistogram, type Histogram, quantile } from '../../engine/recorder/histogram.ts';
import { chooseStep, latencyName, ROLLUP_STEPS_MS, type StepChoice } from '../../engine/recorder/store.ts';
import type { LatencyHistory, Span, UseHistory } from '../../engine/recorder/types.ts';
import type { Names } from './names.ts';

interface Tally {
  readonly histogram: Histogram;
  count: number;
  failures: number;
}

type Rows = readonly Record<string, SQLOutputValue>[];

/** Reads rollups back as points of a width that suits the span. */
export class HistoryReader {
  readonly #names: Names;
  readonly #readUse: StatementSync;
  readonly #readLatency: StatementSync;
  readonly #reachOfUse: Reach;
  readonly #reachOfLatency: Reach;

  constructor(db: DatabaseSync, names: Names) {
    this.#names = names;
    this.#readUse = db.prepare(
      `SELECT at_ms / :width * :width AS at, max(used) AS used, max(foreign_used) AS foreign_used,
              max(in_flight) AS in_flight, max(capacity) AS capacity
       FROM use_rollup WHERE step_ms = :rollup AND bucket = :part AND at_ms >= :from AND at_ms < :until
       GROUP BY at ORDER BY at`,
    );
    // Packed histograms one after the other add up; as one text of a step they cross into JavaScript ten times faster.
    this.#readLatency = db.prepare(
      `SELECT at_ms / :width * :width AS at, sum(calls) AS calls, sum(failures) AS failures,
              group_concat(hex(histogram), '') AS histograms
       FROM latency_rollup WHERE step_ms = :rollup AND exchange = :part AND at_ms >= :from AND at_ms < :until
       GROUP BY at ORDER BY at`,
    );
    this.#reachOfUse = reachOf(db, 'use_rollup', 'bucket');
    this.#reachOfLatency = reachOf(db, 'latency_rollup', 'exchange');
  }

  /** Highest use in each step; a gap reads as zero. */
  use(key: string, span: Span): UseHistory {
    const part = this.#names.find(key);
    const step = choose(span, part === null ? [] : [part], this.#reachOfUse);
    if (part === null) return { stepMs: step.stepMs, points: [] };
    return { stepMs: step.stepMs, points: this.#readUse.all(bounds(part, span, step)).map(usePoint) };
  }

  /** Calls of each step, of every exchange; live ones always, of other environments those that were ever called. */
  latency(span: Span): LatencyHistory {
    const parts = exchangeIds
      .flatMap((exchange) => Environment.options.map((environment) => ({ exchange, environment })))
      .map((realm) => ({ ...realm, part: this.#names.find(latencyName(realm.exchange, realm.environment)) }))
      .filter(({ environment, part }) => environment === 'live' || part !== null);
    const step = choose(
      span,
      parts.flatMap(({ part }) => part ?? []),
      this.#reachOfLatency,
    );
    const exchanges = parts.map(({ exchange, environment, part }) => ({
      ...latencyOf(exchange, part === null ? [] : this.#readLatency.all(bounds(part, span, step))),
      environment,
    }));
    return { stepMs: step.stepMs, exchanges };
  }
}

/** Ends of what a rollup holds of one bucket or exchange. */
interface Reach {
  readonly oldest: StatementSync;
  readonly newestBefore: StatementSync;
}

function reachOf(db: DatabaseSync, table: string, part: string): Reach {
  return {
    oldest: db.prepare(`SELECT min(at_ms) AS at FROM ${table} WHERE step_ms = ? AND ${part} = ?`),
    newestBefore: db.prepare(`SELECT max(at_ms) AS at FROM ${table} WHERE step_ms = ? AND ${part} = ? AND at_ms < ?`),
  };
}

// Seconds of a time long gone are pruned while its hours remain.
function choose(span: Span, parts: readonly number[], reach: Reach): StepChoice {
  const finestMs = ROLLUP_STEPS_MS.findLast((_, index) =>
    parts.some((part) => reachesFurther(reach, part, index, span)),
  );
  return chooseStep(span.spanMs, span.points, finestMs);
}

/** This step's rollup has something of the span from before the next finer one begins. */
function reachesFurther(reach: Reach, part: number, index: number, span: Span): boolean {
  const [stepMs, finerMs] = [ROLLUP_STEPS_MS[index], ROLLUP_STEPS_MS[index - 1]];
  if (stepMs === undefined || finerMs === undefined) return false;
  const finerFromMs = timeOf(reach.oldest.get(finerMs, part)) ?? span.untilMs;
  const newestMs = timeOf(reach.newestBefore.get(stepMs, part, Math.floor(finerFromMs / stepMs) * stepMs));
  return newestMs !== null && newestMs + stepMs > span.untilMs - span.spanMs;
}

function timeOf(row: Record<string, SQLOutputValue> | undefined): number | null {
  const at = row?.['at'] ?? null;
  return at === null ? null : Number(at);
}

// As BigInt: Node binds numbers as REAL, and a division by REAL would not round down to the step.
function bounds(part: number, span: Span, { rollupMs, stepMs }: StepChoice): Record<string, bigint> {
  const from = Math.floor((span.untilMs - span.spanMs) / rollupMs) * rollupMs;
  return {
    width: BigInt(stepMs),
    rollup: BigInt(rollupMs),
    part: BigInt(part),
    from: BigInt(from),
    until: BigInt(Math.ceil(span.untilMs)),
  };
}

function usePoint(row: Record<string, SQLOutputValue>): UsePoint {
  return {
    atMs: Number(row['at']),
    used: Number(row['used']),
    foreign: Number(row['foreign_used']),
    inFlight: Number(row['in_flight']),
    capacity: Number(row['capacity']),
  };
}

function latencyOf(exchange: ExchangeId, rows: Rows): LatencyHistory['exchanges'][number] {
  const whole: Tally = { histogram: emptyHistogram(), count: 0, failures: 0 };
  const points = rows.map((row) => {
    const step = tallyOf(row);
    addTally(whole, step);
    return pointOf(Number(row['at']), step);
  });
  return { exchange, summary: summaryOf(exchange, whole), points };
}

function tallyOf(row: Record<string, SQLOutputValue>): Tally {
  const histogram = emptyHistogram();
  addPacked(histogram, Buffer.from(String(row['histograms'] ?? ''), 'hex'));
  return { histogram, count: Number(row['calls']), failures: Number(row['failures']) };
}

function addTally(into: Tally, other: Tally): void {
  addHistogram(into.histogram, other.histogram);
  into.count += other.count;
  into.failures += other.failures;
}

function pointOf(atMs: number, { histogram, count, failures }: Tally): LatencyPoint {
  const [p50, p95, p99] = [quantile(histogram, 0.5), quantile(histogram, 0.95), quantile(histogram, 0.99)];
  return { atMs, count, failures, p50, p95, p99, errorRate: count === 0 ? null : failures / count };
}

function summaryOf(exchange: ExchangeId, { histogram, count, failures }: Tally): LatencySummary {
  const [p50, p95, p99] = [quantile(histogram, 0.5), quantile(histogram, 0.95), quantile(histogram, 0.99)];
  return { exchange, count, failures, p50, p95, p99 };
}
