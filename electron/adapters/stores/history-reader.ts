import type { DatabaseSync, SQLOutputValue, StatementSync } from 'node:sqlite';
import { type ExchangeId, exchangeIds } from '../../../shared/model/account.ts';
import type { LatencyPoint, LatencySummary, UsePoint } from '../../../shared/model/activity.ts';
import { addHistogram, addPacked, emptyHistogram, type Histogram, quantile } from '../../engine/recorder/histogram.ts';
import { chooseStep, ROLLUP_STEPS_MS, type StepChoice } from '../../engine/recorder/store.ts';
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
  readonly #oldestUse: StatementSync;
  readonly #oldestLatency: StatementSync;

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
    this.#oldestUse = db.prepare('SELECT min(at_ms) AS at FROM use_rollup WHERE step_ms = ? AND bucket = ?');
    this.#oldestLatency = db.prepare('SELECT min(at_ms) AS at FROM latency_rollup WHERE step_ms = ? AND exchange = ?');
  }

  /** Highest use in each step; a gap reads as zero. */
  use(key: string, span: Span): UseHistory {
    const part = this.#names.find(key);
    const step = choose(span, part === null ? [] : [oldestOf(this.#oldestUse, part)]);
    if (part === null) return { stepMs: step.stepMs, points: [] };
    return { stepMs: step.stepMs, points: this.#readUse.all(bounds(part, span, step)).map(usePoint) };
  }

  /** Calls of each step, of every exchange. */
  latency(span: Span): LatencyHistory {
    const parts = exchangeIds.map((exchange) => ({ exchange, part: this.#names.find(exchange) }));
    const oldest = parts.flatMap(({ part }) => (part === null ? [] : [oldestOf(this.#oldestLatency, part)]));
    const step = choose(span, oldest);
    const exchanges = parts.map(({ exchange, part }) =>
      latencyOf(exchange, part === null ? [] : this.#readLatency.all(bounds(part, span, step))),
    );
    return { stepMs: step.stepMs, exchanges };
  }
}

/** First time there is of each step. */
type Oldest = readonly (number | null)[];

function oldestOf(statement: StatementSync, part: number): Oldest {
  return ROLLUP_STEPS_MS.map((stepMs) => {
    const at = statement.get(stepMs, part)?.['at'] ?? null;
    return at === null ? null : Number(at);
  });
}

// Seconds of a time long gone are pruned while its hours remain.
function choose(span: Span, parts: readonly Oldest[]): StepChoice {
  const fromMs = span.untilMs - span.spanMs;
  const finestMs = ROLLUP_STEPS_MS.findLast((_, index) => parts.some((oldest) => reachesFurther(oldest, index, fromMs)));
  return chooseStep(span.spanMs, span.points, finestMs);
}

/** This step's rollup has a part of the span that the next finer one lacks. */
function reachesFurther(oldest: Oldest, index: number, fromMs: number): boolean {
  const [stepMs, here, finer] = [ROLLUP_STEPS_MS[index], oldest[index] ?? null, oldest[index - 1] ?? null];
  if (index === 0 || stepMs === undefined || here === null) return false;
  if (finer === null) return true;
  return finer > fromMs && here < Math.floor(finer / stepMs) * stepMs;
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
  return { atMs, count, failures, p50: quantile(histogram, 0.5), p95: quantile(histogram, 0.95) };
}

function summaryOf(exchange: ExchangeId, { histogram, count, failures }: Tally): LatencySummary {
  const [p50, p95, p99] = [quantile(histogram, 0.5), quantile(histogram, 0.95), quantile(histogram, 0.99)];
  return { exchange, count, failures, p50, p95, p99 };
}
