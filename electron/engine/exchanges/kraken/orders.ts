import { type Decimal, add, subtract } from '../../../../shared/model/decimal.ts';
import { type Result, ok } from '../../../../shared/contract/failure.ts';
import type { Instrument } from '../../../../shared/model/instrument.ts';
import type { Balance, OrderTicket, OrderType } from '../../../../shared/model/order.ts';
import type { ExchangeDefinition, Stamp } from '../definition.ts';
import type { LookUpStep, OrderQuestion } from '../order-question.ts';
import { type ExchangeRequest, encodeParams } from '../../http.ts';
import { readResult } from './errors.ts';
import { readOrders, readSocketOrders } from './order-updates.ts';
import * as changes from './order-changes.ts';
import { formatRfc3339 } from './rfc3339.ts';
import { ExtendedBalances } from './schemas.ts';

type Params = Readonly<Record<string, string>>;

function post(method: string, params: Params = {}): ExchangeRequest {
  return {
    method: 'POST',
    path: `/0/private/${method}`,
    query: '',
    body: { type: 'form', text: encodeParams(params) },
  };
}

/** A version 4 UUID with dashes, one of the forms `cl_ord_id` takes (AddOrder, 2026-05). */
function newClientOrderId(random: (size: number) => Uint8Array): string {
  const bytes = Uint8Array.from(random(16));
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x40;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}

const ORDER_TYPES: Readonly<Record<OrderType, string>> = {
  limit: 'limit',
  market: 'market',
  'post-only': 'limit',
  'stop-limit': 'stop-loss-limit',
};

/** AddOrder (REST reference, 2026-05). Throws on tickets that preflight refuses: a missing price, a quote-sized order
 * other than a market buy. */
function place(ticket: OrderTicket, instrument: Instrument, clientOrderId: string, stamp: Stamp): ExchangeRequest {
  return post('AddOrder', {
    pair: instrument.symbol,
    type: ticket.side,
    ordertype: ORDER_TYPES[ticket.type],
    volume: ticket.quantity,
    ...pricesOf(ticket),
    ...flagsOf(ticket),
    ...lifeOf(ticket),
    cl_ord_id: clientOrderId,
    deadline: deadlineOf(stamp),
    ...assetClassOf(instrument),
  });
}

// Triggered types take the trigger as `price` and their limit as `price2`.
function pricesOf(ticket: OrderTicket): Params {
  switch (ticket.type) {
    case 'market':
      return {};
    case 'limit':
    case 'post-only':
      return { price: needed(ticket.price, 'price') };
    case 'stop-limit':
      return { price: needed(ticket.stopPrice, 'stop price'), price2: needed(ticket.price, 'price') };
  }
}

function needed(price: Decimal | null, what: string): Decimal {
  if (price === null) throw new Error(`An order without ${what} passed preflight`);
  return price;
}

function flagsOf(ticket: OrderTicket): Params {
  if (ticket.quantityUnit === 'quote') return { oflags: quoteFlag(ticket) };
  return ticket.type === 'post-only' ? { oflags: 'post' } : {};
}

function quoteFlag(ticket: OrderTicket): string {
  if (ticket.type === 'market' && ticket.side === 'buy') return 'viqc';
  throw new Error(`A quote-sized ${ticket.type} ${ticket.side} passed preflight; Kraken sizes only market buys so`);
}

// A post-only order rests, so it is always good till cancelled; a market order takes no time in force.
function lifeOf(ticket: OrderTicket): Params {
  if (ticket.type === 'market') return {};
  return { timeinforce: ticket.type === 'post-only' ? 'GTC' : ticket.timeInForce.toUpperCase() };
}

// The engine takes a deadline from 2 s to 60 s ahead (AddOrder, 2026-05). Its clock is known to about a second, from
// Time's whole seconds, and the order travels as well: so a margin on both ends.
const NEAREST_DEADLINE_MS = 5_000;
const FARTHEST_DEADLINE_MS = 55_000;

function deadlineOf(stamp: Stamp): string {
  const aheadMs = Math.min(FARTHEST_DEADLINE_MS, Math.max(NEAREST_DEADLINE_MS, stamp.validForMs));
  return formatRfc3339(stamp.serverMs + aheadMs);
}

// Required for tokenised pairs alone (REST reference, 2026-05).
function assetClassOf(instrument: Instrument): Params {
  return instrument.extra['aclass_base'] === 'tokenized_asset' ? { asset_class: 'tokenized_asset' } : {};
}

// Between our clock and the engine's, generously: ClosedOrders' `start` leaves out what is older.
const LOOK_BACK_SECONDS = 60;

// QueryOrders takes the exchange's id alone; these two filter by the client's (REST reference, 2026-05).
function lookUp({ clientOrderId, exchangeOrderId, sentAtMs }: OrderQuestion): readonly LookUpStep[] {
  if (exchangeOrderId !== null) return [{ request: post('QueryOrders', { txid: exchangeOrderId }), tells: 'order' }];
  const own = { cl_ord_id: clientOrderId ?? '' };
  const start = String(Math.floor(sentAtMs / 1_000) - LOOK_BACK_SECONDS);
  return [
    { request: post('OpenOrders', own), tells: 'order' },
    { request: post('ClosedOrders', { ...own, start }), tells: 'order' },
  ];
}

/** How long ClosedOrders goes back is not documented (2026-05): a week is our choice. */
const absenceProvesForMs = 7 * 86_400_000;

/** Available is balance + credit − credit used − held for orders (BalanceEx, 2026-05). */
function readBalances(body: unknown): Result<readonly Balance[]> {
  const balances = readResult(body, ExtendedBalances);
  if (!balances.ok) return balances;
  return ok(
    Object.entries(balances.value).map(([asset, { balance, hold_trade: held, credit, credit_used: creditUsed }]) => ({
      asset,
      free: subtract(subtract(add(balance, credit), creditUsed), held),
      locked: held,
    })),
  );
}

/** The same order, to be judged and not placed (AddOrder `validate`, 2026-05). */
function dryRun(ticket: OrderTicket, instrument: Instrument, clientOrderId: string, stamp: Stamp): ExchangeRequest {
  const request = place(ticket, instrument, clientOrderId, stamp);
  const text = `${request.body?.text ?? ''}&${encodeParams({ validate: 'true' })}`;
  return { ...request, body: { type: 'form', text } };
}

export const orders: ExchangeDefinition['orders'] = {
  newClientOrderId,
  place,
  dryRun,
  ...changes,
  cancel: (_symbol, clientOrderId) => post('CancelOrder', { cl_ord_id: clientOrderId }),
  lookUp,
  absenceProvesForMs,
  // OpenOrders has no filter by pair: the whole account comes back.
  open: () => post('OpenOrders'),
  nextPage: () => null,
  balances: () => post('BalanceEx'),
  readOrders,
  readSocketOrders,
  readBalances,
};
