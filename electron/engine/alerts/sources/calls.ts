import type { ExchangeId } from '../../../../shared/model/account.ts';
import type { AttemptResult } from '../../client/attempt.ts';
import type { Observation } from '../observation.ts';

const SPAN_S = 60;
const LEAST_CALLS = 10;
/** Failures that are the exchange's or the way's; a refused order is the caller's. */
const FAULTS: ReadonlySet<string> = new Set(['unreachable', 'timeout', 'bad-reply', 'busy', 'maintenance', 'firewall']);

interface Second {
  readonly atS: number;
  calls: number;
  faults: number;
}

/** Share of calls that went wrong within the last minute, per exchange and environment. Times are monotonic ms. */
export class ErrorRates {
  readonly #realms = new Map<string, { readonly exchange: ExchangeId; seconds: Second[] }>();

  note(realm: string, exchange: ExchangeId, result: AttemptResult, nowMs: number): void {
    if (result.kind === 'held' || failureOf(result) === 'aborted') return;
    const entry = this.#realms.get(realm) ?? { exchange, seconds: [] };
    this.#realms.set(realm, entry);
    const atS = Math.floor(nowMs / 1_000);
    const last = entry.seconds.at(-1);
    const second = last?.atS === atS ? last : { atS, calls: 0, faults: 0 };
    if (second !== last) entry.seconds.push(second);
    second.calls += 1;
    if (FAULTS.has(failureOf(result) ?? '')) second.faults += 1;
  }

  forget(realm: string): void {
    this.#realms.delete(realm);
  }

  observe(nowMs: number): readonly Observation[] {
    const fromS = Math.floor(nowMs / 1_000) - SPAN_S;
    return [...this.#realms].map(([realm, entry]) => {
      entry.seconds = entry.seconds.filter(({ atS }) => atS > fromS);
      const calls = entry.seconds.reduce((sum, second) => sum + second.calls, 0);
      const faults = entry.seconds.reduce((sum, second) => sum + second.faults, 0);
      const value = calls < LEAST_CALLS ? 0 : faults / calls;
      const [, environment = ''] = realm.split(/[/@]/);
      const facts = { environment, share: `${Math.round(value * 100)}`, calls: `${calls}` };
      return {
        kind: 'error-rate',
        subject: realm,
        exchange: entry.exchange,
        account: null,
        value,
        facts,
        endsAtMs: null,
      };
    });
  }
}

/** An answer that refuses and does not say by which rule. */
export function isRefusalWithoutCode(result: AttemptResult): boolean {
  if (result.kind !== 'answered' || result.verdict === null) return false;
  const { failure } = result.verdict;
  if (failure.kind === 'bad-reply') return true;
  return (failure.kind === 'busy' || failure.kind === 'rejected') && failure.code === null;
}

function failureOf(result: Exclude<AttemptResult, { kind: 'held' }>): string | null {
  return result.kind === 'lost' ? result.failure.kind : (result.verdict?.failure.kind ?? null);
}
