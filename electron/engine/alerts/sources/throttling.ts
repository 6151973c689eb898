import { ExchangeId } from '../../../../shared/model/account.ts';
import type { Observation } from '../observation.ts';
import type { ThrottleDetector } from '../throttling/detector.ts';

/** `soft-throttling` and `latency-drift` of every exchange the detector has heard of; `nowMs` monotonic ms. */
export function throttleObservations(detector: ThrottleDetector, nowMs: number): readonly Observation[] {
  return detector.verdicts(nowMs).flatMap(({ realm, isThrottled, evidence, shareMore, isAlone }) => {
    const [name, environment = ''] = realm.split(/[/@]/);
    const exchange = ExchangeId.safeParse(name);
    const about = { subject: realm, exchange: exchange.success ? exchange.data : null, account: null, endsAtMs: null };
    const drift = detector.drift(realm);
    const level = drift === null ? null : Math.max(0, drift);
    const facts = {
      environment,
      evidence: evidence.join(', '),
      ...(shareMore === null ? {} : { share: `${tenths(shareMore)}` }),
      ...(isAlone ? { why: 'alone' } : {}),
    };
    const throttled: Observation = { ...about, kind: 'soft-throttling', value: isThrottled, level, facts };
    // Nothing is asked of it any more, or it is not known well enough: nothing drifts as far as anybody can tell.
    if (level === null)
      return [throttled, { ...about, kind: 'latency-drift', value: 0, facts: { environment, share: '0' } }];
    const share = `${Math.round(level * 100)}`;
    return [throttled, { ...about, kind: 'latency-drift', value: level, facts: { environment, share } }];
  });
}

/** Per cent in steps of ten: it moves all the time, and each step is written down. */
function tenths(share: number): number {
  return Math.round(share * 10) * 10;
}
