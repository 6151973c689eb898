import { ExchangeId } from '../../../../shared/model/account.ts';
import type { Observation } from '../observation.ts';
import type { ThrottleDetector } from '../throttling/detector.ts';

/** `soft-throttling` and `latency-drift` of every exchange the detector has heard of; `nowMs` monotonic ms. */
export function throttleObservations(detector: ThrottleDetector, nowMs: number): readonly Observation[] {
  return detector.verdicts(nowMs).flatMap(({ realm, isThrottled, evidence, shareMore, isAlone }) => {
    const exchange = ExchangeId.safeParse(realm.split('/')[0]);
    const about = { subject: realm, exchange: exchange.success ? exchange.data : null, account: null, endsAtMs: null };
    const facts = {
      evidence: evidence.join(', '),
      ...(shareMore === null ? {} : { share: `${tenths(shareMore)}` }),
      ...(isAlone ? { why: 'alone' } : {}),
    };
    const throttled: Observation = { ...about, kind: 'soft-throttling', value: isThrottled, facts };
    const drift = detector.drift(realm);
    if (drift === null) return [throttled];
    const share = `${Math.round(drift * 100)}`;
    return [throttled, { ...about, kind: 'latency-drift', value: Math.max(0, drift), facts: { share } }];
  });
}

/** Per cent in steps of ten: it moves all the time, and each step is written down. */
function tenths(share: number): number {
  return Math.round(share * 10) * 10;
}
