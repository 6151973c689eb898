import type { Verdict, VerdictGate } from '../exchanges/definition.ts';
import type { Charge } from '../exchanges/limit-rules.ts';
import { scopeKeys } from '../limiter/keys.ts';
import type { Limiter } from '../limiter/types.ts';
import type { Attempt } from './attempt.ts';
import { keyOf } from './bucket-keys.ts';
import type { Peer } from './peers.ts';

// The exchange said stop, not until when, and named no bucket: day-long windows have readings, so only short ones are
// worth a guess.
const LONGEST_GUESS_MS = 60_000;
const SHORTEST_MS = 1_000;

/** Closes what the verdict names, from local wall time `nowMs` on. */
export function closeGates(attempt: Attempt, limiter: Limiter, peer: Peer, verdict: Verdict, nowMs: number): void {
  const { gate } = verdict;
  if (gate === null) return;
  const code = 'code' in verdict.failure ? verdict.failure.code : null;
  const { realm } = peer;
  for (const { key, charges } of scopesOf(attempt, peer, gate)) {
    const untilMs = nowMs + (gate.forMs ?? restOfWindow(charges, gate, peer));
    const { cause, sparesCancels = false } = gate;
    limiter.closeGate({ key, realm, cause, untilMs, code, sparesCancels });
  }
}

interface GatedScope {
  readonly key: string;
  /** The charges whose windows tell how long, where the answer does not. */
  readonly charges: readonly Charge[];
}

function scopesOf(attempt: Attempt, peer: Peer, gate: VerdictGate): readonly GatedScope[] {
  const { charges } = attempt.priced;
  if (gate.scope !== 'bucket') return [{ key: scopeKeys(peer.realm, peer.holder)[gate.scope], charges }];
  return charges
    .filter(({ bucket }) => gate.buckets === undefined || gate.buckets.includes(bucket.id))
    .map((charge) => ({ key: keyOf(peer.realm, charge.bucket, charge.part, peer.holder), charges: [charge] }));
}

function restOfWindow(charges: readonly Charge[], gate: VerdictGate, peer: Peer): number {
  const rests = charges.map((charge) => restOf(charge, peer));
  // A bucket that the exchange itself named is closed for as long as it takes.
  const believed = gate.buckets === undefined ? rests.filter((restMs) => restMs <= LONGEST_GUESS_MS) : rests;
  return Math.max(SHORTEST_MS, ...believed);
}

function restOf({ bucket: { window, capacity } }: Charge, { clock }: Peer): number {
  if (window.kind === 'decaying') return (capacity / window.perSecond) * 1_000;
  const { estimate } = clock;
  // Unless the exchange's clock is known, its window may have begun just now.
  if (window.kind === 'sliding' || estimate === null) return window.periodMs;
  return window.periodMs - (clock.serverMs() % window.periodMs) + estimate.uncertaintyMs;
}
