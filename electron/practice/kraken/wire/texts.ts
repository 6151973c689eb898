import { type Decimal, divide, isZero, multiply, withPlaces, ZERO } from '../../../../shared/model/decimal.ts';
import type { Pair } from '../pairs.ts';

export function volumeText(volume: Decimal, pair: Pair): string {
  return withPlaces(volume, pair.lotDecimals);
}

export function priceText(price: Decimal, pair: Pair): string {
  return withPlaces(price, pair.priceDecimals);
}

export function costText(cost: Decimal, pair: Pair): string {
  return withPlaces(cost, pair.costDecimals);
}

/** Average price of what was filled; 0 before the first fill. */
export function averagePrice(quote: Decimal, quantity: Decimal): Decimal {
  return isZero(quantity) ? ZERO : divide(quote, quantity);
}

/** Unix seconds with a fraction, as REST writes times. */
export function unixSeconds(atMs: number): number {
  return atMs / 1000;
}

export function rfc3339Seconds(atMs: number): string {
  return `${new Date(atMs).toISOString().slice(0, 19)}Z`;
}

/** RFC 3339 with microseconds, as WebSocket v2 writes times. */
export function rfc3339Micros(atMs: number): string {
  return `${new Date(atMs).toISOString().slice(0, 23)}000Z`;
}

/** A fraction such as 0.0025 as percent with four decimals. */
export function percentText(fraction: Decimal): string {
  return withPlaces(multiply(fraction, '100' as Decimal), 4);
}
