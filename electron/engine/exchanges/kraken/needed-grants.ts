import type { Grant } from '../../../../shared/model/key.ts';

const PRIVATE = /^[A-Z]+ \/0\/private\/(.+)$/;

// What each method's page asks for (REST reference, 2026-05). GetApiKeyInfo asks for nothing. AccountTransfer and
// CreateSubaccount are opened by withdraw-funds, and so are the lists that a withdrawal begins with.
const GRANT_OF: Readonly<Record<string, Grant | null>> = {
  GetApiKeyInfo: null,
  GetWebSocketsToken: 'socket',
  Balance: 'read',
  BalanceEx: 'read',
  CreditLines: 'read',
  TradeBalance: 'read',
  TradeVolume: 'read',
  OpenOrders: 'read',
  ClosedOrders: 'read',
  QueryOrders: 'read',
  OrderAmends: 'read',
  TradesHistory: 'read',
  QueryTrades: 'read',
  OpenPositions: 'read',
  Ledgers: 'read',
  QueryLedgers: 'read',
  Level3: 'read',
  DepositAddresses: 'read',
  DepositStatus: 'read',
  WithdrawStatus: 'read',
  'Earn/Allocations': 'read',
  DepositMethods: 'deposit',
  AddExport: 'export',
  ExportStatus: 'export',
  RetrieveExport: 'export',
  RemoveExport: 'export',
  AddOrder: 'trade-spot',
  AddOrderBatch: 'trade-spot',
  AmendOrder: 'trade-spot',
  EditOrder: 'trade-spot',
  CancelOrder: 'trade-spot',
  CancelOrderBatch: 'trade-spot',
  CancelAll: 'trade-spot',
  CancelAllOrdersAfter: 'trade-spot',
  WalletTransfer: 'transfer',
  Withdraw: 'withdraw',
  WithdrawCancel: 'withdraw',
  WithdrawInfo: 'withdraw',
  WithdrawMethods: 'withdraw',
  WithdrawAddresses: 'withdraw',
  AccountTransfer: 'withdraw',
  CreateSubaccount: 'withdraw',
  'Earn/Allocate': 'earn',
  'Earn/Deallocate': 'earn',
};

// Methods without a line above.
const LINES: readonly (readonly [RegExp, Grant])[] = [
  [/withdraw/i, 'withdraw'],
  [/transfer/i, 'transfer'],
  [/subaccount/i, 'sub-account'],
  [/export/i, 'export'],
  [/^(Get|Query|List)|(Status|History|Allocations)$/, 'read'],
  [/^Earn\//, 'earn'],
  [/order|cancel/i, 'trade-spot'],
];

/** Which grant the endpoint `METHOD /path` needs; null for public calls, GetApiKeyInfo and what is no call. */
export function needed(endpoint: string): Grant | null {
  const method = PRIVATE.exec(endpoint)?.[1];
  if (method === undefined) return null;
  if (Object.hasOwn(GRANT_OF, method)) return GRANT_OF[method] ?? null;
  return LINES.find(([pattern]) => pattern.test(method))?.[1] ?? 'unknown';
}
