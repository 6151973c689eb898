import { type Decimal, decimal } from '../../../shared/model/decimal.ts';

export interface Asset {
  /** REST id, as in Balance. */
  readonly id: string;
  readonly altname: string;
  /** Name in WebSocket v2. */
  readonly symbol: string;
  readonly decimals: number;
  readonly displayDecimals: number;
}

/** One pair under all its names. Increments as in AssetPairs (REST reference, 2026-05; live values of 2026-09). */
export interface Pair {
  readonly id: string;
  readonly altname: string;
  /** WebSocket v1 name, still what AssetPairs reports. */
  readonly wsname: string;
  /** WebSocket v2 name. */
  readonly symbol: string;
  readonly base: Asset;
  readonly quote: Asset;
  readonly priceDecimals: number;
  readonly tickSize: Decimal;
  readonly lotDecimals: number;
  readonly costDecimals: number;
  readonly minimumVolume: Decimal;
  readonly minimumCost: Decimal;
}

const XBT: Asset = { id: 'XXBT', altname: 'XBT', symbol: 'BTC', decimals: 10, displayDecimals: 5 };
const ETH: Asset = { id: 'XETH', altname: 'ETH', symbol: 'ETH', decimals: 10, displayDecimals: 5 };
const SOL: Asset = { id: 'SOL', altname: 'SOL', symbol: 'SOL', decimals: 10, displayDecimals: 5 };
const USD: Asset = { id: 'ZUSD', altname: 'USD', symbol: 'USD', decimals: 4, displayDecimals: 2 };
const USDT: Asset = { id: 'USDT', altname: 'USDT', symbol: 'USDT', decimals: 8, displayDecimals: 4 };

export const ASSETS: readonly Asset[] = [XBT, ETH, SOL, USD, USDT];

const COMMON = { lotDecimals: 8, costDecimals: 5, minimumCost: decimal('0.5') } as const;
const BTC_RULES = { ...COMMON, priceDecimals: 1, tickSize: decimal('0.1'), minimumVolume: decimal('0.00005') } as const;

export const PAIRS: readonly Pair[] = [
  { id: 'XXBTZUSD', altname: 'XBTUSD', wsname: 'XBT/USD', symbol: 'BTC/USD', base: XBT, quote: USD, ...BTC_RULES },
  {
    id: 'XETHZUSD',
    altname: 'ETHUSD',
    wsname: 'ETH/USD',
    symbol: 'ETH/USD',
    base: ETH,
    quote: USD,
    ...COMMON,
    priceDecimals: 2,
    tickSize: decimal('0.01'),
    minimumVolume: decimal('0.001'),
  },
  {
    id: 'SOLUSD',
    altname: 'SOLUSD',
    wsname: 'SOL/USD',
    symbol: 'SOL/USD',
    base: SOL,
    quote: USD,
    ...COMMON,
    priceDecimals: 2,
    tickSize: decimal('0.01'),
    minimumVolume: decimal('0.02'),
  },
  { id: 'XBTUSDT', altname: 'XBTUSDT', wsname: 'XBT/USDT', symbol: 'BTC/USDT', base: XBT, quote: USDT, ...BTC_RULES },
];

/** REST takes the id, the altname, and the newer names with BTC, with or without the slash. */
export function pairOfName(name: string): Pair | undefined {
  return PAIRS.find((pair) => namesOf(pair).includes(name));
}

/** WebSocket v2 takes BTC/USD alone; XBT/USD is refused there. */
export function pairOfSymbol(symbol: string): Pair | undefined {
  return PAIRS.find((pair) => pair.symbol === symbol);
}

export function assetOfName(name: string): Asset | undefined {
  return ASSETS.find((asset) => [asset.id, asset.altname, asset.symbol].includes(name));
}

function namesOf(pair: Pair): readonly string[] {
  return [pair.id, pair.altname, pair.wsname, pair.symbol, pair.symbol.replace('/', '')];
}
