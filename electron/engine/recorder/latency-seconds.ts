import type { ExchangeId } from '../../../shared/model/account.ts';
import type { ActivityRow, LatencyPoint } from '../../../shared/model/activity.ts';
import { addHistogram, addLatency, emptyHistogram, type Histogram, packHistogram, quantile } from './histogram.ts';
import { PartsTally } from './latency-parts.ts';
import type { LatencySample } from './store.ts';

const SECOND_MS = 1_000;

interface Totals {
  readonly histogram: Histogram;
  calls: number;
  failures: number;
}

interface Tally extends Totals {
  readonly parts: PartsTally;
}

interface Second {
  readonly atMs: number;
  /** What samples have carried off already. */
  readonly saved: Totals;
  unsaved: Tally;
}

export interface LivePoint {
  readonly exchange: ExchangeId;
  readonly point: LatencyPoint;
}

/** Gathers each exchange's calls into seconds: whole ones for the live chart, samples for the store. */
export class LatencySeconds {
  readonly #open = new Map<ExchangeId, Second>();
  #points: LivePoint[] = [];
  #samples: LatencySample[] = [];

  note(row: Omit<ActivityRow, 'id'>): void {
    const { exchange } = row;
    const { unsaved } = this.#secondOf(exchange, Math.floor(row.atMs / SECOND_MS) * SECOND_MS);
    unsaved.calls += 1;
    if (row.code !== null) unsaved.failures += 1;
    if (row.status === null) return;
    addLatency(unsaved.histogram, row.connectMs + row.firstByteMs + row.bodyMs);
    unsaved.parts.note(row);
  }

  /** Ends every second that is over at `atMs`. */
  endBefore(atMs: number): void {
    for (const [exchange, second] of [...this.#open]) {
      if (second.atMs + SECOND_MS <= atMs) this.#end(exchange, second);
    }
  }

  /** Seconds that ended since the last call. */
  takePoints(): readonly LivePoint[] {
    const points = this.#points;
    this.#points = [];
    return points;
  }

  /** Samples of ended seconds; with `alsoOpen` those of running ones too, whose rest follows in a later sample. */
  takeSamples(alsoOpen: boolean): readonly LatencySample[] {
    if (alsoOpen) for (const [exchange, second] of this.#open) this.#save(exchange, second);
    const samples = this.#samples;
    this.#samples = [];
    return samples;
  }

  // A wall clock set back begins an earlier second anew; the store adds both parts up.
  #secondOf(exchange: ExchangeId, atMs: number): Second {
    const before = this.#open.get(exchange);
    if (before?.atMs === atMs) return before;
    if (before !== undefined) this.#end(exchange, before);
    const saved = { histogram: emptyHistogram(), calls: 0, failures: 0 };
    const second = { atMs, saved, unsaved: emptyTally() };
    this.#open.set(exchange, second);
    return second;
  }

  #end(exchange: ExchangeId, second: Second): void {
    this.#open.delete(exchange);
    this.#save(exchange, second);
    const { calls, failures, histogram } = second.saved;
    const [p50, p95, p99] = [quantile(histogram, 0.5), quantile(histogram, 0.95), quantile(histogram, 0.99)];
    const errorRate = calls === 0 ? null : failures / calls;
    this.#points.push({ exchange, point: { atMs: second.atMs, count: calls, failures, p50, p95, p99, errorRate } });
  }

  #save(exchange: ExchangeId, second: Second): void {
    const { calls, failures, histogram, parts } = second.unsaved;
    if (calls === 0) return;
    const { atMs } = second;
    this.#samples.push({ exchange, atMs, calls, failures, histogram: packHistogram(histogram), parts: parts.parts() });
    addHistogram(second.saved.histogram, histogram);
    second.saved.calls += calls;
    second.saved.failures += failures;
    second.unsaved = emptyTally();
  }
}

function emptyTally(): Tally {
  return { histogram: emptyHistogram(), parts: new PartsTally(), calls: 0, failures: 0 };
}
