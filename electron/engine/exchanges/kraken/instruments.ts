import { type Result, ok } from '../../../../shared/contract/failure.ts';
import { type Decimal, decimal, isZero, multiply } from '../../../../shared/model/decimal.ts';
import type { Instrument } from '../../../../shared/model/instrument.ts';
import type { ExchangeDefinition } from '../definition.ts';
import { get } from '../../http.ts';
import { readResult } from './errors.ts';
import { type AssetPair, AssetPairs } from './schemas.ts';

// WebSocket v2 names these two as everybody does, AssetPairs and WebSocket v1 in Kraken's old way (Spot WebSockets
// Introduction, 2026-05; hummingbot constants, 2026-07).
const RENAMED: Readonly<Record<string, string>> = { XBT: 'BTC', XDG: 'DOGE' };

/** `XBT/USD` of wsname and WebSocket v1 as people and WebSocket v2 write it: `BTC/USD`. */
export function displayName(wsname: string): string {
  return wsname
    .split('/')
    .map((asset) => RENAMED[asset] ?? asset)
    .join('/');
}

const LIMIT_TYPES = ['limit', 'iceberg', 'stop-loss-limit', 'take-profit-limit', 'trailing-stop-limit'] as const;
const MARKET_TYPES = ['market', 'stop-loss', 'take-profit', 'trailing-stop'] as const;

// By the pair's status (AssetPairs and AddOrder, 2026-05): what may still be opened, in AddOrder's own words.
const TYPES_BY_STATUS: Readonly<Record<string, readonly string[]>> = {
  online: [...MARKET_TYPES, ...LIMIT_TYPES],
  limit_only: LIMIT_TYPES,
  post_only: ['limit'],
};

// Replies of 2021 had no status; a pair that does not say it trades is not traded.
const NO_STATUS = 'unknown';

function instrumentOf(symbol: string, pair: AssetPair): Instrument {
  const status = pair.status ?? NO_STATUS;
  const orderTypes = TYPES_BY_STATUS[status] ?? [];
  return {
    symbol,
    base: pair.base,
    quote: pair.quote,
    display: displayName(pair.wsname ?? pair.altname),
    isTrading: orderTypes.length > 0,
    status,
    price: { min: null, max: null, step: stepOf(pair.tick_size ?? unitOf(pair.pair_decimals)) },
    quantity: { min: pair.ordermin, max: null, step: lotStep(pair) },
    marketQuantity: { min: null, max: null, step: null },
    notional: { min: pair.costmin, max: null, appliesToMarket: true },
    priceBand: null,
    orderTypes: [...orderTypes],
    maxOpenOrders: null,
    extra: extraOf(pair),
  };
}

/** 10 to the power of −decimals, by text. */
function unitOf(decimals: number): Decimal {
  return decimal(decimals === 0 ? '1' : `0.${'0'.repeat(decimals - 1)}1`);
}

function stepOf(step: Decimal): Decimal | null {
  return isZero(step) ? null : step;
}

function lotStep(pair: AssetPair): Decimal | null {
  return stepOf(multiply(unitOf(pair.lot_decimals), decimal(String(pair.lot_multiplier))));
}

// `altname` is not unique: two tokenised keys share one (live, 2026-09), so it is a fact and never the symbol.
function extraOf(pair: AssetPair): Instrument['extra'] {
  return {
    altname: pair.altname,
    ...(pair.wsname === null ? {} : { wsname: pair.wsname }),
    aclass_base: pair.aclass_base,
    aclass_quote: pair.aclass_quote,
    pair_decimals: pair.pair_decimals,
    lot_decimals: pair.lot_decimals,
    ...(pair.cost_decimals == null ? {} : { cost_decimals: pair.cost_decimals }),
    lot_multiplier: pair.lot_multiplier,
    leverage_buy: pair.leverage_buy.map(String),
    leverage_sell: pair.leverage_sell.map(String),
    ...(pair.execution_venue === null ? {} : { execution_venue: pair.execution_venue }),
    // AddOrder's viqc: a quantity in quote currency is for market buys alone (2026-05).
    viqc: ['market buy'],
  };
}

export const instruments: ExchangeDefinition['instruments'] = {
  changesAtMs: () => [],
  request: (symbols) => get('/0/public/AssetPairs', symbols === null ? {} : { pair: symbols.join(',') }),
  read(body): Result<readonly Instrument[]> {
    const pairs = readResult(body, AssetPairs);
    if (!pairs.ok) return pairs;
    return ok(Object.entries(pairs.value).map(([symbol, pair]) => instrumentOf(symbol, pair)));
  },
};
