import { decimal, floorToStep, multiply } from '../../../shared/model/decimal.ts';
import { type BotDialect, member, NO_BODY, query, textOrNull, type WorkloadCall } from './types.ts';

const BELOW_MARKET = decimal('0.98');
const TICK: Readonly<Record<string, string>> = { 'BTC-USDT': '0.1', 'ETH-USDT': '0.01', 'SOL-USDT': '0.01' };
const SIZE: Readonly<Record<string, string>> = { 'BTC-USDT': '0.002', 'ETH-USDT': '0.05', 'SOL-USDT': '1' };

/** A bot that trades on OKX: paths and parameters of docs-v5, 2026-08. */
export const okxBot: BotDialect = {
  symbols: ['BTC-USDT', 'ETH-USDT', 'SOL-USDT'],
  market: (instId, appetite) =>
    read('/api/v5/market/books', { instId, sz: appetite === 'small' ? '20' : '400' }, 'market'),
  ticker: (instId) => read('/api/v5/market/ticker', { instId }, 'market'),
  readBid: (json) => textOrNull(member(json, 'data', 0, 'bidPx')),
  balances: () => ({ method: 'GET', path: '/api/v5/account/balance', ...NO_BODY, lane: 'account' }),
  openOrders: (instId) => read('/api/v5/trade/orders-pending', { instType: 'SPOT', instId }, 'account'),
  history: (instId) => read('/api/v5/trade/fills', { instType: 'SPOT', instId }, 'account'),
  place: (instId, bid, clOrdId) =>
    write('/api/v5/trade/order', 'order', {
      instId,
      tdMode: 'cash',
      side: 'buy',
      ordType: 'limit',
      px: floorToStep(multiply(decimal(bid), BELOW_MARKET), decimal(TICK[instId] ?? '0.01')),
      sz: SIZE[instId] ?? '1',
      clOrdId,
    }),
  cancel: (instId, clOrdId) => write('/api/v5/trade/cancel-order', 'cancel', { instId, clOrdId }),
  clientOrderId: (random) => `bot${random.text(20)}`,
};

function read(path: string, params: Readonly<Record<string, string>>, lane: WorkloadCall['lane']): WorkloadCall {
  return { method: 'GET', path, query: query(params), body: null, lane };
}

function write(path: string, lane: WorkloadCall['lane'], body: Readonly<Record<string, string>>): WorkloadCall {
  return { method: 'POST', path, query: '', body: { type: 'json', text: JSON.stringify(body) }, lane };
}
