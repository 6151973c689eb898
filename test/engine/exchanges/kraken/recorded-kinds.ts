import type { Result } from '../../../../shared/contract/failure.ts';
import type { Instrument } from '../../../../shared/model/instrument.ts';
import type { OrderUpdate } from '../../../../shared/model/order.ts';
import { kraken } from '../../../../electron/engine/exchanges/kraken/index.ts';
import { recorded, recordingNames } from './recorded.ts';

// Which reader takes a recording, by the beginning of its name.
export const ORDER_METHODS =
  /^rest_(OpenOrders|ClosedOrders|QueryOrders|AddOrderBatch|AddOrder|EditOrder|AmendOrder|CancelOrder|CancelAllOrdersAfter|CancelAll)[_.]/;
export const PAIRS = /^rest_AssetPairs_/;
export const BALANCES = /^rest_BalanceEx_/;
export const KEY = /^rest_GetApiKeyInfo_/;
export const TIME = /^rest_Time_/;
export const STATUS = /^rest_SystemStatus_/;
export const REST_ERRORS = /^err_/;
export const SOCKET_ERRORS = /^ws_(err_|error_|sub_error_|amend_order_unknown|add_order_volume_minimum)/;
export const EXECUTIONS = /^ws_executions_/;
export const SUBSCRIBED = /^ws_sub_ack_/;
export const read = [
  ORDER_METHODS,
  PAIRS,
  BALANCES,
  KEY,
  TIME,
  STATUS,
  REST_ERRORS,
  SOCKET_ERRORS,
  EXECUTIONS,
  SUBSCRIBED,
];

// Nothing in the definition reads these; a recording of a new kind belongs to one of the two lists.
export const unread = [
  /^hdr_/,
  /^rest_(Assets|Balance|Depth|GetWebSocketsToken|Ledgers|OHLC|OrderAmends|QueryTrades|Ticker|TradeBalance|TradeVolume|Trades|TradesHistory)_/,
  /^ws_(add_order_success|amend_order_success|batch_add|batch_cancel|cancel_all|cancel_order_success)_/,
  /^ws_(balances|book|heartbeat|instrument|ohlc|pong|status|ticker|trade)[_.]/,
];

export function named(pattern: RegExp): readonly string[] {
  return recordingNames().filter((name) => pattern.test(name));
}

export function value<Value>(result: Result<Value>): Value {
  if (!result.ok) throw new Error(JSON.stringify(result.failure));
  return result.value;
}

export function members(of: unknown): Readonly<Record<string, unknown>> {
  if (typeof of !== 'object' || of === null) throw new Error('not an object');
  return of as Readonly<Record<string, unknown>>;
}

export function resultOf(name: string): Readonly<Record<string, unknown>> {
  return members(members(recorded(name))['result']);
}

export function ordersOf(name: string): readonly OrderUpdate[] {
  const method = ORDER_METHODS.exec(name)?.[1] ?? '';
  return value(kraken.orders.readOrders(recorded(name), { endpoint: `POST /0/private/${method}` }));
}

export function messageOf(name: string): unknown {
  const message = recorded(name);
  // One recording is a single report without its envelope.
  return name.startsWith('ws_executions_trade_item')
    ? { channel: 'executions', type: 'snapshot', data: [message] }
    : message;
}

export function executionsOf(name: string): readonly OrderUpdate[] {
  return value(kraken.orders.readSocketOrders(messageOf(name)));
}

export function pairsOf(name: string): readonly Instrument[] {
  return value(kraken.instruments.read(recorded(name)));
}

/** Ids of the entries that a reply holds, whatever member they stand under. */
export function idsOf(name: string): readonly string[] {
  const result = resultOf(name);
  return Object.keys(members(result['open'] ?? result['closed'] ?? result));
}
