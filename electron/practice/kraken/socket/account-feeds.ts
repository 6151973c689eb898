import { withPlaces } from '../../../../shared/model/decimal.ts';
import type { KrakenContext } from '../context.ts';
import { exactNumber } from '../exact-json.ts';
import { type Fields, flagOf } from '../fields.ts';
import { holdingsOf } from '../rest/funds.ts';
import type { KrakenEvent } from '../trading/journal.ts';
import type { LedgerEntry } from '../trading/records.ts';
import { rfc3339Micros } from '../wire/texts.ts';
import { executionReport, openOrderReport, tradeReport } from './execution-reports.ts';
import type { Subscription } from './subscription.ts';

// As in recorded acknowledgements of 2024-05 and 2026-01.
const WARNINGS: readonly string[] = [
  'cancel_reason is deprecated, use reason',
  'stop_price is deprecated, use triggers.price',
  'trigger is deprecated use triggers.reference',
  'triggered_price is deprecated use triggers.last_price',
];

const SNAPSHOT_TRADES = 50;

/** Reports left out when `order_status` is false: all but new, filled, cancelled and expired. */
const MINOR: ReadonlySet<string> = new Set(['pending_new', 'amended', 'status']);

/** Own orders and trades; `sequence` rises by one with each message. */
export function executionsFeed(context: KrakenContext, accountId: string, params: Fields): Subscription {
  const { floor } = context;
  const hasRateCount = flagOf(params, 'ratecounter');
  const hasOrders = params['snap_orders'] !== false;
  const hasTrades = flagOf(params, 'snap_trades');
  const isTerse = params['order_status'] === false;
  let sequence = 0;
  const message = (type: string, data: readonly unknown[]): unknown => ({
    channel: 'executions',
    type,
    data,
    sequence: ++sequence,
  });
  const rateCount = (pairId: string): Readonly<Record<string, unknown>> =>
    hasRateCount ? { ratecount: floor.counters.level(accountId, pairId, floor.clock.now()) } : {};
  const report = (event: KrakenEvent): unknown | null => {
    if (event.kind !== 'execution' || event.accountId !== accountId || (isTerse && MINOR.has(event.execution)))
      return null;
    return message('update', [{ ...executionReport(event), ...rateCount(event.record.request.pair.id) }]);
  };
  const open = (): readonly unknown[] =>
    floor.journal
      .open(accountId)
      .map((record) => ({ ...openOrderReport(record), ...rateCount(record.request.pair.id) }));
  const trades = (): readonly unknown[] =>
    floor.journal
      .trades(accountId)
      .slice(-SNAPSHOT_TRADES)
      .toReversed()
      .map((trade) => tradeReport(trade.of, trade.of.order, trade));
  const maximum = hasRateCount ? { maxratecount: floor.limitsOf(accountId).engineMaximum } : {};
  return {
    id: 'executions',
    result: {
      channel: 'executions',
      ...maximum,
      snap_orders: hasOrders,
      snap_trades: hasTrades,
      snapshot: hasOrders || hasTrades,
      warnings: WARNINGS,
    },
    snapshots: () => [
      ...(hasOrders ? [message('snapshot', open())] : []),
      ...(hasTrades ? [message('snapshot', trades())] : []),
    ],
    account: report,
  };
}

/** Balances: a snapshot, then each ledger entry. */
export function balancesFeed(context: KrakenContext, accountId: string, hasSnapshot: boolean): Subscription {
  let sequence = 0;
  const message = (type: string, data: readonly unknown[]): unknown => ({
    channel: 'balances',
    type,
    data,
    sequence: ++sequence,
  });
  return {
    id: 'balances',
    result: { channel: 'balances', snapshot: hasSnapshot },
    snapshots: () => (hasSnapshot ? [message('snapshot', holdingsOf(context, accountId).map(balanceRow))] : []),
    account: (event) =>
      event.kind === 'ledger' && event.accountId === accountId ? message('update', [entryRow(event.entry)]) : null,
  };
}

function balanceRow({ asset, total }: ReturnType<typeof holdingsOf>[number]): unknown {
  const balance = exactNumber(withPlaces(total, asset.decimals));
  return { asset: asset.symbol, asset_class: 'currency', wallets: [{ type: 'spot', id: 'main', balance }], balance };
}

function entryRow(entry: LedgerEntry): unknown {
  const number = (value: LedgerEntry['amount']): unknown => exactNumber(withPlaces(value, entry.asset.decimals));
  return {
    ledger_id: entry.id,
    ref_id: entry.refId,
    timestamp: rfc3339Micros(entry.atMs),
    type: 'trade',
    asset: entry.asset.symbol,
    asset_class: 'currency',
    category: 'trade',
    wallet_type: 'spot',
    wallet_id: 'main',
    amount: number(entry.amount),
    fee: number(entry.fee),
    balance: number(entry.balance),
  };
}
