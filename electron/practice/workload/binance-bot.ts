import { decimal, floorToStep, multiply } from '../../../shared/model/decimal.ts';
import { type BotDialect, member, NO_BODY, query, textOrNull } from './types.ts';

const BELOW_MARKET = decimal('0.97');
const TICK = decimal('0.01');

/** A bot that trades on Binance: paths and parameters of rest-api.md, 2026-07. */
export const binanceBot: BotDialect = {
  symbols: ['BTCUSDT', 'ETHUSDT', 'SOLUSDT'],
  market: (symbol, appetite) => ({
    method: 'GET',
    path: '/api/v3/depth',
    query: query({ symbol, limit: appetite === 'small' ? '100' : '1000' }),
    body: null,
    lane: 'market',
  }),
  ticker: (symbol) => ({
    method: 'GET',
    path: '/api/v3/ticker/bookTicker',
    query: query({ symbol }),
    body: null,
    lane: 'market',
  }),
  readBid: (json) => textOrNull(member(json, 'bidPrice')),
  balances: () => ({ method: 'GET', path: '/api/v3/account', ...NO_BODY, lane: 'account' }),
  openOrders: (symbol) => ({
    method: 'GET',
    path: '/api/v3/openOrders',
    query: query({ symbol }),
    body: null,
    lane: 'account',
  }),
  history: (symbol) => ({
    method: 'GET',
    path: '/api/v3/myTrades',
    query: query({ symbol }),
    body: null,
    lane: 'account',
  }),
  place: (symbol, bid, clientOrderId) => ({
    method: 'POST',
    path: '/api/v3/order',
    query: '',
    body: {
      type: 'form',
      text: query({
        symbol,
        side: 'BUY',
        type: 'LIMIT',
        timeInForce: 'GTC',
        quantity: QUANTITY[symbol] ?? '1',
        price: floorToStep(multiply(decimal(bid), BELOW_MARKET), TICK),
        newClientOrderId: clientOrderId,
      }),
    },
    lane: 'order',
  }),
  cancel: (symbol, clientOrderId) => ({
    method: 'DELETE',
    path: '/api/v3/order',
    query: query({ symbol, origClientOrderId: clientOrderId }),
    body: null,
    lane: 'cancel',
  }),
  clientOrderId: (random) => `bot-${random.text(18)}`,
};

// Small, and above the usual minimum of 5 USDT at any price the practice markets reach.
const QUANTITY: Readonly<Record<string, string>> = { BTCUSDT: '0.002', ETHUSDT: '0.05', SOLUSDT: '1' };
