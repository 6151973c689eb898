import type { ActivityRow, LatencySplit } from '../../../shared/model/activity.ts';
import { addLatency, emptyHistogram, type Histogram, packHistogram } from './histogram.ts';

/** Sums over the answered calls of a step, ms: what its time can be split by. */
export interface LatencyParts {
  readonly answered: number;
  readonly waitedMs: number;
  /** Connecting, first byte and body. */
  readonly wireMs: number;
  /** Connecting and body: surely the network's. */
  readonly aroundMs: number;
  /** Of the calls whose exchange says how long it took. */
  readonly exchangeMs: number;
  readonly exchangeCalls: number;
  /** Packed histogram of times to the first byte. */
  readonly firstByte: Uint8Array;
}

export type Sums = { -readonly [Name in keyof Omit<LatencyParts, 'firstByte'>]: number };

export function emptySums(): Sums {
  return { answered: 0, waitedMs: 0, wireMs: 0, aroundMs: 0, exchangeMs: 0, exchangeCalls: 0 };
}

/** Gathers the parts of answered calls. */
export class PartsTally {
  readonly #sums = emptySums();
  readonly #firstByte: Histogram = emptyHistogram();

  note(row: Omit<ActivityRow, 'id'>): void {
    const sums = this.#sums;
    sums.answered += 1;
    sums.waitedMs += row.waitedMs;
    sums.wireMs += row.connectMs + row.firstByteMs + row.bodyMs;
    sums.aroundMs += row.connectMs + row.bodyMs;
    addLatency(this.#firstByte, row.firstByteMs);
    if (row.exchangeMs === null) return;
    sums.exchangeMs += row.exchangeMs;
    sums.exchangeCalls += 1;
  }

  parts(): LatencyParts {
    return { ...this.#sums, firstByte: packHistogram(this.#firstByte) };
  }
}

/** The first byte of the fastest twentieth: hardly more than the way there and back. */
export const ENVELOPE_SHARE = 0.05;

/**
 * Splits the mean answered call. Where the exchange does not say its own time, the network is taken to be what surely is
 * (connecting, body) and `envelopeMs`, the fastest first bytes of the whole span. Null without answered calls.
 */
export function splitOf(sums: Sums, envelopeMs: number | null): LatencySplit | null {
  const { answered } = sums;
  if (answered === 0) return null;
  const wireMs = sums.wireMs / answered;
  const isTold = sums.exchangeCalls === answered;
  const guessMs = (envelopeMs ?? 0) + sums.aroundMs / answered;
  const networkMs = isTold ? wireMs - sums.exchangeMs / answered : guessMs;
  const boundMs = Math.min(wireMs, Math.max(0, networkMs));
  return { queueMs: sums.waitedMs / answered, networkMs: boundMs, exchangeMs: wireMs - boundMs, isEstimated: !isTold };
}
