import { z } from 'zod';
import { AccountId } from './account.ts';
import { Decimal } from './decimal.ts';

export const OrderSide = z.enum(['buy', 'sell']);
export type OrderSide = z.infer<typeof OrderSide>;

export const OrderType = z.enum(['limit', 'market', 'post-only', 'stop-limit']);
export type OrderType = z.infer<typeof OrderType>;

export const TimeInForce = z.enum(['gtc', 'ioc', 'fok']);
export type TimeInForce = z.infer<typeof TimeInForce>;

/** What a person filled in. Quantities are in base units unless `quantityUnit` says quote. */
export const OrderTicket = z.object({
  account: AccountId,
  symbol: z.string().min(1).max(40),
  side: OrderSide,
  type: OrderType,
  quantity: Decimal,
  quantityUnit: z.enum(['base', 'quote']),
  price: Decimal.nullable(),
  stopPrice: Decimal.nullable(),
  timeInForce: TimeInForce,
});
export type OrderTicket = z.infer<typeof OrderTicket>;

/** Final ones are filled, cancelled, rejected and expired. `pending` is accepted but not yet on the book. */
export const OrderStatus = z.enum([
  'pending',
  'open',
  'partially-filled',
  'filled',
  'cancelled',
  'rejected',
  'expired',
]);
export type OrderStatus = z.infer<typeof OrderStatus>;

/** One order as an exchange last described it; `null` where that message did not say. */
export const OrderUpdate = z.object({
  symbol: z.string().nullable(),
  clientOrderId: z.string().nullable(),
  exchangeOrderId: z.string().nullable(),
  status: OrderStatus,
  side: OrderSide.nullable(),
  /** The exchange's own order type word. */
  type: z.string().nullable(),
  price: Decimal.nullable(),
  quantity: Decimal.nullable(),
  /** What quantities count; absent: base. A derivative counts contracts, whose worth its instrument alone tells. */
  quantityUnit: z.enum(['base', 'contracts']).optional(),
  filledQuantity: Decimal.nullable(),
  filledQuote: Decimal.nullable(),
  averagePrice: Decimal.nullable(),
  /** Of everything filled so far; null where this message does not tell it. */
  fee: z.object({ amount: Decimal, asset: z.string() }).nullable(),
  /** The same by the side of the instrument it was taken in, where the message does not name the asset. */
  feeIn: z.object({ amount: Decimal, side: z.enum(['base', 'quote']) }).optional(),
  /** What became of an amendment that was only taken when it was asked for. */
  amendment: z.object({ isDone: z.boolean(), reason: z.string().nullable() }).optional(),
  /** The one fill this message tells of; its fee is part of the order's. */
  fill: z
    .object({
      trade: z.string(),
      quantity: Decimal,
      fee: z.object({ amount: Decimal, asset: z.string() }).nullable(),
    })
    .optional(),
  /** The exchange's own word for why it ended, if it gave one. */
  reason: z.string().nullable(),
  /** Exchange time of this state, ms. */
  atMs: z.number().nullable(),
  /** Exchange time of its beginning, ms, where the message told it beside. */
  openedAtMs: z.number().optional(),
});
export type OrderUpdate = z.infer<typeof OrderUpdate>;

export const Balance = z.object({ asset: z.string(), free: Decimal, locked: Decimal });
export type Balance = z.infer<typeof Balance>;
