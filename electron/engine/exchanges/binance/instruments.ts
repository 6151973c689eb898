import type { z } from 'zod';
import { type Decimal, compare, isZero } from '../../../../shared/model/decimal.ts';
import type { Instrument } from '../../../../shared/model/instrument.ts';
import { fail, ok, type Result } from '../../../../shared/contract/failure.ts';
import { type ExchangeRequest, get } from '../../http.ts';
import {
  ExchangeInfo,
  type Filter,
  LotSize,
  MaxNumOrders,
  MinNotional,
  Notional,
  PercentPrice,
  PercentPriceBySide,
  PriceFilter,
  SymbolInfo,
} from './schemas.ts';

type Extra = Instrument['extra'][string];

const NO_BOUNDS = { min: null, max: null, step: null } as const;

/** `exchangeInfo` of the symbols, or of all; permission sets, which can name hundreds of groups, are left out. */
export function request(symbols: readonly string[] | null): ExchangeRequest {
  const only = symbols === null ? {} : { symbols: JSON.stringify(symbols) };
  return get('/api/v3/exchangeInfo', { ...only, showPermissionSets: 'false' });
}

/** Every symbol of an `exchangeInfo`; fails as a whole when one cannot be read, since its filters would be unknown. */
export function read(body: unknown): Result<readonly Instrument[]> {
  const info = ExchangeInfo.safeParse(body);
  if (!info.success) return malformed('exchangeInfo has no symbols');
  const instruments: Instrument[] = [];
  for (const entry of info.data.symbols) {
    const instrument = readSymbol(entry);
    if (instrument === null) return malformed(`exchangeInfo: symbol ${instruments.length} cannot be read`);
    instruments.push(instrument);
  }
  return ok(instruments);
}

function malformed(detail: string): Result<never> {
  return fail({ kind: 'bad-reply', status: null, detail });
}

function readSymbol(entry: unknown): Instrument | null {
  const parsed = SymbolInfo.safeParse(entry);
  if (!parsed.success) return null;
  const info = parsed.data;
  try {
    return toInstrument(info);
  } catch {
    // A filter of ours whose numbers cannot be read.
    return null;
  }
}

function toInstrument(info: SymbolInfo): Instrument {
  return {
    symbol: info.symbol,
    base: info.baseAsset,
    quote: info.quoteAsset,
    display: `${info.baseAsset}/${info.quoteAsset}`,
    isTrading: info.status === 'TRADING' && info.isSpotTradingAllowed,
    status: info.status,
    price: priceBounds(info.filters),
    quantity: lotBounds(info.filters, 'LOT_SIZE'),
    marketQuantity: lotBounds(info.filters, 'MARKET_LOT_SIZE'),
    notional: notionalOf(info.filters),
    priceBand: priceBandOf(info.filters),
    orderTypes: info.orderTypes,
    maxOpenOrders: filterOf(info.filters, 'MAX_NUM_ORDERS', MaxNumOrders)?.maxNumOrders ?? null,
    extra: extraOf(info),
  };
}

function filterOf<Shape extends z.ZodType>(filters: readonly Filter[], name: string, shape: Shape): z.infer<Shape> | null {
  const filter = filters.find(({ filterType }) => filterType === name);
  return filter === undefined ? null : shape.parse(filter);
}

// filters.md, 2026-07: 0 switches a bound off; live MARKET_LOT_SIZE rows really have a step of 0.
function bound(value: Decimal | null): Decimal | null {
  return value === null || isZero(value) ? null : value;
}

function priceBounds(filters: readonly Filter[]): Instrument['price'] {
  const filter = filterOf(filters, 'PRICE_FILTER', PriceFilter);
  if (filter === null) return NO_BOUNDS;
  return { min: bound(filter.minPrice), max: bound(filter.maxPrice), step: bound(filter.tickSize) };
}

function lotBounds(filters: readonly Filter[], name: 'LOT_SIZE' | 'MARKET_LOT_SIZE'): Instrument['quantity'] {
  const filter = filterOf(filters, name, LotSize);
  if (filter === null) return NO_BOUNDS;
  return { min: bound(filter.minQty), max: bound(filter.maxQty), step: bound(filter.stepSize) };
}

/** NOTIONAL replaced MIN_NOTIONAL in 2023; where a symbol has both, both must hold. */
function notionalOf(filters: readonly Filter[]): Instrument['notional'] {
  const old = filterOf(filters, 'MIN_NOTIONAL', MinNotional);
  const both = filterOf(filters, 'NOTIONAL', Notional);
  return {
    min: larger(bound(old?.minNotional ?? null), bound(both?.minNotional ?? null)),
    max: bound(both?.maxNotional ?? null),
    appliesToMarket: (old?.applyToMarket ?? false) || (both?.applyMinToMarket ?? false),
  };
}

function larger(left: Decimal | null, right: Decimal | null): Decimal | null {
  if (left === null) return right;
  return right === null || compare(left, right) >= 0 ? left : right;
}

function priceBandOf(filters: readonly Filter[]): Instrument['priceBand'] {
  const bySide = filterOf(filters, 'PERCENT_PRICE_BY_SIDE', PercentPriceBySide);
  if (bySide !== null) {
    const { bidMultiplierUp, bidMultiplierDown, askMultiplierUp, askMultiplierDown } = bySide;
    return { bidUp: bidMultiplierUp, bidDown: bidMultiplierDown, askUp: askMultiplierUp, askDown: askMultiplierDown };
  }
  const band = filterOf(filters, 'PERCENT_PRICE', PercentPrice);
  if (band === null) return null;
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
