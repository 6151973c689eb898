import { memo } from 'react';
import { useStore } from 'zustand';
import type { ActivityRow } from '../../../shared/model/activity.ts';
import { t } from '../../i18n/i18n.ts';
import { useStores } from '../../stores/context.ts';
import { formatAmount, formatSpan, formatTime } from '../../ui/format.ts';
import { answerText, callerText, isFailure, latencyMs } from './row-text.ts';

const COLUMNS = [
  'time',
  'exchange',
  'account',
  'endpoint',
  'caller',
  'lane',
  'cost',
  'waited',
  'latency',
  'answer',
] as const;

export function ActivityTable({ rows }: { readonly rows: readonly ActivityRow[] }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard
    <section className="activity__frame" tabIndex={0} aria-label={t('activity.table')}>
      <table className="activity__table">
        <thead>
          <tr>
            {COLUMNS.map((column) => (
              <th key={column} scope="col" className={`activity__${column}`}>
                {t(`activity.column.${column}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <Row key={row.id} id={row.id} row={row} />
          ))}
        </tbody>
      </table>
    </section>
  );
}

interface RowProps {
  readonly id: number;
  readonly row: ActivityRow;
}

// A stored request never changes: its id is enough to know it by.
const Row = memo(
  function Row({ row }: RowProps) {
    const { accounts } = useStores();
    const label = useStore(
      accounts,
      (state) => state.list.find((account) => account.id === row.account)?.label ?? row.account,
    );
    return (
      <tr>
        <td className="activity__time">{formatTime(row.atMs)}</td>
        <td>{t(`exchange.${row.exchange}`)}</td>
        <td className="activity__account">{label}</td>
        <td className="activity__endpoint" title={row.endpoint}>
          {row.endpoint}
        </td>
        <td className="activity__caller">{callerText(row.caller)}</td>
        <td className="activity__lane">{t(`lane.${row.lane}`)}</td>
        <td className="activity__cost" title={row.bucket}>
          {formatAmount(row.cost)}
        </td>
        <td className="activity__waited">{formatSpan(row.waitedMs)}</td>
        <td className="activity__latency">{formatSpan(latencyMs(row))}</td>
        <td className="activity__answer" data-failure={isFailure(row)}>
          {answerText(row)}
        </td>
      </tr>
    );
  },
  (before, after) => before.id === after.id,
);
