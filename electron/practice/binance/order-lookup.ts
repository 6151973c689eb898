import type { PracticeOrder } from '../core/order.ts';
import type { BinanceApp } from './app.ts';
import type { BinanceSymbol } from './symbols.ts';

/**
 * Finds an order as Binance does: by `orderId` when given, and then its client id must match (rest-api.md, 2026-07);
 * by client id otherwise. Null: none on this symbol.
 */
export function findOrder(
  app: BinanceApp,
  accountId: string,
  symbol: BinanceSymbol,
  orderId: number | undefined,
  clientOrderId: string | undefined,
): PracticeOrder | 'mismatch' | null {
  const found =
    orderId !== undefined
      ? app.venue.order(accountId, orderId)
      : clientOrderId !== undefined
        ? app.venue.orderByClientId(accountId, clientOrderId)
        : undefined;
  if (found === undefined || found.marketId !== symbol.market.id) return null;
  return clientOrderId !== undefined && found.clientOrderId !== clientOrderId ? 'mismatch' : found;
}
