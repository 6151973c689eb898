import {
  getAccountRateLimit,
  getBalance,
  getConfig,
  getMaxAvailSize,
  getMaxSize,
  getPositions,
  getTradeFee,
} from './account.ts';
import { refused, rows, type Answer, type PrivateCall, type PrivateHandler, type PublicHandler } from './call.ts';
import { DemoTopUps, getCurrencies, getFundingBalances, postPrecheck, postWithdrawal } from './funding.ts';
import { getArchive, getFills, getFillsHistory, getHistory, getOrder, getPending } from './orders.ts';
import {
  getBooks,
  getBooksFull,
  getCandles,
  getInstruments,
  getPriceLimit,
  getStatus,
  getTicker,
  getTickers,
  getTime,
  getTrades,
} from './public.ts';
import { textOf } from '../orders/ticket.ts';

export const PUBLIC_HANDLERS: Readonly<Record<string, PublicHandler>> = {
  '/api/v5/public/time': getTime,
  '/api/v5/public/instruments': getInstruments,
  '/api/v5/public/price-limit': getPriceLimit,
  '/api/v5/market/ticker': getTicker,
  '/api/v5/market/tickers': getTickers,
  '/api/v5/market/books': getBooks,
  '/api/v5/market/books-full': getBooksFull,
  '/api/v5/market/candles': getCandles,
  '/api/v5/market/history-candles': getCandles,
  '/api/v5/market/trades': getTrades,
  '/api/v5/market/history-trades': getTrades,
  '/api/v5/system/status': getStatus,
};

const TAG = /^[A-Za-z0-9]{0,16}$/;

function postCancelAllAfter(call: PrivateCall): Answer {
  const [timeOut, tag] = [textOf(call.fields, 'timeOut'), textOf(call.fields, 'tag')];
  if (timeOut === '') return refused('50014', 'timeOut');
  if (tag === undefined || !TAG.test(tag)) return refused('51000', 'tag');
  const set = call.timers.set(call.accountId, timeOut ?? 'not text', tag);
  if ('refusal' in set) return set;
  return rows({ triggerTime: String(set.triggerMs), tag, ts: String(call.nowMs) });
}

/** Private endpoints other than order operations; each call makes its own memory of demo top-ups. */
export function privateHandlers(): Readonly<Record<string, PrivateHandler>> {
  const topUps = new DemoTopUps();
  return {
    '/api/v5/account/config': getConfig,
    '/api/v5/account/balance': getBalance,
    '/api/v5/account/positions': getPositions,
    '/api/v5/account/instruments': (call) => getInstruments(call),
    '/api/v5/account/max-size': getMaxSize,
    '/api/v5/account/max-avail-size': getMaxAvailSize,
    '/api/v5/account/trade-fee': getTradeFee,
    '/api/v5/account/demo-adjust-balance': (call) => topUps.adjust(call),
    '/api/v5/asset/balances': getFundingBalances,
    '/api/v5/asset/currencies': getCurrencies,
    '/api/v5/asset/withdrawal': postWithdrawal,
    '/api/v5/trade/order': getOrder,
    '/api/v5/trade/orders-pending': getPending,
    '/api/v5/trade/orders-history': getHistory,
    '/api/v5/trade/orders-history-archive': getArchive,
    '/api/v5/trade/fills': getFills,
    '/api/v5/trade/fills-history': getFillsHistory,
    '/api/v5/trade/account-rate-limit': getAccountRateLimit,
    '/api/v5/trade/order-precheck': postPrecheck,
    '/api/v5/trade/cancel-all-after': postCancelAllAfter,
  };
}
