import type { Account, AccountId, ExchangeId } from '../../shared/model/account.ts';
import { type Decimal, decimal } from '../../shared/model/decimal.ts';
import type { DeskBalances, DeskOrder, DeskStatus, OrderKey, OrderStep, Quote } from '../../shared/model/desk.ts';
import type { Instrument } from '../../shared/model/instrument.ts';
import type { OrderTicket } from '../../shared/model/order.ts';

const TYPES: Readonly<Record<ExchangeId, readonly string[]>> = {
  binance: ['LIMIT', 'LIMIT_MAKER', 'MARKET', 'STOP_LOSS_LIMIT'],
  okx: ['limit', 'market', 'post_only', 'ioc', 'fok'],
  kraken: ['limit', 'market', 'stop-loss-limit'],
};
const PAIRS = [
  ['BTC', 'USDT', '0.01', '0.00001'],
  ['ETH', 'USDT', '0.01', '0.0001'],
  ['SOL', 'USDC', '0.001', '0.01'],
] as const;
const SIGN: Readonly<Record<ExchangeId, string>> = { binance: '', okx: '-', kraken: '/' };
const BOUNDLESS = { min: null, max: null, step: null };

export function fakeInstruments(exchange: ExchangeId): Instrument[] {
  return PAIRS.map(([base, quote, tick, step]) => ({
    symbol: `${base}${SIGN[exchange]}${quote}`,
    base,
    quote,
    display: `${base} / ${quote}`,
    isTrading: true,
    status: 'TRADING',
    price: { ...BOUNDLESS, step: decimal(tick) },
    quantity: { ...BOUNDLESS, step: decimal(step) },
    marketQuantity: BOUNDLESS,
    notional: { min: decimal('5'), max: null, appliesToMarket: true },
    priceBand: null,
    orderTypes: [...TYPES[exchange]],
    maxOpenOrders: 200,
    extra: {},
  }));
}

export function balancesOf(account: AccountId): DeskBalances {
  return {
    account,
    atMs: Date.now(),
    balances: [
      { asset: 'USDT', free: decimal('8420.55'), locked: decimal('640') },
      { asset: 'BTC', free: decimal('0.5'), locked: decimal('0') },
    ],
  };
}

export function quoteOf(account: AccountId, symbol: string, state: Quote['state']): Quote {
  const isThere = state !== 'connecting';
  const price = (text: string): Decimal | null => (isThere ? decimal(text) : null);
  return {
    account,
    symbol,
    bid: price('64250.10'),
    bidSize: price('0.8'),
    ask: price('64250.30'),
    askSize: price('1.2'),
    last: price('64250.20'),
    atMs: isThere ? Date.now() - (state === 'stale' ? 45_000 : 100) : null,
    state,
  };
}

export function orderOf(key: OrderKey, account: Account, ticket: OrderTicket): DeskOrder {
  const nowMs = Date.now();
  return {
    key,
    account: account.id,
    exchange: account.exchange,
    environment: account.environment,
    symbol: ticket.symbol,
    side: ticket.side,
    type: ticket.type,
    typeWord: null,
    timeInForce: ticket.timeInForce,
    price: ticket.price,
    stopPrice: ticket.stopPrice,
    quantity: ticket.quantity,
    quantityUnit: ticket.quantityUnit,
    filledQuantity: decimal('0'),
    filledQuote: decimal('0'),
    averagePrice: null,
    fee: null,
    status: 'journaled',
    clientOrderId: 'x-hr-01J8ZQ4T7M2K9V5C',
    exchangeOrderId: null,
    createdAtMs: nowMs,
    updatedAtMs: nowMs,
    failure: null,
    reason: null,
    lookUp: null,
    isCancelling: false,
    isAmending: false,
  };
}

export function stepOf(kind: OrderStep['kind'], status: DeskStatus, afterMs: number): OrderStep {
  const isSpoken = kind === 'acknowledged';
  return {
    atMs: Date.now() + afterMs,
    kind,
    status,
    queueMs: isSpoken ? 2 : null,
    networkMs: isSpoken ? 41 : null,
    exchangeMs: isSpoken ? 6 : null,
    detail: null,
  };
}
