import { z } from 'zod';
import { type Decimal, ZERO } from '../../../../shared/model/decimal.ts';
import { OrderSide } from '../../../../shared/model/order.ts';
import { decimalText, optionalDecimal } from '../../json.ts';
import { parseRfc3339 } from './rfc3339.ts';

/** Every REST answer, whatever its HTTP status (Spot REST Introduction, 2026-05). */
export const Envelope = z.object({ error: z.array(z.string()), result: z.unknown().optional() });

/** A map from id to entry; Kraken writes an empty one as `[]` at times. */
function mapOf<Entry extends z.ZodType>(entry: Entry) {
  return z.preprocess(
    (value) => (Array.isArray(value) && value.length === 0 ? {} : value),
    z.record(z.string(), entry),
  );
}

/** Unix seconds with a fraction, as epoch ms. */
const seconds = z
  .union([z.number(), z.string().regex(/^\d+(\.\d+)?$/)])
  .transform((value) => Math.round(Number(value) * 1_000));

const timestamp = z.string().transform((text, context): number => {
  const epochMs = parseRfc3339(text);
  if (epochMs !== null) return epochMs;
  context.addIssue({ code: 'custom', message: `not a UTC time: ${text.slice(0, 40)}` });
  return z.NEVER;
});

// A price may be relative (`+5%`, `-10`, `#3`): then it is no price yet.
const priceOrRelative = z.union([z.string(), z.number()]).transform((value): Decimal | null => {
  const text = String(value);
  if (!/^\d/.test(text)) return null;
  const parsed = decimalText.safeParse(text);
  return parsed.success ? parsed.data : null;
});

const optionalText = z
  .string()
  .nullish()
  .transform((text) => (text === undefined || text === '' ? null : text));

/** The order object of OpenOrders, ClosedOrders and QueryOrders (REST reference, 2026-05). */
export const RestOrder = z.object({
  cl_ord_id: optionalText,
  status: z.enum(['pending', 'open', 'closed', 'canceled', 'expired']),
  opentm: seconds,
  closetm: seconds.nullish(),
  reason: optionalText,
  descr: z.object({
    pair: z.string(),
    type: OrderSide,
    ordertype: z.string(),
    price: priceOrRelative,
    price2: priceOrRelative,
  }),
  vol: decimalText,
  vol_exec: decimalText,
  cost: decimalText,
  fee: optionalDecimal,
  /** Average price of what was filled, 0 before. */
  price: decimalText,
  oflags: z.string().default(''),
  misc: z.string().default(''),
  amended: z.boolean().nullish(),
});
export type RestOrder = z.infer<typeof RestOrder>;

export const OrderMap = mapOf(RestOrder);
export const OpenOrders = z.object({ open: OrderMap });
export const ClosedOrders = z.object({ closed: OrderMap });

/** With `validate` there is no txid. */
export const AddOrderResult = z.object({ txid: z.array(z.string()).default([]), cl_ord_id: optionalText });

export const AddOrderBatchResult = z.object({
  orders: z.array(z.object({ txid: optionalText, cl_ord_id: optionalText, error: optionalText })),
});

export const EditOrderResult = z.object({
  status: z.string().default('ok'),
  txid: optionalText,
  originaltxid: optionalText,
  orders_cancelled: z.number().default(0),
  volume: optionalDecimal,
  price: priceOrRelative.nullish(),
  error_message: optionalText,
});

export const AmendOrderResult = z.object({ amend_id: z.string() });
export const CountResult = z.object({ count: z.number() });
export const CancelAfterResult = z.object({ currentTime: z.string(), triggerTime: z.string() });

const amountOrZero = optionalDecimal.transform((value) => value ?? ZERO);

export const ExtendedBalances = mapOf(
  z.object({
    balance: decimalText,
    hold_trade: amountOrZero,
    credit: amountOrZero,
    credit_used: amountOrZero,
  }),
);

/** AssetPairs (REST reference, 2026-05); replies of 2021 lack status, tick_size and costmin. */
export const AssetPair = z.object({
  altname: z.string(),
  wsname: optionalText,
  aclass_base: z.string().default('currency'),
  base: z.string(),
  aclass_quote: z.string().default('currency'),
  quote: z.string(),
  pair_decimals: z.number().int().nonnegative().max(24),
  lot_decimals: z.number().int().nonnegative().max(24),
  cost_decimals: z.number().int().nonnegative().nullish(),
  lot_multiplier: z.number().default(1),
  leverage_buy: z.array(z.number()).default([]),
  leverage_sell: z.array(z.number()).default([]),
  ordermin: optionalDecimal,
  costmin: optionalDecimal,
  tick_size: optionalDecimal,
  status: optionalText,
  execution_venue: optionalText,
});
export type AssetPair = z.infer<typeof AssetPair>;
export const AssetPairs = mapOf(AssetPair);

const text = z.union([z.string(), z.number()]).transform(String);

/** GetApiKeyInfo after its names were brought to snake case; the reference writes camel case (2026-05). */
export const ApiKeyInfo = z.object({
  api_key_name: optionalText,
  nonce: text.nullish(),
  nonce_window: text.nullish(),
  permissions: z.array(z.string()),
  iban: optionalText,
  valid_until: text.nullish(),
  query_from: text.nullish(),
  query_to: text.nullish(),
  created_time: text.nullish(),
  modified_time: text.nullish(),
  ip_allowlist: z.array(z.string()).nullish(),
  last_used: text.nullish(),
});
export type ApiKeyInfo = z.infer<typeof ApiKeyInfo>;

export const ServerTime = z.object({ unixtime: z.number().int() });
export const SystemStatus = z.object({ status: z.string() });

/** One report of the WebSocket v2 channel `executions`; after `pending_new` most members are left out. */
export const Execution = z.object({
  order_id: z.string(),
  cl_ord_id: optionalText,
  symbol: optionalText,
  side: OrderSide.nullish(),
  order_type: optionalText,
  order_status: z.enum(['pending_new', 'new', 'partially_filled', 'filled', 'canceled', 'expired']),
  exec_type: optionalText,
  exec_id: optionalText,
  last_qty: optionalDecimal,
  limit_price: optionalDecimal,
  order_qty: optionalDecimal,
  cum_qty: optionalDecimal,
  cum_cost: optionalDecimal,
  avg_price: optionalDecimal,
  fees: z.array(z.object({ asset: z.string(), qty: decimalText })).nullish(),
  reason: optionalText,
  cancel_reason: optionalText,
  timestamp,
});
export type Execution = z.infer<typeof Execution>;

export const ExecutionsMessage = z.object({ channel: z.literal('executions'), data: z.array(Execution) });
