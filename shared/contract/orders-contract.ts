import { z } from 'zod';
import { AccountId } from '../model/account.ts';
import { Decimal } from '../model/decimal.ts';
import {
  DeskBalances,
  DeskOrder,
  DeskState,
  IntentId,
  LimitsView,
  OrderKey,
  OrderStep,
  PersonalLimits,
  Quote,
  Review,
} from '../model/desk.ts';
import { Preflight } from '../model/preflight.ts';
import { Instrument } from '../model/instrument.ts';
import { OrderTicket } from '../model/order.ts';

const Nothing = z.object({}).strict();
const ReviewHash = z.string().regex(/^[0-9a-f]{64}$/);
/** The account's label, for live accounts: what moves real money is typed, not only pressed. */
const TypedWord = z.string().max(80).optional();
const InstrumentName = z.string().min(1).max(40);

export const orderQueries = {
  /** Everything that is not final, and the newest final ones. */
  'orders.snapshot': {
    input: Nothing,
    output: z.object({ orders: z.array(DeskOrder), desk: DeskState, isReconciled: z.boolean() }),
  },
  /** Final orders, newest first; `before` is the `createdAtMs` of the last of the page before. */
  'orders.history': {
    input: z.object({
      account: AccountId.nullable(),
      before: z.number().nullable(),
      limit: z.number().int().min(1).max(200),
    }),
    output: z.object({ orders: z.array(DeskOrder), next: z.number().nullable() }),
  },
  'orders.timeline': { input: z.object({ order: OrderKey }), output: z.object({ steps: z.array(OrderStep) }) },
  'orders.limits': { input: z.object({ account: AccountId }), output: LimitsView },
  /** Pure: says what is wrong with a ticket and what sending it would take; asks no exchange. */
  'orders.preflight': { input: z.object({ ticket: OrderTicket }), output: Preflight },
  'instruments.search': {
    input: z.object({ account: AccountId, text: z.string().max(40), limit: z.number().int().min(1).max(200) }),
    output: z.object({ instruments: z.array(Instrument), isLoaded: z.boolean() }),
  },
  'balances.snapshot': { input: z.object({ account: AccountId }), output: DeskBalances },
} as const;

export const orderCommands = {
  /** Builds the exact request, judges it and keeps it for 15 s under its hash. */
  'orders.review': {
    input: z.object({
      intent: IntentId,
      ticket: OrderTicket,
      /** Chosen by its user, in the form the exchange takes; one is drawn otherwise. */
      clientOrderId: z.string().min(1).max(64).nullish(),
    }),
    output: Review,
  },
  /**
   * Sends the reviewed request, once. The same intent again answers with the same order. `environment` is what the user
   * saw: another one is refused.
   */
  'orders.place': {
    input: z.object({ intent: IntentId, hash: ReviewHash, typed: TypedWord }),
    output: DeskOrder,
  },
  /** Asks the exchange to judge the ticket without placing it, where it can; otherwise says that only we judged. */
  'orders.dryRun': {
    input: z.object({ ticket: OrderTicket }),
    output: z.object({
      by: z.enum(['exchange', 'local']),
      preflight: Preflight,
      detail: z.string().max(300).nullable(),
    }),
  },
  'orders.cancel': { input: z.object({ order: OrderKey }), output: DeskOrder },
  /**
   * Judges what a resting order would become like a new one, builds the exact request and keeps it for 15 s. Null: stays
   * as it is. `quantity` is the whole one in the order's unit, what is filled included.
   */
  'orders.reviewAmend': {
    input: z.object({ intent: IntentId, order: OrderKey, price: Decimal.nullable(), quantity: Decimal.nullable() }),
    output: Review,
  },
  /** Sends the reviewed change, once. `intent` makes it one of its own: the same id again changes nothing. */
  'orders.amend': {
    input: z.object({ intent: IntentId, order: OrderKey, hash: ReviewHash, typed: TypedWord }),
    output: DeskOrder,
  },
  'orders.cancelAll': {
    input: z.object({ account: AccountId, symbol: InstrumentName.nullable() }),
    output: z.object({ asked: z.number().int().nullable() }),
  },
  /** A person looked at the exchange and says what became of an order that stays unknown. */
  'orders.decide': {
    input: z.object({ order: OrderKey, decision: z.enum(['placed', 'not-placed']) }),
    output: DeskOrder,
  },
  'orders.lookUp': { input: z.object({ order: OrderKey }), output: DeskOrder },
  /** Lowering counts at once; raising from a minute later, and `typed` must repeat the new figure. */
  'orders.setLimits': { input: z.object({ limits: PersonalLimits, typed: z.string().max(60) }), output: LimitsView },
  /** Prices of this instrument are told from now on, for a minute after the last such call. */
  'orders.watch': { input: z.object({ account: AccountId, symbol: InstrumentName }), output: Quote },
  'desk.halt': { input: Nothing, output: DeskState },
  /** `word` is RESUME. */
  'desk.resume': { input: z.object({ word: z.string().max(20) }), output: DeskState },
  'desk.setDeadMan': {
    input: z.object({ account: AccountId, isOn: z.boolean(), timeoutS: z.number().int().min(10).max(3_600) }),
    output: DeskState,
  },
  'balances.refresh': { input: z.object({ account: AccountId }), output: DeskBalances },
} as const;

export const orderEvents = {
  /** Never coalesced: each change is told. */
  'orders.updated': z.object({ orders: z.array(DeskOrder) }),
  'desk.changed': DeskState,
  'quotes.changed': Quote,
  'balances.changed': DeskBalances,
} as const;
