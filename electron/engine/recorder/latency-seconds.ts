import type { Environment, ExchangeId } from '../../../shared/model/account.ts';
import type { LatencyPoint } from '../../../shared/model/activity.ts';
import { addHistogram, addLatency, emptyHistogram, type Histogram, packHistogram, quantile } from './histogram.ts';
import { PartsTally } from './latency-parts.ts';
import type { RecordedRow } from './recorded-row.ts';
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

/** Whose calls: practice and real ones are never counted together. */
interface Realm {
  readonly exchange: ExchangeId;
  readonly environment: Environment;
}

interface Second extends Realm {
  readonly atMs: number;
  /** What samples have carried off already. */
  readonly saved: Totals;
  unsaved: Tally;
}

export interface LivePoint extends Realm {
  readonly point: LatencyPoint;
}

/** Gathers each exchange's calls into seconds: whole ones for the live chart, samples for the store. */
export class LatencySeconds {
  readonly #open = new Map<string, Second>();
  #points: LivePoint[] = [];
  #samples: LatencySample[] = [];

  note(row: RecordedRow): void {
    const { exchange, environment = 'live' } = row;
    const { unsaved } = this.#secondOf({ exchange, environment }, Math.floor(row.atMs / SECOND_MS) * SECOND_MS);
    unsaved.calls += 1;
    if (row.code !== null) unsaved.failures += 1;
    // What waited for this computer says nothing of how fast an exchange is.
    if (row.status === null || row.isStalled === true) return;
    addLatency(unsaved.histogram, row.connectMs + row.firstByteMs + row.bodyMs);
    unsaved.parts.note(row);
  }

  /** Ends every second that is over at `atMs`. */
  endBefore(atMs: number): void {
    for (const second of [...this.#open.values()]) {
      if (second.atMs + SECOND_MS <= atMs) this.#end(second);
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
    if (alsoOpen) for (const second of this.#open.values()) this.#save(second);
    const samples = this.#samples;
    this.#samples = [];
    return samples;
  }

  // A wall clock set back begins an earlier second anew; the store adds both parts up.
  #secondOf(realm: Realm, atMs: number): Second {
    const before = this.#open.get(nameOf(realm));
    if (before?.atMs === atMs) return before;
    if (before !== undefined) this.#end(before);
    const saved = { histogram: emptyHistogram(), calls: 0, failures: 0 };
    const second = { ...realm, atMs, saved, unsaved: emptyTally() };
    this.#open.set(nameOf(realm), second);
    return second;
  }

  #end(second: Second): void {
    const { exchange, environment } = second;
    this.#open.delete(nameOf(second));
    this.#save(second);
    const { calls, failures, histogram } = second.saved;
    const [p50, p95, p99] = [quantile(histogram, 0.5), quantile(histogram, 0.95), quantile(histogram, 0.99)];
    const errorRate = calls === 0 ? null : failures / calls;
    this.#points.push({
      exchange,
      environment,
      point: { atMs: second.atMs, count: calls, failures, p50, p95, p99, errorRate },
    });
  }

  #save(second: Second): void {
    const { calls, failures, histogram, parts } = second.unsaved;
    if (calls === 0) return;
    const { exchange, environment, atMs } = second;
    this.#samples.push({
      exchange,
      environment,
      atMs,
      calls,
      failures,
      histogram: packHistogram(histogram),
      parts: parts.parts(),
    });
    addHistogram(second.saved.histogram, histogram);
    second.saved.calls += calls;
    second.saved.failures += failures;
    second.unsaved = emptyTally();
  }
}

function nameOf({ exchange, environment }: Realm): string {
  return `${exchange}/${environment}`;
}

function emptyTally(): Tally {
  return { histogram: emptyHistogram(), parts: new PartsTally(), calls: 0, failures: 0 };
}
