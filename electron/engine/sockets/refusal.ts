import type { Failure } from '../../../shared/contract/failure.ts';
import { type BackoffRule, backoffMs } from '../client/backoff.ts';
import type { Peer } from '../client/peers.ts';
import type { Verdict } from '../exchanges/definition.ts';
import { scopeKeys } from '../limiter/keys.ts';
import type { Limiter } from '../limiter/types.ts';

// Never more than one attempt a second, and half a minute when the exchange stays away: 150 connections in ten minutes
// (Kraken) and 300 in five (Binance) are never near.
const lostBackoff: BackoffRule = { firstMs: 2_000, ceilingMs: 60_000 };
// A key that is refused stays refused until somebody changes it, and many refusals lock an address out.
const refusedBackoff: BackoffRule = { firstMs: 600_000, ceilingMs: 3_600_000 };

/** Time to the next attempt, ms, after `tries` that led to nothing. */
export function pauseMs(failure: Failure | null, tries: number, fraction: number): number {
  return backoffMs(isFinal(failure) ? refusedBackoff : lostBackoff, tries, fraction);
}

/** True where asking again soon can change nothing. */
export function isFinal(failure: Failure | null): boolean {
  switch (failure?.kind) {
    case 'invalid-key':
      return failure.reason !== 'session';
    case 'missing-permission':
    case 'restricted-location':
    case 'account-blocked':
    case 'not-found':
    case 'rejected':
    case 'invalid-input':
      return true;
    default:
      return false;
  }
}

// The verdict names a scope and not for how long.
const UNTOLD_MS = 60_000;

/** Takes over what a refusal says beyond itself: a closed gate, a clock that is off. `nowMs` is local wall time. */
export function heed(verdict: Verdict, peer: Peer, limiter: Limiter, nowMs: number): void {
  const { gate, retry, failure } = verdict;
  if (retry === 'after-clock-sync' || failure.kind === 'clock-skew') peer.clock.distrust();
  if (gate === null || gate.scope === 'bucket') return;
  const { realm, holder } = peer;
  const key = scopeKeys(realm, holder)[gate.scope];
  const untilMs = nowMs + (gate.forMs ?? UNTOLD_MS);
  limiter.closeGate({ key, realm, cause: gate.cause, untilMs, code: codeOf(failure) });
}

/** The exchange's own code, or our word for it. */
export function codeOf(failure: Failure): string {
  return ('code' in failure ? failure.code : null) ?? failure.kind;
}
