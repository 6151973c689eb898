import type { AccountId } from '../../../shared/model/account.ts';
import type { Bucket } from '../../../shared/model/bucket.ts';
import type { PricedCall } from '../exchanges/charges.ts';
import type { Verdict } from '../exchanges/definition.ts';
import type { Charge } from '../exchanges/limit-rules.ts';
import type { BoundReading, Limiter } from '../limiter/types.ts';
import type { Attempt, AttemptResult } from './attempt.ts';
import { keyOf } from './bucket-keys.ts';
import type { Lesson } from './lessons.ts';
import type { Peer } from './peer.ts';

/**
 * A doubted cost is raised once, to twice the catalogue's: Kraken's own page has said both 2 and 4 for ledger and trade
 * history ("Spot REST Rate Limits", 2026-08 and 2026-05).
 */
const RAISED_FACTOR = 2;

interface Suspect {
  /** Monotonic ms at which its last call was answered or given up. */
  readonly atMs: number;
  readonly cost: number;
}

interface AccountCosts {
  /** Endpoints whose cost is doubted, by name. */
  readonly called: Map<string, Suspect>;
  readonly raised: Set<string>;
}

/**
 * A counter that the exchange never shows is only modelled. When it refuses a call that the model had room for, some
 * call before it cost more than the table says; what can have cost more are the calls the table does not price as 1.
 * Those that may still weigh cost twice as much from then on, for this account and this run: too careful if somebody
 * else spent from the same key, never too bold.
 */
export class LearnedCosts {
  readonly #accounts = new Map<AccountId, AccountCosts>();
  readonly #raisedCalls = new WeakSet<PricedCall>();
  #steps = 0;

  /** Rises with every cost that was raised. */
  get steps(): number {
    return this.#steps;
  }

  /** The call at the prices learned for this account; the same call where nothing was learned or it has them already. */
  applyTo(account: AccountId, priced: PricedCall): PricedCall {
    if (this.#accounts.get(account)?.raised.has(priced.name) !== true || this.#raisedCalls.has(priced)) return priced;
    const charges = priced.charges.map((charge) => (isDoubted(charge) ? raised(charge) : charge));
    const dearer = { ...priced, charges };
    this.#raisedCalls.add(dearer);
    return dearer;
  }

  /** Takes in how an attempt that left ended; what was learned from it. */
  note({ call, priced }: Attempt, result: AttemptResult, nowMs: number): readonly Lesson[] {
    if (result.kind === 'held' || call.bypassLimiter === true) return [];
    const { id } = call.account;
    const counter = priced.charges.find(isModelled);
    if (counter === undefined) return [];
    if (isDoubted(counter)) this.#of(id).called.set(priced.name, { atMs: nowMs, cost: counter.cost });
    return result.kind === 'answered' && result.verdict !== null && isOverrun(result.verdict, counter.bucket)
      ? this.#raise(id, counter.bucket, nowMs)
      : [];
  }

  #raise(account: AccountId, bucket: Bucket, nowMs: number): readonly Lesson[] {
    const { called, raised: names } = this.#of(account);
    // What left longer ago than the counter takes to empty weighs nothing any more.
    const weighsMs = bucket.window.kind === 'decaying' ? (bucket.capacity / bucket.window.perSecond) * 1_000 : 0;
    const suspects = [...called].filter(([name, { atMs }]) => nowMs - atMs <= weighsMs && !names.has(name));
    return suspects.map(([endpoint, { cost: from }]) => {
      names.add(endpoint);
      this.#steps += 1;
      return { kind: 'cost-raised', account, endpoint, bucket: bucket.id, from, to: raisedCost(from, bucket) };
    });
  }

  #of(account: AccountId): AccountCosts {
    const known = this.#accounts.get(account) ?? { called: new Map<string, Suspect>(), raised: new Set<string>() };
    this.#accounts.set(account, known);
    return known;
  }
}

// Kraken's REST counter: per key, drains, and no answer tells its fill.
function isModelled({ bucket: { reading, window, scope } }: Charge): boolean {
  return reading.kind === 'none' && window.kind === 'decaying' && scope.includes('key');
}

function isDoubted(charge: Charge): boolean {
  return charge.cost > 1 && isModelled(charge);
}

function raised(charge: Charge): Charge {
  return { ...charge, cost: raisedCost(charge.cost, charge.bucket) };
}

// Never beyond what would fit at all.
function raisedCost(cost: number, bucket: Bucket): number {
  return Math.min(cost * RAISED_FACTOR, bucket.capacity);
}

/**
 * The counter that refused is full, whatever the model says of it: it drains from there. What else is in flight comes on
 * top, since it waits for its turn and was not counted.
 */
export function overrunReadings(
  { charges }: PricedCall,
  verdict: Verdict,
  limiter: Pick<Limiter, 'snapshot'>,
  { realm, holder }: Pick<Peer, 'realm' | 'holder'>,
): readonly BoundReading[] {
  const full = charges.filter(({ bucket }) => bucket.isAssumed === true && isOverrun(verdict, bucket));
  return full.flatMap(({ bucket, part, cost }) => {
    const key = keyOf(realm, bucket, part, holder);
    const view = limiter.snapshot().find((one) => one.key === key);
    return view === undefined
      ? []
      : [{ kind: 'used', key, bucket, part, used: view.capacity + Math.max(0, view.inFlight - cost) }];
  });
}

function isOverrun({ failure, gate }: Verdict, { id }: Bucket): boolean {
  return failure.kind === 'rate-limited' && gate?.scope === 'bucket' && gate.buckets?.includes(id) === true;
}
