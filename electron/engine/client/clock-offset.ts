/** One answer of an exchange's clock. Local times are monotonic-backed wall times, epoch ms. */
export interface ClockSample {
  readonly sentAtMs: number;
  readonly receivedAtMs: number;
  readonly serverMs: number;
  /** Step of the exchange's clock: 1 for milliseconds, 1,000 where it gives whole seconds (Kraken Time, 2026-05). */
  readonly resolutionMs: number;
}

export interface ClockOffset {
  /** Exchange clock − local wall clock, ms. */
  readonly offsetMs: number;
  /** The true offset is within this much of it, ms. */
  readonly uncertaintyMs: number;
  readonly samples: number;
}

const KEPT = 15;

export interface OffsetEstimator {
  readonly samples: readonly ClockSample[];
}

export const noSamples: OffsetEstimator = { samples: [] };

/** Keeps the newest samples; one whose times run backwards (the local clock was set meanwhile) is dropped. */
export function addSample(estimator: OffsetEstimator, sample: ClockSample): OffsetEstimator {
  if (sample.receivedAtMs < sample.sentAtMs) return estimator;
  return { samples: [...estimator.samples, sample].slice(-KEPT) };
}

/**
 * Median offset of the quicker half of the samples, since a slow answer says little about when the clock was read.
 * Null while there is no sample.
 */
export function estimateOffset(estimator: OffsetEstimator): ClockOffset | null {
  const byRoundTrip = [...estimator.samples].sort((left, right) => roundTrip(left) - roundTrip(right));
  const quick = byRoundTrip.slice(0, Math.ceil(byRoundTrip.length / 2));
  const offsets = quick.map(midOffset).sort((left, right) => left - right);
  const middle = offsets[Math.floor(offsets.length / 2)];
  const best = quick[0];
  if (middle === undefined || best === undefined) return null;
  return {
    offsetMs: middle,
    uncertaintyMs: Math.ceil((roundTrip(best) + best.resolutionMs) / 2),
    samples: estimator.samples.length,
  };
}

/** True when a new sample cannot agree with the estimate: one of the two clocks was set. */
export function contradicts(estimate: ClockOffset, sample: ClockSample): boolean {
  const lowest = sample.serverMs - sample.receivedAtMs;
  const highest = sample.serverMs + sample.resolutionMs - sample.sentAtMs;
  return estimate.offsetMs < lowest - estimate.uncertaintyMs || estimate.offsetMs > highest + estimate.uncertaintyMs;
}

function roundTrip(sample: ClockSample): number {
  return sample.receivedAtMs - sample.sentAtMs;
}

function midOffset(sample: ClockSample): number {
  const served = sample.serverMs + (sample.resolutionMs - 1) / 2;
  return served - (sample.sentAtMs + sample.receivedAtMs) / 2;
}
