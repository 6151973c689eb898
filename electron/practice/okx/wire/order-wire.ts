import { decimal, isZero, multiply, ZERO } from '../../../../shared/model/decimal.ts';
import type { EndReason, PracticeFill, PracticeOrder } from '../../core/order.ts';
import { instrumentOfMarket, type Instrument } from '../facts/instruments.ts';
import { averagePriceOf, paid, shown } from './amounts.ts';
import { ordIdOf } from './ids.ts';

/** What OKX knows about an order beyond the venue: overrides set before the venue acts. */
export interface OrderNotes {
  readonly state?: 'filled';
  readonly cancelSource?: string;
  readonly reqId?: string;
  readonly amendResult?: string;
}

export type OrderState = 'live' | 'partially_filled' | 'filled' | 'canceled';

/** An order with what belongs to its row. */
export interface OrderView {
  readonly order: PracticeOrder;
  readonly notes: OrderNotes;
  readonly lastFill: PracticeFill | null;
}

// Order channel page, 2026-08: 1 user, 13 FOK not fillable, 14 IOC remainder, 31 post-only would take, 0 system.
const CANCEL_SOURCE: Readonly<Record<EndReason, string>> = {
  user: '1',
  'ioc-remainder': '14',
  'fok-unfilled': '13',
  'no-liquidity': '14',
  'post-only-cross': '31',
  'insufficient-funds': '9',
  'amended-away': '1',
  exchange: '0',
};

const STATES = {
  untriggered: 'live',
  open: 'live',
  'partially-filled': 'partially_filled',
  filled: 'filled',
  cancelled: 'canceled',
  expired: 'canceled',
} as const satisfies Record<PracticeOrder['status'], OrderState>;

export function stateOf(order: PracticeOrder, notes: OrderNotes): OrderState {
  return notes.state ?? STATES[order.status];
}

function cancelSourceOf(order: PracticeOrder, notes: OrderNotes): string {
  if (stateOf(order, notes) !== 'canceled') return '';
  return notes.cancelSource ?? (order.endReason === null ? '' : CANCEL_SOURCE[order.endReason]);
}

/** Size as the user wrote it: quote for a market order by quote, otherwise base and the newest total. */
export function sizeOf(order: PracticeOrder): string {
  return order.quoteQuantity !== null || order.kind === 'market'
    ? (order.extra['sz'] ?? order.quantity)
    : order.quantity;
}

// Present and empty on every spot order (order replies of 2024 and 2026).
const EMPTY = {
  algoClOrdId: '',
  algoId: '',
  attachAlgoClOrdId: '',
  attachAlgoOrds: [],
  cancelSourceReason: '',
  isTpLimit: 'false',
  lever: '',
  linkedAlgoOrd: { algoId: '' },
  pxType: '',
  pxUsd: '',
  pxVol: '',
  quickMgnType: '',
  slOrdPx: '',
  slTriggerPx: '',
  slTriggerPxType: '',
  source: '',
  stpId: '',
  tpOrdPx: '',
  tpTriggerPx: '',
  tpTriggerPxType: '',
} as const;

function money(order: PracticeOrder, instrument: Instrument) {
  const received = order.side === 'buy' ? instrument.base : instrument.quote;
  const given = order.side === 'buy' ? instrument.quote : instrument.base;
  return {
    ccy: '',
    fee: paid(order.fee?.amount ?? ZERO),
    feeCcy: order.fee?.asset ?? received,
    pnl: '0',
    rebate: '0',
    rebateCcy: given,
    tradeQuoteCcy: instrument.quote,
  };
}

function lastFillOf(fill: PracticeFill | null) {
  if (fill === null) return { fillPx: '', fillSz: '0', fillTime: '', tradeId: '' };
  return { fillPx: fill.price, fillSz: fill.quantity, fillTime: String(fill.atMs), tradeId: String(fill.id) };
}

/** One order as `GET /trade/order` and the order lists show it. */
export function orderRow({ order, notes, lastFill }: OrderView) {
  const instrument = instrumentOfMarket(order.marketId);
  return {
    ...EMPTY,
    ...money(order, instrument),
    ...lastFillOf(lastFill),
    accFillSz: order.filledQuantity,
    avgPx: averagePriceOf(order),
    cTime: String(order.createdAtMs),
    cancelSource: cancelSourceOf(order, notes),
    category: 'normal',
    clOrdId: order.clientOrderId ?? '',
    instId: instrument.instId,
    instType: 'SPOT',
    ordId: ordIdOf(order.id),
    ordType: order.extra['ordType'] ?? 'limit',
    posSide: '',
    px: order.price ?? '',
    reduceOnly: 'false',
    side: order.side,
    state: stateOf(order, notes),
    stpMode: order.extra['stpMode'] ?? '',
    sz: sizeOf(order),
    tag: order.extra['tag'] ?? '',
    tdMode: order.extra['tdMode'] ?? 'cash',
    tgtCcy: order.extra['tgtCcy'] ?? '',
    uTime: String(order.updatedAtMs),
  };
}

function fillOfPush(fill: PracticeFill | null) {
  if (fill === null) {
    return { execType: '', fillFee: '0', fillFeeCcy: '', fillPx: '', fillSz: '0', fillTime: '', tradeId: '' };
  }
  return {
    execType: fill.role === 'maker' ? 'M' : 'T',
    fillFee: paid(fill.fee.amount),
    fillFeeCcy: fill.fee.asset,
    fillPx: fill.price,
    fillSz: fill.quantity,
    fillTime: String(fill.atMs),
    tradeId: String(fill.id),
  };
}

/** One row of the `orders` channel; `fill` is the fill that caused this push, if one did. */
export function orderPushRow(view: OrderView, fill: PracticeFill | null, lastPx: string) {
  const { order, notes } = view;
  const price = order.price ?? decimal(lastPx);
  return {
    ...orderRow(view),
    ...fillOfPush(fill),
    amendResult: notes.amendResult ?? '',
    amendSource: '',
    code: '0',
    fillFwdPx: '',
    fillIdxPx: '',
    fillMarkPx: '',
    fillMarkVol: '',
    fillNotionalUsd: isZero(order.filledQuantity) ? '' : shown(order.filledQuote),
    fillPnl: '0',
    fillPxUsd: '',
    fillPxVol: '',
    lastPx,
    msg: '',
    notionalUsd: shown(multiply(order.quantity, price)),
    outcome: '',
    reqId: notes.reqId ?? '',
    riskBypassResult: '',
    slippage: '0',
  };
}
