import type { ExchangeDefinition } from '../exchanges/definition.ts';
import type { Charge, ChargeRule } from '../exchanges/limit-rules.ts';
import type { Peer } from '../client/peers.ts';
import { bucketKey } from '../limiter/keys.ts';
import type { Admission, BoundCharge, Limiter, Reservation } from '../limiter/types.ts';

export interface Spending {
  readonly definition: ExchangeDefinition;
  readonly peer: Pick<Peer, 'realm' | 'holder'>;
  readonly rules: readonly ChargeRule[];
  /** Names the connection, for buckets counted by it. */
  readonly connection: string;
  /** Monotonic ms; null: it may wait for ever. */
  readonly deadlineMs: number | null;
  readonly nowMs: number;
}

/** Asks the limiter for what a connection or one of its messages takes. */
export async function spend(limiter: Limiter, spending: Spending, signal: AbortSignal): Promise<Admission> {
  const { peer, deadlineMs, nowMs } = spending;
  const charges = chargesOf(spending).map((charge) => bound(charge, peer));
  const { realm, holder } = peer;
  if (charges.length === 0) return { kind: 'admitted', reservation: free(limiter, peer, nowMs), waitedMs: 0 };
  return await limiter.admit({ realm, holder, lane: 'account', charges, deadlineMs }, signal);
}

// Holds nothing; what the answer says is a reading all the same.
function free(limiter: Limiter, { realm, holder }: Spending['peer'], nowMs: number): Reservation {
  return {
    admittedAtMs: nowMs,
    settle({ readings }) {
      if (readings.length > 0) limiter.observe(realm, holder, readings);
    },
  };
}

/** What the rules of a socket message come to; they are plain numbers, since a message has no parameters. */
export function chargesOf({
  definition,
  rules,
  connection,
}: Pick<Spending, 'definition' | 'rules' | 'connection'>): readonly Charge[] {
  return rules.map(({ bucket: id, cost, refund = null }) => {
    const bucket = definition.limits.buckets[id];
    if (bucket === undefined || typeof cost !== 'number') throw new Error(`A socket cannot be charged to ${id}`);
    return { bucket, part: bucket.scope.includes('connection') ? connection : null, cost, refund };
  });
}

function bound(charge: Charge, { realm, holder }: Spending['peer']): BoundCharge {
  return { ...charge, key: bucketKey(realm, charge.bucket, charge.part, holder) };
}
