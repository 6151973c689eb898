import type { DatabaseSync, SQLOutputValue, StatementSync } from 'node:sqlite';
import {
  addPacked,
  emptyHistogram,
  packHistogram,
  quantile,
  unpackHistogram,
} from '../../engine/recorder/histogram.ts';
import {
  emptySums,
  ENVELOPE_SHARE,
  type LatencyParts,
  type Sums,
  splitOf,
} from '../../engine/recorder/latency-parts.ts';
import { latencyName, type LatencySample, ROLLUP_STEPS_MS } from '../../engine/recorder/store.ts';
import type { LatencyHistory, Span } from '../../engine/recorder/types.ts';
import type { Names } from './names.ts';

const [SECOND_MS, MINUTE_MS, HOUR_MS] = ROLLUP_STEPS_MS;
// Whole hours are enough to find the fastest answers of a span of so many.
const ENVELOPE_HOURS = 12;

/** What the mean call's time is split by: written with the latency rollups, read beside them. */
export class LatencyPartsTable {
  readonly #names: Names;
  readonly #add: StatementSync;
  readonly #readFirstByte: StatementSync;
  readonly #writeFirstByte: StatementSync;
  readonly #read: StatementSync;
  readonly #readEnvelope: StatementSync;

  constructor(db: DatabaseSync, names: Names) {
    this.#names = names;
    this.#add = db.prepare(
      `INSERT INTO latency_parts VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, NULL) ON CONFLICT DO UPDATE SET
       answered = answered + excluded.answered, waited_ms = waited_ms + excluded.waited_ms, wire_ms = wire_ms + excluded.wire_ms,
       around_ms = around_ms + excluded.around_ms, exchange_ms = exchange_ms + excluded.exchange_ms,
       exchange_calls = exchange_calls + excluded.exchange_calls`,
    );
    const one = 'step_ms = ? AND exchange = ? AND at_ms = ?';
    this.#readFirstByte = db.prepare(`SELECT first_byte FROM latency_parts WHERE ${one}`);
    this.#writeFirstByte = db.prepare(`UPDATE latency_parts SET first_byte = ? WHERE ${one}`);
    const within = 'step_ms = :rollup AND exchange = :part AND at_ms >= :from AND at_ms < :until';
    this.#read = db.prepare(
      `SELECT at_ms / :width * :width AS at, sum(answered) AS answered, sum(waited_ms) AS waitedMs, sum(wire_ms) AS wireMs,
              sum(around_ms) AS aroundMs, sum(exchange_ms) AS exchangeMs, sum(exchange_calls) AS exchangeCalls
       FROM latency_parts WHERE ${within} GROUP BY at`,
    );
    this.#readEnvelope = db.prepare(
      `SELECT group_concat(hex(first_byte), '') AS packed FROM latency_parts WHERE ${within}`,
    );
  }

  /** Within the caller's transaction. */
  add({ exchange: name, environment, atMs, parts }: LatencySample): void {
    if (parts === undefined || parts.answered === 0) return;
    const exchange = this.#names.idOf(latencyName(name, environment));
    for (const stepMs of ROLLUP_STEPS_MS) this.#addStep(stepMs, exchange, Math.floor(atMs / stepMs) * stepMs, parts);
  }

  /** The same history, its points with where their time was spent. */
  split(history: LatencyHistory, span: Span): LatencyHistory {
    const exchanges = history.exchanges.map((entry) => {
      if (entry.points.length === 0) return entry;
      const sums = this.#sumsOf(latencyName(entry.exchange, entry.environment), history.stepMs, span);
      const envelopeMs = this.#envelopeOf(latencyName(entry.exchange, entry.environment), span);
      const points = entry.points.map((point) => {
        const split = splitOf(sums.get(point.atMs) ?? emptySums(), envelopeMs);
        return split === null ? point : { ...point, split };
      });
      return { ...entry, points };
    });
    return { ...history, exchanges };
  }

  // Seconds have none: an envelope is never asked for less than a minute, and three times the writing would buy nothing.
  #addStep(stepMs: number, exchange: number, atMs: number, parts: LatencyParts): void {
    const { answered, waitedMs, wireMs, aroundMs, exchangeMs, exchangeCalls } = parts;
    this.#add.run(stepMs, exchange, atMs, answered, waitedMs, wireMs, aroundMs, exchangeMs, exchangeCalls);
    if (stepMs === SECOND_MS) return;
    const before = this.#readFirstByte.get(stepMs, exchange, atMs)?.['first_byte'];
    const histogram = unpackHistogram(parts.firstByte);
    if (before instanceof Uint8Array) addPacked(histogram, before);
    this.#writeFirstByte.run(packHistogram(histogram), stepMs, exchange, atMs);
  }

  #sumsOf(exchange: string, stepMs: number, span: Span): ReadonlyMap<number, Sums> {
    const rollupMs = ROLLUP_STEPS_MS.findLast((step) => stepMs % step === 0) ?? SECOND_MS;
    const rows = this.#read.all({ ...this.#bounds(exchange, rollupMs, span), width: BigInt(stepMs) });
    return new Map(rows.map((row) => [Number(row['at']), sumsOf(row)]));
  }

  #envelopeOf(exchange: string, span: Span): number | null {
    const rollupMs = span.spanMs >= ENVELOPE_HOURS * HOUR_MS ? HOUR_MS : MINUTE_MS;
    const histogram = emptyHistogram();
    const packed = this.#readEnvelope.get(this.#bounds(exchange, rollupMs, span))?.['packed'] ?? '';
    addPacked(histogram, Buffer.from(String(packed), 'hex'));
    return quantile(histogram, ENVELOPE_SHARE);
  }

  #bounds(exchange: string, rollupMs: number, { untilMs, spanMs }: Span): Record<string, bigint> {
    return {
      rollup: BigInt(rollupMs),
      part: BigInt(this.#names.find(exchange) ?? -1),
      from: BigInt(Math.floor((untilMs - spanMs) / rollupMs) * rollupMs),
      until: BigInt(Math.ceil(untilMs)),
    };
  }
}

function sumsOf(row: Record<string, SQLOutputValue>): Sums {
  const sums = emptySums();
  for (const name of Object.keys(sums) as (keyof Sums)[]) sums[name] = Number(row[name]);
  return sums;
}
