import type { Decimal } from '../../../shared/model/decimal.ts';
import { decimal, withPlaces, ZERO } from '../../../shared/model/decimal.ts';
import type { MarketStatus } from '../core/market-state.ts';
import type { Market } from '../core/markets.ts';

/** Decimals Binance writes amounts and prices with. */
const PLACES = 8;

// A row of a live exchangeInfo (2025-08, 2026-09): percent-price multipliers, counts and maxima are those of its majors.
export const MULTIPLIER_UP = decimal('5');
export const MULTIPLIER_DOWN = decimal('0.2');
export const MAX_PRICE = decimal('1000000');
export const MAX_MARKET_QUANTITY = decimal('105.07867116');
export const MAX_NOTIONAL = decimal('9000000');
export const MAX_NUM_ORDERS = 200;
export const MAX_NUM_ALGO_ORDERS = 5;
export const MAX_NUM_ORDER_AMENDS = 10;
export const STP_MODES = ['EXPIRE_TAKER', 'EXPIRE_MAKER', 'EXPIRE_BOTH', 'DECREMENT', 'TRANSFER'] as const;
export const DEFAULT_STP_MODE = 'EXPIRE_MAKER';
export const ORDER_TYPES = [
  'LIMIT',
  'LIMIT_MAKER',
  'MARKET',
  'STOP_LOSS',
  'STOP_LOSS_LIMIT',
  'TAKE_PROFIT',
  'TAKE_PROFIT_LIMIT',
] as const;
export type BinanceOrderType = (typeof ORDER_TYPES)[number];

/** The venue's market under Binance's name. */
export interface BinanceSymbol {
  readonly name: string;
  readonly market: Market;
}

export class Symbols {
  readonly all: readonly BinanceSymbol[];

  constructor(markets: readonly Market[]) {
    this.all = markets.map((market) => ({ name: `${market.base}${market.quote}`, market }));
  }

  named(name: string): BinanceSymbol | undefined {
    return this.all.find((symbol) => symbol.name === name);
  }

  ofMarket(marketId: string): BinanceSymbol {
    const symbol = this.all.find(({ market }) => market.id === marketId);
    if (symbol === undefined) throw new Error(`No Binance symbol for ${marketId}`);
    return symbol;
  }
}

/** Eight decimals, as Binance writes them. */
export function amount(value: Decimal | null): string {
  return withPlaces(value ?? ZERO, PLACES);
}

/** `status` values of exchangeInfo (enums.md, 2026-07). */
export function statusOf(status: MarketStatus): string {
  switch (status) {
    case 'trading':
    case 'post-only':
      return 'TRADING';
    case 'cancel-only':
      return 'CANCEL_ONLY';
    case 'halted':
      return 'BREAK';
  }
}

/** The symbol's row of exchangeInfo (rest-api.md, 2026-07). */
export function symbolRow({ name, market }: BinanceSymbol, status: MarketStatus, showsPermissionSets: boolean): object {
  return {
    symbol: name,
    status: statusOf(status),
    baseAsset: market.base,
    baseAssetPrecision: PLACES,
    quoteAsset: market.quote,
    quotePrecision: PLACES,
    quoteAssetPrecision: PLACES,
    baseCommissionPrecision: PLACES,
    quoteCommissionPrecision: PLACES,
    orderTypes: ORDER_TYPES,
    icebergAllowed: false,
    ocoAllowed: false,
    otoAllowed: false,
    opoAllowed: false,
    quoteOrderQtyMarketAllowed: true,
    allowTrailingStop: false,
    cancelReplaceAllowed: true,
    amendAllowed: true,
    pegInstructionsAllowed: false,
    isSpotTradingAllowed: true,
    isMarginTradingAllowed: false,
    filters: filtersOf(market),
    permissions: [],
    ...(showsPermissionSets ? { permissionSets: [['SPOT']] } : {}),
    defaultSelfTradePreventionMode: DEFAULT_STP_MODE,
    allowedSelfTradePreventionModes: STP_MODES,
  };
}

/** filters.md, 2026-07. */
export function filtersOf(market: Market): readonly object[] {
  return [
    {
      filterType: 'PRICE_FILTER',
      minPrice: amount(market.tick),
      maxPrice: amount(MAX_PRICE),
      tickSize: amount(market.tick),
    },
    {
      filterType: 'LOT_SIZE',
      minQty: amount(market.minQuantity),
      maxQty: amount(market.maxQuantity),
      stepSize: amount(market.step),
    },
    { filterType: 'ICEBERG_PARTS', limit: 100 },
    {
      filterType: 'MARKET_LOT_SIZE',
      minQty: amount(ZERO),
      maxQty: amount(MAX_MARKET_QUANTITY),
      stepSize: amount(ZERO),
    },
    {
      filterType: 'TRAILING_DELTA',
      minTrailingAboveDelta: 10,
      maxTrailingAboveDelta: 2000,
      minTrailingBelowDelta: 10,
      maxTrailingBelowDelta: 2000,
    },
    {
      filterType: 'PERCENT_PRICE_BY_SIDE',
      bidMultiplierUp: MULTIPLIER_UP,
      bidMultiplierDown: MULTIPLIER_DOWN,
      askMultiplierUp: MULTIPLIER_UP,
      askMultiplierDown: MULTIPLIER_DOWN,
      avgPriceMins: 5,
    },
    {
      filterType: 'NOTIONAL',
      minNotional: amount(market.minNotional),
      applyMinToMarket: true,
      maxNotional: amount(MAX_NOTIONAL),
      applyMaxToMarket: false,
      avgPriceMins: 5,
    },
    { filterType: 'MAX_NUM_ORDERS', maxNumOrders: MAX_NUM_ORDERS },
    { filterType: 'MAX_NUM_ORDER_LISTS', maxNumOrderLists: 20 },
    { filterType: 'MAX_NUM_ALGO_ORDERS', maxNumAlgoOrders: MAX_NUM_ALGO_ORDERS },
    { filterType: 'MAX_NUM_ORDER_AMENDS', maxNumOrderAmends: MAX_NUM_ORDER_AMENDS },
  ];
}
