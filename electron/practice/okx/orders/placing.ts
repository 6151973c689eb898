import type { Decimal } from '../../../../shared/model/decimal.ts';
import { compare, decimal, divide, floorToStep, isPositive, multiply, ZERO } from '../../../../shared/model/decimal.ts';
import type { NewOrder, PracticeOrder, Rejection } from '../../core/order.ts';
import type { OkxState } from '../exchange/state.ts';
import { refuse, type Refusal } from '../facts/errors.ts';
import { findInstrument, type Instrument } from '../facts/instruments.ts';
import { MAX_PENDING_ORDERS, MAX_PENDING_ORDERS_PER_INSTRUMENT } from '../facts/operations.ts';
import { checkLimit, listingRefusal, marketRefusal, modeRefusal } from './checks.ts';
import type { Ticket } from './ticket.ts';

export type Placed = { readonly order: PracticeOrder } | { readonly refusal: Refusal };

/** Takes a well-formed order: instrument, mode, state, grid, maxima, band, funds, duplicate, in this order. */
export function placeOrder(state: OkxState, accountId: string, ticket: Ticket): Placed {
  const instrument = findInstrument(ticket.instId);
  if (instrument === undefined) return { refusal: refuse('51001') };
  const refusal =
    modeRefusal(ticket, instrument) ??
    listingRefusal(state.stateOf(instrument), ticket.ordType) ??
    pendingRefusal(state, accountId, instrument);
  if (refusal !== undefined) return { refusal };
  const placed =
    ticket.ordType === 'market'
      ? placeMarket(state, accountId, ticket, instrument)
      : placeLimit(state, accountId, ticket, instrument);
  if ('order' in placed) state.switches.orderPlaced(placed.order.id, state.nowMs());
  return placed;
}

function pendingRefusal(state: OkxState, accountId: string, instrument: Instrument): Refusal | undefined {
  const open = state.venue.openOrders(accountId);
  if (open.length >= MAX_PENDING_ORDERS) return refuse('51025');
  const same = open.filter((order) => order.marketId === instrument.marketId).length;
  return same >= MAX_PENDING_ORDERS_PER_INSTRUMENT ? refuse('51103') : undefined;
}

function extraOf(ticket: Ticket, sz: string): Readonly<Record<string, string>> {
  const { ordType, stpMode, tag, tdMode, tgtCcy } = ticket;
  return { ordType, stpMode, tag, tdMode, tgtCcy, sz };
}

function baseOf(accountId: string, ticket: Ticket, instrument: Instrument, sz: string) {
  return {
    accountId,
    marketId: instrument.marketId,
    side: ticket.side,
    clientOrderId: ticket.clOrdId === '' ? null : ticket.clOrdId,
    extra: extraOf(ticket, sz),
  };
}

function placeLimit(state: OkxState, accountId: string, ticket: Ticket, instrument: Instrument): Placed {
  if (ticket.px === null) return { refusal: refuse('51204') };
  const terms = { side: ticket.side, size: ticket.sz, price: ticket.px, mayMovePrice: ticket.pxAmendType === '1' };
  const checked = checkLimit(terms, instrument, state.market(instrument));
  if ('refusal' in checked) return checked;
  return send(state, instrument, {
    ...baseOf(accountId, ticket, instrument, ticket.sz),
    kind: 'limit',
    quantity: ticket.sz,
    price: checked.price,
    postOnly: ticket.ordType === 'post_only',
    force: ticket.ordType === 'ioc' || ticket.ordType === 'fok' ? ticket.ordType : 'gtc',
  });
}

function placeMarket(state: OkxState, accountId: string, ticket: Ticket, instrument: Instrument): Placed {
  const refusal = marketRefusal(ticket, instrument, state.market(instrument));
  if (refusal !== undefined) return { refusal };
  const order = marketOrder(accountId, ticket, instrument, ticket.sz, ticket.tgtCcy === 'quote_ccy');
  const isShort =
    isBeyondReserve(state, accountId, ticket, instrument) || state.venue.check(order) === 'insufficient-funds';
  if (!isShort) return send(state, instrument, order);
  if (ticket.banAmend) return { refusal: shortOf(instrument, ticket.side) };
  return placeShrunk(state, accountId, ticket, instrument);
}

/** Market buys freeze 5 % more quote than they come to (docs "Place order", 2026-08). */
const RESERVE = decimal('1.05');

function isBeyondReserve(state: OkxState, accountId: string, ticket: Ticket, instrument: Instrument): boolean {
  if (ticket.side !== 'buy') return false;
  const [ask] = state.market(instrument).depth('sell', 1);
  if (ticket.tgtCcy !== 'quote_ccy' && ask === undefined) return false;
  const cost = ticket.tgtCcy === 'quote_ccy' ? ticket.sz : multiply(ticket.sz, ask?.price ?? ZERO);
  const { free } = state.accounts.get(accountId).ledger.row(instrument.quote);
  return compare(multiply(cost, RESERVE), free) > 0;
}

/** Short of funds and not forbidden: OKX shrinks a market order to what there is (docs "Place order", 2026-08). */
function placeShrunk(state: OkxState, accountId: string, ticket: Ticket, instrument: Instrument): Placed {
  const isBuy = ticket.side === 'buy';
  const { free } = state.accounts.get(accountId).ledger.row(isBuy ? instrument.quote : instrument.base);
  const size = isBuy ? divide(free, RESERVE) : floorToStep(free, decimal(instrument.lotSz));
  const isTooSmall = isBuy ? !isPositive(size) : compare(size, decimal(instrument.minSz)) < 0;
  if (isTooSmall) return { refusal: shortOf(instrument, ticket.side) };
  return send(state, instrument, marketOrder(accountId, ticket, instrument, size, isBuy));
}

function marketOrder(
  accountId: string,
  ticket: Ticket,
  instrument: Instrument,
  size: Decimal,
  isQuote: boolean,
): NewOrder {
  return {
    ...baseOf(accountId, ticket, instrument, size),
    kind: 'market',
    force: 'ioc',
    quantity: isQuote ? null : size,
    quoteQuantity: isQuote ? size : null,
  };
}

function send(state: OkxState, instrument: Instrument, order: NewOrder): Placed {
  const result = state.venue.place(order);
  return result.ok ? { order: result.order } : { refusal: refusalOf(result.reason, instrument, order.side) };
}

function shortOf(instrument: Instrument, side: 'buy' | 'sell'): Refusal {
  return refuse('51008', side === 'buy' ? instrument.quote : instrument.base);
}

function refusalOf(reason: Rejection, instrument: Instrument, side: 'buy' | 'sell'): Refusal {
  switch (reason) {
    case 'insufficient-funds':
      return shortOf(instrument, side);
    case 'duplicate-client-id':
      return refuse('51016');
    case 'market-closed':
      return refuse('51022');
    case 'no-liquidity':
      return refuse('52000');
    case 'unknown-market':
      return refuse('51001');
    default:
      return refuse('51000', 'sz');
  }
}
