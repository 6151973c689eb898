import { type Decimal, isZero, ZERO } from '../../../../shared/model/decimal.ts';
import { hasLimit, isTriggered, type OrderRequest } from '../trading/order-request.ts';
import { isOpen, type KrakenOrder, reasonOf, restStatus } from '../trading/records.ts';
import { averagePrice, costText, priceText, unixSeconds, volumeText } from './texts.ts';

interface DescribedPrices {
  readonly limitPrice: Decimal | null;
  readonly triggerPrice: Decimal | null;
}

/** The one-line description, such as `buy 0.00010000 XBTUSD @ stop loss 61000.0 -> limit 61100.0`. */
export function describe(request: OrderRequest, volume: Decimal, prices: DescribedPrices): string {
  return `${request.side} ${volumeText(volume, request.pair)} ${request.pair.altname} @ ${priceWords(request, prices)}`;
}

function priceWords({ type, pair }: OrderRequest, { limitPrice, triggerPrice }: DescribedPrices): string {
  const limit = limitPrice === null ? '' : `limit ${priceText(limitPrice, pair)}`;
  if (type === 'market') return 'market';
  if (!isTriggered(type)) return limit;
  const words = type.startsWith('stop-loss') ? 'stop loss' : 'take profit';
  const trigger = `${words} ${priceText(triggerPrice ?? ZERO, pair)}`;
  return hasLimit(type) ? `${trigger} -> ${limit}` : trigger;
}

/** Flags as OpenOrders shows them: fees in quote unless asked otherwise (recorded replies of 2017 to 2026). */
export function orderFlags(request: OrderRequest): string {
  const flags = [request.feeInBase ? 'fcib' : 'fciq'];
  if (request.postOnly) flags.push('post');
  if (request.isQuoteVolume) flags.push('viqc');
  return flags.join(',');
}

/** The order object of OpenOrders, ClosedOrders and QueryOrders (REST reference, 2026-05; recorded replies of 2026-01). */
export function orderWire(record: KrakenOrder, withTrades: boolean): Readonly<Record<string, unknown>> {
  const { order, request } = record;
  return {
    refid: null,
    userref: request.userref,
    ...(request.clientOrderId === null ? {} : { cl_ord_id: request.clientOrderId }),
    status: restStatus(record),
    opentm: unixSeconds(order.createdAtMs),
    starttm: 0,
    expiretm: request.expireAtMs === null ? 0 : Math.round(request.expireAtMs / 1000),
    descr: descriptionWire(record),
    ...amountsWire(record),
    misc: order.amendCount > 0 ? 'amended' : '',
    oflags: orderFlags(request),
    time_in_force: request.timeInForce,
    ...(isTriggered(request.type) ? { trigger: request.triggerReference } : {}),
    ...(withTrades && record.tradeIds.length > 0 ? { trades: record.tradeIds } : {}),
    ...(isOpen(record) ? {} : { reason: reasonOf(record), closetm: unixSeconds(order.updatedAtMs) }),
  };
}

function descriptionWire({ order, request }: KrakenOrder): Readonly<Record<string, unknown>> {
  const { pair, type, side } = request;
  const prices = { limitPrice: order.price, triggerPrice: order.stopPrice };
  const limit = order.price === null ? '0' : priceText(order.price, pair);
  const trigger = order.stopPrice === null ? '0' : priceText(order.stopPrice, pair);
  return {
    pair: pair.altname,
    aclass: 'forex',
    type: side,
    ordertype: type,
    price: isTriggered(type) ? trigger : limit,
    price2: isTriggered(type) && hasLimit(type) ? limit : '0',
    leverage: 'none',
    order: describe(request, shownVolume(order.quoteQuantity, order.quantity), prices),
    close: '',
  };
}

// An order by cost shows the cost as its volume.
function shownVolume(quoteQuantity: Decimal | null, quantity: Decimal): Decimal {
  return quoteQuantity ?? quantity;
}

function amountsWire({ order, request }: KrakenOrder): Readonly<Record<string, string>> {
  const { pair } = request;
  return {
    vol: volumeText(shownVolume(order.quoteQuantity, order.quantity), pair),
    vol_exec: volumeText(order.filledQuantity, pair),
    cost: costText(order.filledQuote, pair),
    fee: costText(order.fee?.amount ?? ZERO, pair),
    price: isZero(order.filledQuantity)
      ? '0.00000'
      : priceText(averagePrice(order.filledQuote, order.filledQuantity), pair),
    stopprice: order.stopPrice === null ? '0.00000' : priceText(order.stopPrice, pair),
    limitprice: '0.00000',
  };
}
