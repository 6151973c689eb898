import { ZERO } from '../../../shared/model/decimal.ts';
import type { OrderCause, PracticeFill, PracticeOrder, VenueEvent } from '../core/order.ts';
import type { BinanceApp } from './app.ts';
import { expiryReasonOf, statusWord, typeWord } from './order-view.ts';
import { amount } from './symbols.ts';

/** enums.md, "Execution types" (2026-07). */
const EXECUTION: Readonly<Record<OrderCause, string>> = {
  new: 'NEW',
  trigger: 'NEW',
  trade: 'TRADE',
  cancel: 'CANCELED',
  expire: 'EXPIRED',
  amend: 'REPLACED',
};

/** What a user data subscription of the account hears, or null when the event is not for it (user-data-stream.md, 2026-07). */
export function userEventOf(
  app: BinanceApp,
  event: VenueEvent,
): { readonly accountId: string; readonly event: object } | null {
  if (event.kind === 'order') {
    return { accountId: event.order.accountId, event: executionReport(app, event.cause, event.order, event.fill) };
  }
  if (event.kind !== 'balance') return null;
  const rows = event.rows.map(({ asset, free, locked }) => ({ a: asset, f: amount(free), l: amount(locked) }));
  return {
    accountId: event.accountId,
    event: { e: 'outboundAccountPosition', E: app.nowMs(), u: event.atMs, B: rows },
  };
}

function executionReport(app: BinanceApp, cause: OrderCause, order: PracticeOrder, fill: PracticeFill | null): object {
  const own = order.clientOrderId ?? '';
  const cancelId = cause === 'cancel' ? app.cancelIds.get(order.id) : undefined;
  const amendedFrom = cause === 'amend' ? app.amendedFrom.get(order.id) : undefined;
  const reason = expiryReasonOf(order);
  return {
    e: 'executionReport',
    E: app.nowMs(),
    s: app.symbols.ofMarket(order.marketId).name,
    c: cancelId ?? own,
    S: order.side.toUpperCase(),
    o: typeWord(order),
    f: order.force.toUpperCase(),
    q: amount(order.quantity),
    p: amount(order.price),
    P: amount(order.stopPrice),
    F: amount(ZERO),
    g: -1,
    C: amendedFrom ?? (cancelId === undefined ? '' : own),
    x: EXECUTION[cause],
    X: statusWord(order),
    r: 'NONE',
    i: order.id,
    l: amount(fill?.quantity ?? null),
    z: amount(order.filledQuantity),
    L: amount(fill?.price ?? null),
    n: fill === null ? '0' : amount(fill.fee.amount),
    N: fill?.fee.asset ?? null,
    T: order.updatedAtMs,
    t: fill?.id ?? -1,
    I: order.id * 1000 + order.amendCount,
    w: order.status === 'open' || order.status === 'partially-filled',
    m: fill?.role === 'maker',
    M: false,
    O: order.createdAtMs,
    Z: amount(order.filledQuote),
    Y: amount(fill?.quote ?? null),
    Q: amount(order.quoteQuantity),
    W: order.triggeredAtMs ?? order.createdAtMs,
    V: order.extra['stpMode'],
    ...(reason === undefined ? {} : { eR: reason }),
  };
}
