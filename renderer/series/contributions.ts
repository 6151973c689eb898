import type { Contribution } from '../../shared/model/spend.ts';

export const spendGroups = ['endpoint', 'lane', 'caller'] as const;
export type SpendGroup = (typeof spendGroups)[number];

export const spendColumns = ['name', 'cost', 'share', 'calls', 'waitedMs'] as const;
export type SpendColumn = (typeof spendColumns)[number];

export interface SpendRow {
  readonly name: string;
  readonly cost: number;
  /** Of all own cost, 0 … 1. */
  readonly share: number;
  readonly calls: number;
  readonly failures: number;
  readonly waitedMs: number;
}

export interface SpendOrder {
  readonly column: SpendColumn;
  readonly isRising: boolean;
}

/** What one group spent, added up over the others, in order. */
export function spendRows(entries: readonly Contribution[], group: SpendGroup, order: SpendOrder): readonly SpendRow[] {
  const rows = new Map<string, SpendRow>();
  for (const { [group]: name, cost, share, calls, failures, waitedMs } of entries) {
    const known = rows.get(name) ?? { name, cost: 0, share: 0, calls: 0, failures: 0, waitedMs: 0 };
    rows.set(name, {
      name,
      cost: known.cost + cost,
      share: known.share + share,
      calls: known.calls + calls,
      failures: known.failures + failures,
      waitedMs: known.waitedMs + waitedMs,
    });
  }
  const sign = order.isRising ? 1 : -1;
  return [...rows.values()].toSorted((a, b) => sign * compare(a, b, order.column) || a.name.localeCompare(b.name));
}

function compare(a: SpendRow, b: SpendRow, column: SpendColumn): number {
  return column === 'name' ? a.name.localeCompare(b.name) : a[column] - b[column];
}

/** The order after a column's head was pressed: the other way round, or its own first. */
export function reordered(known: SpendOrder, column: SpendColumn): SpendOrder {
  if (known.column === column) return { column, isRising: !known.isRising };
  return { column, isRising: column === 'name' };
}
