/** Verification levels of an account; sub-accounts take the master's (Spot REST Rate Limits, 2026-08). */
export type Tier = 'starter' | 'intermediate' | 'pro';

export interface TierLimits {
  /** REST call counter of each key: highest value and decay (Spot REST Rate Limits, 2026-08). */
  readonly restMaximum: number;
  readonly restDecayPerSecond: number;
  /** Matching-engine counter of each account and pair (Spot Trading Limits, 2026-05). */
  readonly engineMaximum: number;
  readonly engineDecayPerSecond: number;
  readonly openOrdersPerPair: number;
}

export const TIERS: Readonly<Record<Tier, TierLimits>> = {
  starter: {
    restMaximum: 15,
    restDecayPerSecond: 0.33,
    engineMaximum: 60,
    engineDecayPerSecond: 1,
    openOrdersPerPair: 60,
  },
  intermediate: {
    restMaximum: 20,
    restDecayPerSecond: 0.5,
    engineMaximum: 125,
    engineDecayPerSecond: 2.34,
    openOrdersPerPair: 80,
  },
  pro: {
    restMaximum: 20,
    restDecayPerSecond: 1,
    engineMaximum: 180,
    engineDecayPerSecond: 3.75,
    openOrdersPerPair: 225,
  },
};

/** Ledger and trade history cost 2 on the present page and 4 in the captures of 2026-05 and 2026-06. */
export type HistoryCost = 2 | 4;

const HISTORY_METHODS: ReadonlySet<string> = new Set(['Ledgers', 'TradesHistory', 'QueryLedgers']);

// Only AddOrder and CancelOrder are exempt by the text; for amends, edits and batches the page names no cost,
// and clients of 2026 pace them at 0 (Spot REST Rate Limits, 2026-08).
const FREE_METHODS: ReadonlySet<string> = new Set([
  'AddOrder',
  'CancelOrder',
  'AmendOrder',
  'EditOrder',
  'AddOrderBatch',
  'CancelOrderBatch',
]);

/** Points that one private call takes from its key's REST counter. */
export function restCost(method: string, historyCost: HistoryCost): number {
  if (FREE_METHODS.has(method)) return 0;
  return HISTORY_METHODS.has(method) ? historyCost : 1;
}

/** Transactions of the matching engine whose cost depends on the order's age. */
export type AgedTransaction = 'amend' | 'edit' | 'cancel';

// Spot Trading Limits, 2026-05: upper bounds of the age columns in seconds, each strict, and the penalty in each.
const AGE_BOUNDS_MS: readonly number[] = [5_000, 10_000, 15_000, 45_000, 90_000, 300_000];
const PENALTIES: Readonly<Record<AgedTransaction, readonly number[]>> = {
  amend: [3, 2, 1, 0, 0, 0],
  edit: [6, 5, 4, 2, 1, 0],
  cancel: [8, 6, 5, 4, 2, 1],
};

export const FIXED_COST: Readonly<Record<'add' | AgedTransaction, number>> = { add: 1, amend: 1, edit: 1, cancel: 0 };

/** Penalty for touching an order `ageMs` after it was created or last amended; exactly 5 s is the second column. */
export function agePenalty(transaction: AgedTransaction, ageMs: number): number {
  const column = AGE_BOUNDS_MS.findIndex((boundMs) => ageMs < boundMs);
  return PENALTIES[transaction][column] ?? 0;
}

/** A batch of n new orders costs half a point each. */
export function batchAddCost(orders: number): number {
  return orders / 2;
}
