import { decimal, floorToStep, multiply } from '../../../shared/model/decimal.ts';
import { type BotDialect, member, query, textOrNull, type WorkloadCall } from './types.ts';

const BELOW_MARKET = decimal('0.98');
const TICK: Readonly<Record<string, string>> = { XXBTZUSD: '0.1', XETHZUSD: '0.01', SOLUSD: '0.01' };
const VOLUME: Readonly<Record<string, string>> = { XXBTZUSD: '0.002', XETHZUSD: '0.05', SOLUSD: '1' };

/** A bot that trades on Kraken: methods and parameters of the REST reference, 2026-05. */
export const krakenBot: BotDialect = {
  symbols: ['XXBTZUSD', 'XETHZUSD'],
  market: (pair, appetite) => open('Depth', { pair, count: appetite === 'small' ? '50' : '500' }),
  ticker: (pair) => open('Ticker', { pair }),
  readBid: (json, pair) => textOrNull(member(json, 'result', pair, 'b', 0)),
  balances: () => closed('BalanceEx', {}, 'account'),
  openOrders: () => closed('OpenOrders', {}, 'account'),
  history: () => closed('TradesHistory', {}, 'account'),
  place: (pair, bid, id) =>
    closed(
      'AddOrder',
      {
        ordertype: 'limit',
        type: 'buy',
        pair,
        price: floorToStep(multiply(decimal(bid), BELOW_MARKET), decimal(TICK[pair] ?? '0.1')),
        volume: VOLUME[pair] ?? '1',
        cl_ord_id: id,
      },
      'order',
    ),
  cancel: (_pair, id) => closed('CancelOrder', { cl_ord_id: id }, 'cancel'),
  clientOrderId: (random) => `bot-${random.text(14)}`,
};

function open(method: string, params: Readonly<Record<string, string>>): WorkloadCall {
  return { method: 'GET', path: `/0/public/${method}`, query: query(params), body: null, lane: 'market' };
}

function closed(method: string, params: Readonly<Record<string, string>>, lane: WorkloadCall['lane']): WorkloadCall {
  return { method: 'POST', path: `/0/private/${method}`, query: '', body: { type: 'form', text: query(params) }, lane };
}
