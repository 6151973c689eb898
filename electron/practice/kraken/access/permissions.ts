/** What the monitor and the ticket need, and no more; codes as in GetApiKeyInfo (REST reference, 2026-05). */
export const TRADING_PERMISSIONS: readonly string[] = [
  'query-funds',
  'query-open-trades',
  'query-closed-trades',
  'query-ledger',
  'modify-trades',
  'close-trades',
  'create-ws-token',
];

/** Any of the groups lets a call in; a group needs all its codes. */
type Requirement = readonly (readonly string[])[];

const NOTHING: Requirement = [[]];
const FUNDS: Requirement = [['query-funds']];
const OPEN: Requirement = [['query-open-trades']];
const CLOSED: Requirement = [['query-closed-trades']];
const OPEN_OR_CLOSED: Requirement = [['query-open-trades'], ['query-closed-trades']];
const LEDGER: Requirement = [['query-ledger']];
const EITHER_TRADE: Requirement = [['modify-trades'], ['close-trades']];
const BOTH_TRADE: Requirement = [['modify-trades', 'close-trades']];

// REST reference page of each method, 2026-05. TradeBalance is under query-open-trades there and under query-funds in
// the permissions guide; either lets it in here.
const REQUIREMENTS: Readonly<Record<string, Requirement>> = {
  GetApiKeyInfo: NOTHING,
  Balance: FUNDS,
  BalanceEx: FUNDS,
  TradeBalance: [['query-open-trades'], ['query-funds']],
  TradeVolume: FUNDS,
  OpenOrders: OPEN,
  ClosedOrders: CLOSED,
  QueryOrders: OPEN_OR_CLOSED,
  OrderAmends: OPEN_OR_CLOSED,
  TradesHistory: CLOSED,
  QueryTrades: CLOSED,
  Ledgers: LEDGER,
  QueryLedgers: LEDGER,
  ExportStatus: [['export-data']],
  GetWebSocketsToken: [['create-ws-token']],
  AddOrder: [['modify-trades']],
  AddOrderBatch: BOTH_TRADE,
  EditOrder: BOTH_TRADE,
  AmendOrder: EITHER_TRADE,
  CancelOrder: EITHER_TRADE,
  CancelOrderBatch: EITHER_TRADE,
  CancelAll: EITHER_TRADE,
  CancelAllOrdersAfter: EITHER_TRADE,
};

/** May a key with these permissions call this private method? */
export function permits(method: string, permissions: ReadonlySet<string>): boolean {
  const requirement = REQUIREMENTS[method] ?? NOTHING;
  return requirement.some((group) => group.every((code) => permissions.has(code)));
}
