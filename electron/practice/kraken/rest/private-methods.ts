import type { PrivateMethod } from './call.ts';
import { cancelAllMethod, cancelAllOrdersAfter, cancelOrderBatch, cancelOrderMethod } from './cancel-methods.ts';
import { balance, balanceEx, tradeBalance, tradeVolume } from './funds.ts';
import { exportStatus, ledgers, queryLedgers, queryTrades, tradesHistory } from './history.ts';
import { getApiKeyInfo, getWebSocketsToken } from './key-info.ts';
import { addOrderBatch, addOrderMethod, amendOrderMethod, editOrderMethod } from './order-methods.ts';
import { closedOrders, openOrders, orderAmends, queryOrders } from './order-queries.ts';

/** The private methods this exchange plays; those that move funds are left out. */
export const PRIVATE_METHODS: ReadonlyMap<string, PrivateMethod> = new Map([
  ['GetApiKeyInfo', getApiKeyInfo],
  ['Balance', balance],
  ['BalanceEx', balanceEx],
  ['TradeBalance', tradeBalance],
  ['TradeVolume', tradeVolume],
  ['OpenOrders', openOrders],
  ['ClosedOrders', closedOrders],
  ['QueryOrders', queryOrders],
  ['OrderAmends', orderAmends],
  ['TradesHistory', tradesHistory],
  ['QueryTrades', queryTrades],
  ['Ledgers', ledgers],
  ['QueryLedgers', queryLedgers],
  ['ExportStatus', exportStatus],
  ['GetWebSocketsToken', getWebSocketsToken],
  ['AddOrder', addOrderMethod],
  ['AddOrderBatch', addOrderBatch],
  ['AmendOrder', amendOrderMethod],
  ['EditOrder', editOrderMethod],
  ['CancelOrder', cancelOrderMethod],
  ['CancelOrderBatch', cancelOrderBatch],
  ['CancelAll', cancelAllMethod],
  ['CancelAllOrdersAfter', cancelAllOrdersAfter],
]);
