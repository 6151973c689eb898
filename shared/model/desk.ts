import { z } from 'zod';
import { Failure } from '../contract/failure.ts';
import { AccountId, Environment, ExchangeId } from './account.ts';
import { Decimal } from './decimal.ts';
import { Preflight } from './preflight.ts';
import { OrderSide, OrderTicket, OrderType, TimeInForce } from './order.ts';

/** Minted by whoever opens a ticket, before anything is sent; the same id can never make two orders. */
export const IntentId = z.string().regex(/^intent-[a-z0-9-]{16,48}$/);
export type IntentId = z.infer<typeof IntentId>;

/** Names an order on screen: its intent's id, or `orphan-…` for one that no intent of ours made. */
export const OrderKey = z.string().regex(/^(intent-[a-z0-9-]{16,48}|orphan-[A-Za-z0-9:_-]{1,120})$/);
export type OrderKey = z.infer<typeof OrderKey>;

/**
 * Where an order stands. `journaled`: written down, not sent. `sending`: its one attempt is under way. `unknown`: sent,
 * and nobody knows yet what became of it; it is being looked up and is never sent again. `not-placed`: proven that the
 * exchange never took it. Final: filled, cancelled, rejected, expired, not-placed.
 */
export const DeskStatus = z.enum([
  'journaled',
  'sending',
  'unknown',
  'pending',
  'open',
  'partially-filled',
  'filled',
  'cancelled',
  'rejected',
  'expired',
  'not-placed',
]);
export type DeskStatus = z.infer<typeof DeskStatus>;

export const FINAL_STATUSES: ReadonlySet<DeskStatus> = new Set([
  'filled',
  'cancelled',
  'rejected',
  'expired',
  'not-placed',
]);

/** One order as the desk knows it. Times are epoch ms of this host. */
export const DeskOrder = z.object({
  key: OrderKey,
  account: AccountId,
  exchange: ExchangeId,
  environment: Environment,
  symbol: z.string().max(40),
  side: OrderSide.nullable(),
  type: OrderType.nullable(),
  /** The exchange's own word where ours does not fit. */
  typeWord: z.string().max(40).nullable(),
  timeInForce: TimeInForce.nullable(),
  price: Decimal.nullable(),
  stopPrice: Decimal.nullable(),
  quantity: Decimal.nullable(),
  /** `contracts`: of a derivative that was ordered elsewhere. */
  quantityUnit: z.enum(['base', 'quote', 'contracts']),
  filledQuantity: Decimal.nullable(),
  filledQuote: Decimal.nullable(),
  averagePrice: Decimal.nullable(),
  fee: z.object({ amount: Decimal, asset: z.string() }).nullable(),
  status: DeskStatus,
  clientOrderId: z.string().max(64).nullable(),
  exchangeOrderId: z.string().max(64).nullable(),
  createdAtMs: z.number(),
  updatedAtMs: z.number(),
  /** Why it was refused, expired or is not known; null when all went well. */
  failure: Failure.nullable(),
  reason: z.string().max(300).nullable(),
  /** While unknown: look-ups made and the next one; `wantsHuman` when they are over without proof. */
  lookUp: z.object({ tries: z.number().int(), nextAtMs: z.number().nullable(), wantsHuman: z.boolean() }).nullable(),
  isCancelling: z.boolean(),
  /** Its user wants it cancelled, and that is not done yet: should it come to rest it is cancelled then. */
  isCancelWanted: z.boolean().optional(),
  isAmending: z.boolean(),
});
export type DeskOrder = z.infer<typeof DeskOrder>;

/** One step in the life of an order; ms are spans, null where not known. */
export const OrderStep = z.object({
  atMs: z.number(),
  kind: z.enum([
    'journaled',
    'sent',
    'acknowledged',
    'refused',
    'lost',
    'looked-up',
    'told',
    'filled',
    'cancel-sent',
    'cancel-refused',
    'amend-sent',
    'amended',
    'amend-refused',
    'decided',
    'final',
  ]),
  status: DeskStatus,
  queueMs: z.number().nullable(),
  networkMs: z.number().nullable(),
  exchangeMs: z.number().nullable(),
  detail: z.string().max(300).nullable(),
});
export type OrderStep = z.infer<typeof OrderStep>;

/** The exact request that will be signed, without key, time and signature. */
export const Review = z.object({
  intent: IntentId,
  /** Hex SHA-256 over account, environment, host and the request below; a confirm without it is refused. */
  hash: z.string().regex(/^[0-9a-f]{64}$/),
  validUntilMs: z.number(),
  environment: Environment,
  host: z.string(),
  method: z.string(),
  path: z.string(),
  params: z.array(z.object({ name: z.string(), value: z.string() })),
  ticket: OrderTicket,
  preflight: Preflight,
});
export type Review = z.infer<typeof Review>;

/** Best prices of one instrument; `atMs` host time of the newest word, null before the first. */
export const Quote = z.object({
  account: AccountId,
  symbol: z.string().max(40),
  bid: Decimal.nullable(),
  bidSize: Decimal.nullable(),
  ask: Decimal.nullable(),
  askSize: Decimal.nullable(),
  last: Decimal.nullable(),
  atMs: z.number().nullable(),
  /** `live`: over a socket; `polled`: asked now and then; `stale`: nothing new for too long. */
  state: z.enum(['connecting', 'live', 'polled', 'stale']),
});
export type Quote = z.infer<typeof Quote>;

/** What its user allows themselves, per account. Null: no limit. Raising one takes retyping and a minute. */
export const PersonalLimits = z.object({
  account: AccountId,
  /** What the two caps below count in, by the exchange's own name of it. */
  currency: z.string().min(1).max(20),
  maxOrderQuote: Decimal.nullable(),
  maxDayQuote: Decimal.nullable(),
  /** Hard band around the last price, and where a warning begins; fractions, 0.05 is 5 %. */
  priceBand: Decimal,
  priceWarn: Decimal,
  /** Most a market order may move the book's price, as a fraction; null: not looked at. */
  maxImpact: Decimal.nullable(),
  maxBalanceShare: Decimal.nullable(),
});
export type PersonalLimits = z.infer<typeof PersonalLimits>;

export const LimitsView = z.object({
  limits: PersonalLimits,
  /** A raise that waits: from when on it counts. */
  pending: z.object({ limits: PersonalLimits, fromMs: z.number() }).nullable(),
  /** Value of today's orders (UTC) in the currency of the limits, by the host's own count; null: a price is missing. */
  usedTodayQuote: Decimal.nullable(),
});
export type LimitsView = z.infer<typeof LimitsView>;

/** `halted`: no new order leaves; `cancelling` counts accounts whose cancel-all is under way or failed. */
export const DeskState = z.object({
  halt: z.enum(['active', 'halted']),
  haltedAtMs: z.number().nullable(),
  /** Why: the user, a resume after sleep, a crash. */
  cause: z.enum(['user', 'sleep', 'fault']).nullable(),
  /** False: the halt is not written down yet and would not outlive a restart. */
  isStored: z.boolean(),
  /** Accounts whose orders wait until theirs were seen again after a sleep; `detail`: why that cannot be, for now or at all. */
  pauses: z.array(z.object({ account: AccountId, detail: z.string().max(200).nullable() })),
  cancels: z.array(
    z.object({
      account: AccountId,
      state: z.enum(['waiting', 'done', 'failed']),
      detail: z.string().max(200).nullable(),
    }),
  ),
  deadMan: z.array(
    z.object({
      account: AccountId,
      /** Null: the exchange has none. */
      timeoutS: z.number().int().nullable(),
      isOn: z.boolean(),
      /** Exchange or host time at which it would fire; null: off or never armed. */
      firesAtMs: z.number().nullable(),
      /** Wanted on, and not tried any more: its exchange will not set it until something is changed. */
      isGivenUp: z.boolean(),
      detail: z.string().max(200).nullable(),
    }),
  ),
});
export type DeskState = z.infer<typeof DeskState>;

export const DeskBalances = z.object({
  account: AccountId,
  atMs: z.number().nullable(),
  balances: z.array(z.object({ asset: z.string(), free: Decimal, locked: Decimal })),
});
export type DeskBalances = z.infer<typeof DeskBalances>;
