import { z } from 'zod';
import { Decimal } from './decimal.ts';

export const TicketField = z.enum([
  'account',
  'symbol',
  'side',
  'type',
  'quantity',
  'quantityUnit',
  'price',
  'stopPrice',
  'timeInForce',
]);
export type TicketField = z.infer<typeof TicketField>;

/** Every rule a ticket can break: of the exchange, of its account, of its user, of the moment. */
export const RuleCode = z.enum([
  'not-trading',
  'type-not-offered',
  'time-in-force-not-offered',
  'price-missing',
  'stop-price-missing',
  'not-a-number',
  'price-min',
  'price-max',
  'price-step',
  'price-band',
  'quantity-min',
  'quantity-max',
  'quantity-step',
  'market-quantity-min',
  'market-quantity-max',
  'notional-min',
  'notional-max',
  'quote-quantity-not-offered',
  'base-quantity-not-offered',
  'max-open-orders',
  'stop-price-side',
  'would-take',
  'balance',
  'permission',
  'no-market-data',
  'headroom',
  'gate',
  'halted',
  'environment',
  'own-max-order',
  'own-max-day',
  'own-price-band',
  'own-market-impact',
  'own-balance-share',
  'duplicate',
  'own-limit-rate',
  'unknown-instrument',
  'amend-filled',
  'look-up-permission',
  'account-mode',
  'borrowing',
  'trade-quote',
  'cancel-room',
  'client-order-id',
  'account-not-ready',
]);
export type RuleCode = z.infer<typeof RuleCode>;

/** A rule the ticket breaks: which, its bound, and the nearest value that would do. */
export const RuleBreach = z.object({
  rule: RuleCode,
  field: TicketField.nullable(),
  /** `refuse`: it cannot leave; `warn`: it may, once its user has seen this. */
  weight: z.enum(['refuse', 'warn']),
  bound: z.string().max(80).nullable(),
  /** What the field holds now. */
  value: z.string().max(80).nullable(),
  suggestion: z.string().max(80).nullable(),
  /** Exchange's name of the rule (`LOT_SIZE`, `51020`), for those who look it up. */
  exchangeRule: z.string().max(60).nullable(),
});
export type RuleBreach = z.infer<typeof RuleBreach>;

/** What sending would take from one bucket and leave of it. */
export const OrderCost = z.object({
  bucket: z.string(),
  name: z.string(),
  cost: z.number(),
  headroomAfter: z.number().nullable(),
  capacity: z.number(),
});
export type OrderCost = z.infer<typeof OrderCost>;

export const Preflight = z.object({
  breaches: z.array(RuleBreach),
  /** Price × quantity in quote; null without a price. */
  notional: Decimal.nullable(),
  quantityBase: Decimal.nullable(),
  feeEstimate: z.object({ amount: Decimal, asset: z.string(), isGuess: z.boolean() }).nullable(),
  costs: z.array(OrderCost),
});
export type Preflight = z.infer<typeof Preflight>;
