import type { RowCharge } from '../../../shared/model/activity-query.ts';
import type { AttemptResult } from '../client/attempt.ts';
import { keyOf } from '../client/bucket-keys.ts';
import type { Peer } from '../client/peers.ts';
import type { Charge } from '../exchanges/limit-rules.ts';
import { MAX_ROW_CHARGES } from './recorded-row.ts';

/** Binds charges to the counters of one holder, the heaviest first: the one that takes most of its bucket. */
export function rowCharges(
  charges: readonly Charge[],
  peer: Pick<Peer, 'realm' | 'holder'>,
  spentOf: (charge: Charge) => number,
): RowCharge[] {
  return [...charges]
    .sort((left, right) => right.cost / right.bucket.capacity - left.cost / left.bucket.capacity)
    .slice(0, MAX_ROW_CHARGES)
    .map((charge) => {
      const key = keyOf(peer.realm, charge.bucket, charge.part, peer.holder).slice(0, 300);
      return { key, cost: charge.cost, spent: spentOf(charge) };
    });
}

/** What an attempt took of a charge once it was settled: nothing if it never left, nothing of what success gives back. */
export function spentBy(result: AttemptResult, { cost, refund }: Pick<Charge, 'cost' | 'refund'>): number {
  if (result.kind === 'held' || (result.kind === 'lost' && !result.mayHaveArrived)) return 0;
  const isSuccess = result.kind === 'answered' && result.verdict === null;
  return isSuccess && refund === 'success' ? 0 : cost;
}
