import { z } from 'zod';
import { Decimal } from './decimal.ts';

const Bounds = z.object({ min: Decimal.nullable(), max: Decimal.nullable(), step: Decimal.nullable() });

/**
 * What may be ordered and within which bounds, as the exchange states it. `null` means that the exchange gives no such
 * bound; a step of 0 arrives as `null`.
 */
export const Instrument = z.object({
  /** The id orders name it by. */
  symbol: z.string(),
  /** Base and quote in the exchange's own asset ids. */
  base: z.string(),
  quote: z.string(),
  /** Human form, `BTC/USDT`. */
  display: z.string(),
  isTrading: z.boolean(),
  /** The exchange's own status word. */
  status: z.string(),
  price: Bounds,
  quantity: Bounds,
  /** Bounds of market orders where they differ. */
  marketQuantity: Bounds,
  /** In quote currency: price × quantity. */
  notional: z.object({ min: Decimal.nullable(), max: Decimal.nullable(), appliesToMarket: z.boolean() }),
  /** Percent-price bands as multipliers of the reference price, per side. */
  priceBand: z.object({ bidUp: Decimal, bidDown: Decimal, askUp: Decimal, askDown: Decimal }).nullable(),
  orderTypes: z.array(z.string()),
  maxOpenOrders: z.number().int().nullable(),
  /** Exchange-specific facts a ticket needs, by the exchange's own names (STP modes, lot multiplier, quote list). */
  extra: z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.array(z.string())])),
});
export type Instrument = z.infer<typeof Instrument>;
