import { z } from 'zod';
import { decimalText, idText, optionalDecimal } from '../../json.ts';

// Shapes of rest-api.md, web-socket-api.md and user-data-stream.md, 2026-07. Members that older replies lack are
// optional, members nobody reads are not listed.

const epochMs = z.number().int().nonnegative();

export const ErrorBody = z.object({
  code: z.number().int(),
  msg: z.string().default(''),
  data: z.unknown().optional(),
});
export type ErrorBody = z.infer<typeof ErrorBody>;

/** `data` of a failed cancelReplace. */
export const CancelReplaceData = z.object({
  cancelResponse: z.unknown().optional(),
  newOrderResponse: z.unknown().optional(),
});

export const RateLimit = z.object({
  rateLimitType: z.string(),
  interval: z.enum(['SECOND', 'MINUTE', 'HOUR', 'DAY']),
  intervalNum: z.number().int().positive(),
  limit: z.number().int().positive(),
  count: z.number().int().nonnegative().optional(),
});
export type RateLimit = z.infer<typeof RateLimit>;

export const RateLimits = z.object({ rateLimits: z.array(z.unknown()) });

export const ServerTime = z.object({ serverTime: epochMs.positive() });

export const SystemStatus = z.object({ status: z.number().int(), msg: z.string().default('') });

/** Every member is optional: the panel shows what came, by name. */
export const KeyRestrictions = z.record(z.string(), z.unknown());
export type KeyRestrictions = z.infer<typeof KeyRestrictions>;

const text = z.string().min(1);

const LotSize = z.object({ minQty: optionalDecimal, maxQty: optionalDecimal, stepSize: optionalDecimal });

/** The filters an instrument tells of, by name. */
export const Filters = z.object({
  PRICE_FILTER: z
    .object({ minPrice: optionalDecimal, maxPrice: optionalDecimal, tickSize: optionalDecimal })
    .optional(),
  LOT_SIZE: LotSize.optional(),
  MARKET_LOT_SIZE: LotSize.optional(),
  MIN_NOTIONAL: z.object({ minNotional: optionalDecimal, applyToMarket: z.boolean().default(false) }).optional(),
  NOTIONAL: z
    .object({
      minNotional: optionalDecimal,
      maxNotional: optionalDecimal,
      applyMinToMarket: z.boolean().default(false),
    })
    .optional(),
  PERCENT_PRICE: z.object({ multiplierUp: decimalText, multiplierDown: decimalText }).optional(),
  PERCENT_PRICE_BY_SIDE: z
    .object({
      bidMultiplierUp: decimalText,
      bidMultiplierDown: decimalText,
      askMultiplierUp: decimalText,
      askMultiplierDown: decimalText,
    })
    .optional(),
  MAX_NUM_ORDERS: z.object({ maxNumOrders: z.number().int() }).optional(),
});
export type Filters = z.infer<typeof Filters>;

export const ExchangeInfo = z.object({ symbols: z.array(z.unknown()) });

export const SymbolInfo = z.looseObject({
  symbol: text,
  status: text,
  baseAsset: text,
  quoteAsset: text,
  orderTypes: z.array(z.string()),
  isSpotTradingAllowed: z.boolean().default(true),
  filters: z.array(z.looseObject({ filterType: text })),
  permissionSets: z.array(z.array(z.string())).optional(),
});
export type SymbolInfo = z.infer<typeof SymbolInfo>;

const OrderWord = z.enum([
  'NEW',
  'PENDING_NEW',
  'PARTIALLY_FILLED',
  'FILLED',
  'CANCELED',
  'PENDING_CANCEL',
  'REJECTED',
  'EXPIRED',
  'EXPIRED_IN_MATCH',
]);
export type OrderWord = z.infer<typeof OrderWord>;

const SideWord = z.enum(['BUY', 'SELL']);

/** An order in any reply: ACK, RESULT, FULL, query, cancel, amend. An ACK has no status. */
export const OrderBody = z.object({
  symbol: text,
  orderId: idText,
  clientOrderId: z.string(),
  origClientOrderId: z.string().optional(),
  price: optionalDecimal,
  origQty: optionalDecimal,
  // Amend replies name these without the prefix and with one m.
  qty: optionalDecimal,
  cumulativeQuoteQty: optionalDecimal,
  executedQty: optionalDecimal,
  cummulativeQuoteQty: optionalDecimal,
  status: OrderWord.optional(),
  type: z.string().optional(),
  side: SideWord.optional(),
  expiryReason: z.string().optional(),
  fills: z.array(z.object({ commission: decimalText, commissionAsset: text })).optional(),
  transactTime: epochMs.optional(),
  updateTime: epochMs.optional(),
  time: epochMs.optional(),
});
export type OrderBody = z.infer<typeof OrderBody>;

export const ExecutionReport = z.object({
  e: z.literal('executionReport'),
  s: text,
  c: z.string(),
  C: z.string().nullish(),
  S: SideWord,
  o: z.string(),
  x: z.string(),
  X: OrderWord,
  r: z.string().optional(),
  eR: idText.optional(),
  i: idText,
  p: optionalDecimal,
  q: optionalDecimal,
  /** Quantity and id of the fill it tells of; `-1` for none. */
  l: optionalDecimal,
  t: idText.default('-1'),
  z: optionalDecimal,
  Z: optionalDecimal,
  n: optionalDecimal,
  N: z.string().nullish(),
  T: epochMs,
});
export type ExecutionReport = z.infer<typeof ExecutionReport>;

export const AccountBody = z.object({
  balances: z.array(z.object({ asset: text, free: decimalText, locked: decimalText })),
});

/** A WebSocket API reply; `status` is HTTP-like. */
export const SocketReply = z.object({ status: z.number().int(), result: z.unknown().optional() });

/**
 * User data arrive bare, in `{subscriptionId, event}` or in `{stream, data}`; what concerns the whole connection, as
 * `serverShutdown`, belongs to no subscription and has no id (web-socket-api.md, 2026-07).
 */
export const SocketEnvelope = z.union([
  z
    .object({ subscriptionId: z.number().nullish(), event: z.record(z.string(), z.unknown()) })
    .transform(({ event }) => event),
  z.object({ stream: z.string(), data: z.record(z.string(), z.unknown()) }).transform(({ data }) => data),
  z.looseObject({ e: z.string() }),
]);
