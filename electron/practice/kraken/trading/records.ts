import type { Decimal } from '../../../../shared/model/decimal.ts';
import { isFinal, type PracticeFill, type PracticeOrder } from '../../core/order.ts';
import type { Asset } from '../pairs.ts';
import type { OrderRequest } from './order-request.ts';

export interface AmendEntry {
  readonly amendId: string;
  readonly kind: 'original' | 'user';
  readonly quantity: Decimal;
  readonly remaining: Decimal;
  readonly price: Decimal | null;
  readonly atMs: number;
}

/** An order under its Kraken id, with what the venue does not keep. */
export interface KrakenOrder {
  readonly txid: string;
  readonly request: OrderRequest;
  /** The venue's latest word. */
  order: PracticeOrder;
  readonly amends: AmendEntry[];
  readonly tradeIds: string[];
  /** Set before an order is ended for another reason than its owner's wish. */
  reason: string | null;
  isExpired: boolean;
}

export interface KrakenTrade {
  readonly id: string;
  readonly of: KrakenOrder;
  readonly fill: PracticeFill;
  readonly ledgerIds: readonly string[];
}

export interface LedgerEntry {
  readonly id: string;
  readonly accountId: string;
  /** The trade it belongs to. */
  readonly refId: string;
  readonly asset: Asset;
  readonly amount: Decimal;
  readonly fee: Decimal;
  readonly balance: Decimal;
  readonly atMs: number;
}

export type RestStatus = 'pending' | 'open' | 'closed' | 'canceled' | 'expired';

/** Status as REST names it; an order that ended partly filled is cancelled or expired. */
export function restStatus(record: KrakenOrder): RestStatus {
  const { status } = record.order;
  if (status === 'filled') return 'closed';
  if (status === 'cancelled' || status === 'expired') return record.isExpired ? 'expired' : 'canceled';
  return 'open';
}

export function isOpen(record: KrakenOrder): boolean {
  return !isFinal(record.order.status);
}

/** When the order was created or last amended: what its age counts from (Spot Trading Limits, 2026-05). */
export function ageMs(record: KrakenOrder, nowMs: number): number {
  return nowMs - (record.order.amendedAtMs ?? record.order.createdAtMs);
}

const END_REASONS: Readonly<Record<string, string>> = {
  user: 'User requested',
  'ioc-remainder': 'Immediate or cancel',
  'fok-unfilled': 'Fill or kill',
  'no-liquidity': 'No liquidity',
  'post-only-cross': 'Post only order',
  'insufficient-funds': 'Insufficient funds',
  'amended-away': 'User requested',
  exchange: 'Exchange requested',
};

/** Why the order ended; null while it is open or when it was filled. Texts but `User requested` are ours. */
export function reasonOf(record: KrakenOrder): string | null {
  if (isOpen(record) || record.order.status === 'filled') return null;
  return record.reason ?? END_REASONS[record.order.endReason ?? 'user'] ?? null;
}
