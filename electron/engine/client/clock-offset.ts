/** One answer of an exchange's clock. Local times are monotonic-backed wall times, epoch ms. */
export interface ClockSample {
  readonly sentAtMs: number;
  readonly receivedAtMs: number;
  readonly serverMs: number;
  /** Step of the exchange's clock: 1 for milliseconds, 1,000 where it gives whole seconds (Kraken Time, 2026-05). */
  readonly resolutionMs: number;
}

export interface ClockOffset {
  /** Exchange clock − local steady clock, ms. */
  readonly offsetMs: number;
  /** The true offset is within this much of it, ms. */
  readonly uncertaintyMs: number;
  readonly samples: number;
}

const KEPT = 15;
// Crystal clocks of ordinary machines stay within some tens of ppm; a sample's bounds widen by twice that as it ages.
const DRIFT = 100e-6;

export interface OffsetEstimator {
  readonly samples: readonly ClockSample[];
}

export const noSamples: OffsetEstimator = { samples: [] };

/** Keeps the newest samples; one whose times run backwards or are no numbers is dropped. */
export function addSample(estimator: OffsetEstimator, sample: ClockSample): OffsetEstimator {
  const isSane = sample.receivedAtMs >= sample.sentAtMs && Number.isFinite(sample.serverMs);
  if (!isSane) return estimator;
  return { samples: [...estimator.samples, sample].slice(-KEPT) };
}

/**
 * The exchange read its clock between the call's leaving and its answer, so every sample bounds the offset from both
 * sides however lopsided the way was; what all samples allow is narrower than what the best of them does alone, above
 * all where the clock gives whole seconds. Null while there is no sample.
 */
export function estimateOffset(estimator: OffsetEstimator): ClockOffset | null {
  const shared = sharedBounds(estimator);
  if (shared === null) return null;
  const { low, high } = shared;
  return {
    offsetMs: (low + high) / 2,
    uncertaintyMs: Math.max(0, Math.ceil((high - low) / 2)),
    samples: estimator.samples.length,
  };
}

/** False when the samples exclude each other: a clock was set between them. */
export function isConsistent(estimator: OffsetEstimator): boolean {
  const shared = sharedBounds(estimator);
  return shared === null || shared.low <= shared.high;
}

function sharedBounds({ samples }: OffsetEstimator): Bounds | null {
  const newest = samples.at(-1);
  if (newest === undefined) return null;
  const all = samples.map((sample) => boundsOf(sample, newest.receivedAtMs));
  return { low: Math.max(...all.map(({ low }) => low)), high: Math.min(...all.map(({ high }) => high)) };
}

interface Bounds {
  readonly low: number;
  readonly high: number;
}

function boundsOf(sample: ClockSample, nowMs: number): Bounds {
  const drift = DRIFT * Math.max(0, nowMs - sample.receivedAtMs);
  return {
    low: sample.serverMs - sample.receivedAtMs - drift,
    high: sample.serverMs + sample.resolutionMs - sample.sentAtMs + drift,
  };
}
