import type { Decimal } from '../../../../shared/model/decimal.ts';
import type { Pair } from '../pairs.ts';
import type { PriceInput } from './relative-price.ts';

/** The order types this exchange plays; iceberg, trailing stops and margin are refused as bad arguments. */
export const ORDER_TYPES = [
  'market',
  'limit',
  'stop-loss',
  'take-profit',
  'stop-loss-limit',
  'take-profit-limit',
] as const;
export type OrderType = (typeof ORDER_TYPES)[number];

export const TIMES_IN_FORCE = ['gtc', 'gtd', 'ioc', 'fok'] as const;
export type TimeInForce = (typeof TIMES_IN_FORCE)[number];

export type Side = 'buy' | 'sell';

/** What an order asks for, whichever door it came through. Times are milliseconds. */
export interface OrderRequest {
  readonly pair: Pair;
  readonly side: Side;
  readonly type: OrderType;
  /** Base units, or quote units when `isQuoteVolume`. */
  readonly volume: Decimal;
  readonly isQuoteVolume: boolean;
  readonly limitPrice: PriceInput | null;
  readonly triggerPrice: PriceInput | null;
  readonly triggerReference: 'last' | 'index';
  readonly timeInForce: TimeInForce;
  readonly expireAtMs: number | null;
  readonly postOnly: boolean;
  readonly feeInBase: boolean;
  readonly userref: number | null;
  readonly clientOrderId: string | null;
  /** Engine time after which the order must not be matched any more. */
  readonly deadlineMs: number | null;
  readonly validateOnly: boolean;
}

export function isOrderType(text: string | undefined): text is OrderType {
  return (ORDER_TYPES as readonly (string | undefined)[]).includes(text);
}

export function isTimeInForce(text: string): text is TimeInForce {
  return (TIMES_IN_FORCE as readonly string[]).includes(text);
}

export function isTriggered(type: OrderType): boolean {
  return type !== 'market' && type !== 'limit';
}

export function hasLimit(type: OrderType): boolean {
  return type.endsWith('limit');
}

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;
const HEX_32 = /^[0-9a-f]{32}$/i;
const SHORT_ASCII = /^[\x20-\x7e]{1,18}$/;

/** A dashed UUID, 32 hex digits, or up to 18 characters of ASCII (Spot REST AddOrder, 2026-05). */
export function isClientOrderId(text: string): boolean {
  return UUID.test(text) || HEX_32.test(text) || SHORT_ASCII.test(text);
}

/** The reference is a signed 32-bit number. */
export function isUserref(value: number): boolean {
  return value >= -(2 ** 31) && value < 2 ** 31;
}

/** The sign of a `#` offset: away from the market for limits and take-profits, against the position for stops. */
export function hashSign(type: OrderType, side: Side): '+' | '-' {
  const isStop = type.startsWith('stop-loss');
  return (side === 'buy') === isStop ? '+' : '-';
}
