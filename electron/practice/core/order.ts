import type { Decimal } from '../../../shared/model/decimal.ts';

export type OrderSide = 'buy' | 'sell';
export type OrderKind = 'limit' | 'market' | 'stop-limit' | 'stop-market';
export type OrderForce = 'gtc' | 'ioc' | 'fok';

/** `untriggered`: a stop that waits. Final: filled, cancelled, expired. */
export type OrderStatus = 'untriggered' | 'open' | 'partially-filled' | 'filled' | 'cancelled' | 'expired';

export type EndReason =
  | 'user'
  | 'ioc-remainder'
  | 'fok-unfilled'
  | 'no-liquidity'
  | 'post-only-cross'
  | 'insufficient-funds'
  | 'amended-away'
  | 'exchange';

export interface NewOrder {
  readonly accountId: string;
  readonly marketId: string;
  readonly side: OrderSide;
  readonly kind: OrderKind;
  /** Base units; null only for a market order by quote. */
  readonly quantity: Decimal | null;
  /** Market orders only: how much quote to spend or to receive. */
  readonly quoteQuantity?: Decimal | null;
  /** Limit and stop-limit. */
  readonly price?: Decimal | null;
  readonly stopPrice?: Decimal | null;
  /** `up`: triggers when the last price is at or above the stop. Default: up for buys, down for sells. */
  readonly trigger?: 'up' | 'down';
  readonly postOnly?: boolean;
  readonly force?: OrderForce;
  readonly clientOrderId?: string | null;
  /** The exchange's own parameters, kept to be echoed. */
  readonly extra?: Readonly<Record<string, string>>;
}

export interface Fee {
  readonly amount: Decimal;
  readonly asset: string;
}

/** One order as it is at a moment: a copy, safe to keep. */
export interface PracticeOrder {
  /** Whole number, rising by one over the venue. */
  readonly id: number;
  readonly accountId: string;
  readonly marketId: string;
  readonly side: OrderSide;
  readonly kind: OrderKind;
  /** For a market order by quote: what was filled so far. */
  readonly quantity: Decimal;
  readonly quoteQuantity: Decimal | null;
  readonly price: Decimal | null;
  readonly stopPrice: Decimal | null;
  readonly trigger: 'up' | 'down';
  readonly postOnly: boolean;
  readonly force: OrderForce;
  readonly clientOrderId: string | null;
  readonly extra: Readonly<Record<string, string>>;
  readonly status: OrderStatus;
  readonly endReason: EndReason | null;
  readonly filledQuantity: Decimal;
  readonly filledQuote: Decimal;
  /** Sum over the fills; null before the first. */
  readonly fee: Fee | null;
  readonly createdAtMs: number;
  readonly updatedAtMs: number;
  /** When a stop was triggered. */
  readonly triggeredAtMs: number | null;
  readonly amendedAtMs: number | null;
  readonly amendCount: number;
}

export interface PracticeFill {
  /** Trade id of the venue. */
  readonly id: number;
  readonly orderId: number;
  readonly clientOrderId: string | null;
  readonly accountId: string;
  readonly marketId: string;
  readonly side: OrderSide;
  readonly price: Decimal;
  readonly quantity: Decimal;
  readonly quote: Decimal;
  readonly fee: Fee;
  readonly role: 'maker' | 'taker';
  readonly atMs: number;
}

/** A print of the public tape; `takerSide` is the side that took. */
export interface PublicTrade {
  readonly id: number;
  readonly marketId: string;
  readonly price: Decimal;
  readonly quantity: Decimal;
  readonly takerSide: OrderSide;
  readonly atMs: number;
}

export type Rejection =
  | 'unknown-market'
  | 'market-closed'
  | 'insufficient-funds'
  | 'post-only-would-take'
  | 'duplicate-client-id'
  | 'would-trigger'
  | 'no-liquidity'
  | 'unknown-order'
  | 'no-change'
  | 'below-filled'
  | 'bad-quantity';

export type VenueResult =
  | { readonly ok: true; readonly order: PracticeOrder; readonly fills: readonly PracticeFill[] }
  | { readonly ok: false; readonly reason: Rejection };

export type OrderCause = 'new' | 'trade' | 'cancel' | 'expire' | 'amend' | 'trigger';

export type VenueEvent =
  | {
      readonly kind: 'order';
      readonly cause: OrderCause;
      readonly order: PracticeOrder;
      readonly fill: PracticeFill | null;
    }
  | {
      readonly kind: 'balance';
      readonly accountId: string;
      readonly rows: readonly { readonly asset: string; readonly free: Decimal; readonly locked: Decimal }[];
      readonly atMs: number;
    }
  | { readonly kind: 'trade'; readonly trade: PublicTrade }
  /** Best price, depth or last price may have changed. */
  | { readonly kind: 'book'; readonly marketId: string; readonly atMs: number };

export function isFinal(status: OrderStatus): boolean {
  return status === 'filled' || status === 'cancelled' || status === 'expired';
}
