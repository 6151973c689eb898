import { type Decimal, compare, isZero } from '../../../../shared/model/decimal.ts';
import type { Instrument } from '../../../../shared/model/instrument.ts';
import { fail, ok, type Result } from '../../../../shared/contract/failure.ts';
import { type ExchangeRequest, get } from '../../http.ts';
import { ExchangeInfo, Filters, SymbolInfo } from './schemas.ts';

type Extra = Instrument['extra'][string];

/** `exchangeInfo` of the symbols, or of all; permission sets, which can name hundreds of groups, are left out. */
export function request(symbols: readonly string[] | null): ExchangeRequest {
  const only = symbols === null ? {} : { symbols: JSON.stringify(symbols) };
  return get('/api/v3/exchangeInfo', { ...only, showPermissionSets: 'false' });
}

/** Every symbol of an `exchangeInfo` that can be read; one whose filters cannot be is left out, so nobody trades it blindly. */
/** Binance announces none in its list. */
export function changesAtMs(): readonly number[] {
  return [];
}

export function read(body: unknown): Result<readonly Instrument[]> {
  const info = ExchangeInfo.safeParse(body);
  if (!info.success) return malformed('exchangeInfo has no symbols');
  const instruments = info.data.symbols.flatMap(readSymbol);
  const isNoneLeft = instruments.length === 0 && info.data.symbols.length > 0;
  return isNoneLeft ? malformed('no symbol of exchangeInfo can be read') : ok(instruments);
}

function malformed(detail: string): Result<never> {
  return fail({ kind: 'bad-reply', status: null, detail });
}

function readSymbol(entry: unknown): readonly Instrument[] {
  const info = SymbolInfo.safeParse(entry);
  if (!info.success) return [];
  const filters = Filters.safeParse(Object.fromEntries(info.data.filters.map((filter) => [filter.filterType, filter])));
  return filters.success ? [toInstrument(info.data, filters.data)] : [];
}

function toInstrument(info: SymbolInfo, filters: Filters): Instrument {
  return {
    symbol: info.symbol,
    base: info.baseAsset,
    quote: info.quoteAsset,
    display: `${info.baseAsset}/${info.quoteAsset}`,
    isTrading: info.status === 'TRADING' && info.isSpotTradingAllowed,
    status: info.status,
    price: priceBounds(filters.PRICE_FILTER),
    quantity: lotBounds(filters.LOT_SIZE),
    marketQuantity: lotBounds(filters.MARKET_LOT_SIZE),
    notional: notionalOf(filters),
    priceBand: priceBandOf(filters),
    orderTypes: info.orderTypes,
    maxOpenOrders: filters.MAX_NUM_ORDERS?.maxNumOrders ?? null,
    extra: extraOf(info),
  };
}

// filters.md, 2026-07: 0 switches a bound off; live MARKET_LOT_SIZE rows really have a step of 0.
function bound(value: Decimal | null | undefined): Decimal | null {
  return value === null || value === undefined || isZero(value) ? null : value;
}

function priceBounds(filter: Filters['PRICE_FILTER']): Instrument['price'] {
  return { min: bound(filter?.minPrice), max: bound(filter?.maxPrice), step: bound(filter?.tickSize) };
}

function lotBounds(filter: Filters['LOT_SIZE']): Instrument['quantity'] {
  return { min: bound(filter?.minQty), max: bound(filter?.maxQty), step: bound(filter?.stepSize) };
}

/** NOTIONAL replaced MIN_NOTIONAL in 2023; where a symbol has both, both must hold. */
function notionalOf({ MIN_NOTIONAL: old, NOTIONAL: both }: Filters): Instrument['notional'] {
  return {
    min: larger(bound(old?.minNotional), bound(both?.minNotional)),
    max: bound(both?.maxNotional),
    appliesToMarket: (old?.applyToMarket ?? false) || (both?.applyMinToMarket ?? false),
  };
}

function larger(left: Decimal | null, right: Decimal | null): Decimal | null {
  if (left === null) return right;
  return right === null || compare(left, right) >= 0 ? left : right;
}

function priceBandOf({ PERCENT_PRICE_BY_SIDE: bySide, PERCENT_PRICE: band }: Filters): Instrument['priceBand'] {
  if (bySide !== undefined) {
    const { bidMultiplierUp, bidMultiplierDown, askMultiplierUp, askMultiplierDown } = bySide;
    return { bidUp: bidMultiplierUp, bidDown: bidMultiplierDown, askUp: askMultiplierUp, askDown: askMultiplierDown };
  }
  if (band === undefined) return null;
  const { multiplierUp: up, multiplierDown: down } = band;
  return { bidUp: up, bidDown: down, askUp: up, askDown: down };
}

const SYMBOL_MEMBERS: readonly string[] = ['symbol', 'status', 'baseAsset', 'quoteAsset', 'orderTypes', 'filters'];

// Members of filters that are told by the instrument's own fields; all others stay visible as FILTER.member.
const FILTER_MEMBERS: Readonly<Record<string, readonly string[]>> = {
  PRICE_FILTER: ['minPrice', 'maxPrice', 'tickSize'],
  LOT_SIZE: ['minQty', 'maxQty', 'stepSize'],
  MARKET_LOT_SIZE: ['minQty', 'maxQty', 'stepSize'],
  MIN_NOTIONAL: ['minNotional', 'applyToMarket'],
  NOTIONAL: ['minNotional', 'maxNotional', 'applyMinToMarket'],
  PERCENT_PRICE: ['multiplierUp', 'multiplierDown'],
  PERCENT_PRICE_BY_SIDE: ['bidMultiplierUp', 'bidMultiplierDown', 'askMultiplierUp', 'askMultiplierDown'],
  MAX_NUM_ORDERS: ['maxNumOrders'],
};

function extraOf(info: SymbolInfo): Instrument['extra'] {
  const own = Object.entries(info).filter(([name]) => !SYMBOL_MEMBERS.includes(name));
  const filters = info.filters.flatMap(({ filterType, ...members }) =>
    Object.entries(members)
      .filter(([name]) => FILTER_MEMBERS[filterType]?.includes(name) !== true)
      .map(([name, value]): [string, unknown] => [`${filterType}.${name}`, value]),
  );
  return Object.fromEntries([...own, ...filters].flatMap(([name, value]) => extraEntry(name, value)));
}

function extraEntry(name: string, value: unknown): readonly (readonly [string, Extra])[] {
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') return [[name, value]];
  if (!Array.isArray(value)) return [];
  // permissionSets: any one of each inner list, so the alternatives of a list stand in one text.
  return [[name, value.map((item: unknown) => (Array.isArray(item) ? item.join('|') : String(item)))]];
}
