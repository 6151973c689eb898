import { type Decimal, isPositive } from '../../../../shared/model/decimal.ts';
import { type Answer, done, invalidArguments, refused } from '../errors.ts';
import { decimalOf, type Fields, flagOf, isFields, NO_FIELDS, textOf } from '../fields.ts';
import type { Pair } from '../pairs.ts';
import type { AmendRequest } from './amending.ts';
import { readIdentity } from './identity.ts';
import {
  hasLimit,
  isOrderType,
  isTimeInForce,
  isTriggered,
  type OrderRequest,
  type OrderType,
  type TimeInForce,
} from './order-request.ts';
import type { PriceInput } from './relative-price.ts';
import { readDeadline, readExpireTime, SOCKET_DEADLINE } from './timing.ts';

interface Prices {
  readonly limitPrice: PriceInput | null;
  readonly triggerPrice: PriceInput | null;
}

interface Life {
  readonly timeInForce: TimeInForce;
  readonly expireAtMs: number | null;
}

const UNPLAYED: readonly string[] = ['margin', 'reduce_only', 'conditional', 'display_qty', 'effective_time'];

/** Reads the parameters of `add_order`, or of one order of `batch_add` (WebSocket v2, 2026-08). */
export function readSocketOrder(fields: Fields, pair: Pair, nowMs: number): Answer<OrderRequest> {
  const side = textOf(fields, 'side');
  if (side !== 'buy' && side !== 'sell') return refused(invalidArguments('side'));
  const type = textOf(fields, 'order_type');
  if (!isOrderType(type)) return refused(invalidArguments('order_type'));
  const unplayed = UNPLAYED.find((name) => fields[name] !== undefined && fields[name] !== false);
  if (unplayed !== undefined) return refused(invalidArguments(unplayed));
  const isQuoteVolume = fields['cash_order_qty'] !== undefined;
  if (isQuoteVolume && (type !== 'market' || side !== 'buy')) return refused(invalidArguments('cash_order_qty'));
  const volume = decimalOf(fields, isQuoteVolume ? 'cash_order_qty' : 'order_qty');
  if (volume === undefined || volume === null || !isPositive(volume)) return refused(invalidArguments('volume'));
  return withRest(fields, { pair, side, type, volume, isQuoteVolume }, nowMs);
}

type Core = Pick<OrderRequest, 'pair' | 'side' | 'type' | 'volume' | 'isQuoteVolume'>;

function withRest(fields: Fields, core: Core, nowMs: number): Answer<OrderRequest> {
  const prices = readPrices(fields, core.type);
  if (!prices.ok) return prices;
  const life = readLife(fields, core.type, nowMs);
  if (!life.ok) return life;
  const identity = readIdentity(fields, 'order_userref');
  if (!identity.ok) return identity;
  const deadline = readDeadline(textOf(fields, 'deadline'), SOCKET_DEADLINE, nowMs);
  if (!deadline.ok) return deadline;
  const postOnly = flagOf(fields, 'post_only');
  if (postOnly && core.type !== 'limit') return refused(invalidArguments('post_only'));
  const reference = textOf(triggersOf(fields), 'reference') === 'index' ? 'index' : 'last';
  const own = {
    postOnly,
    feeInBase: textOf(fields, 'fee_preference') === 'base',
    triggerReference: reference,
  } as const;
  return done({
    ...core,
    ...prices.value,
    ...life.value,
    ...identity.value,
    ...own,
    deadlineMs: deadline.value,
    validateOnly: flagOf(fields, 'validate'),
  });
}

function triggersOf(fields: Fields): Fields {
  const triggers = fields['triggers'];
  return isFields(triggers) ? triggers : NO_FIELDS;
}

function readPrices(fields: Fields, type: OrderType): Answer<Prices> {
  const limitPrice = hasLimit(type) ? typedPrice(fields, 'limit_price', 'limit_price_type') : null;
  if (hasLimit(type) && limitPrice === null) return refused(invalidArguments('limit_price'));
  const triggerPrice = isTriggered(type) ? typedPrice(triggersOf(fields), 'price', 'price_type') : null;
  if (isTriggered(type) && triggerPrice === null) return refused(invalidArguments('triggers'));
  return done({ limitPrice, triggerPrice });
}

// `static` is a price, `pct` and `quote` are signed offsets from the market.
function typedPrice(fields: Fields, name: string, typeName: string): PriceInput | null {
  const value = decimalOf(fields, name);
  const kind = textOf(fields, typeName) ?? 'static';
  if (value === undefined || value === null) return null;
  if (kind === 'static') return value.startsWith('-') ? null : { sign: '', value, isPercent: false };
  if (kind !== 'pct' && kind !== 'quote') return null;
  return {
    sign: value.startsWith('-') ? '-' : '+',
    value: value.replace('-', '') as Decimal,
    isPercent: kind === 'pct',
  };
}

function readLife(fields: Fields, type: OrderType, nowMs: number): Answer<Life> {
  const expiry = readExpireTime(textOf(fields, 'expire_time'), nowMs);
  if (!expiry.ok) return expiry;
  const text = textOf(fields, 'time_in_force') ?? 'gtc';
  const isBad =
    !isTimeInForce(text) || (text === 'fok' && type !== 'limit') || (text === 'gtd') !== (expiry.value !== null);
  return isBad ? refused(invalidArguments('time_in_force')) : done({ timeInForce: text, expireAtMs: expiry.value });
}

/** Reads `amend_order`; triggers and display quantities belong to order types that cannot be amended here. */
export function readSocketAmend(fields: Fields, nowMs: number): Answer<AmendRequest> {
  const unplayed = ['display_qty', 'trigger_price'].find((name) => fields[name] !== undefined);
  if (unplayed !== undefined) return refused(invalidArguments(unplayed));
  const quantity = decimalOf(fields, 'order_qty');
  const limitPrice = typedPrice(fields, 'limit_price', 'limit_price_type');
  if (quantity === null) return refused(invalidArguments('order_qty'));
  if (limitPrice === null && (quantity === undefined || fields['limit_price'] !== undefined))
    return refused(invalidArguments('limit_price'));
  const deadline = readDeadline(textOf(fields, 'deadline'), SOCKET_DEADLINE, nowMs);
  if (!deadline.ok) return deadline;
  return done({
    quantity: quantity ?? null,
    limitPrice,
    postOnly: flagOf(fields, 'post_only'),
    deadlineMs: deadline.value,
  });
}
