// biome-ignore-all lint/a11y/useSemanticElements: a table’s own elements would have the browser lay out every row there is
// biome-ignore-all lint/a11y/useFocusableInteractive: the grid keeps the focus and names its active row
import { type CSSProperties, memo, type ReactNode } from 'react';
import { useStore } from 'zustand';
import type { ActivityRow } from '../../../shared/model/activity.ts';
import { t } from '../../i18n/i18n.ts';
import { useStores } from '../../stores/context.ts';
import { formatAmount, formatCount } from '../../ui/format.ts';
import { callerText, clockText, dayText, isFailure, latencyMs, statusText } from './row-text.ts';
import { splitOf } from './waterfall.ts';

export const columns = [
  'time',
  'account',
  'endpoint',
  'caller',
  'lane',
  'cost',
  'waited',
  'latency',
  'split',
  'status',
  'code',
] as const;
export type Column = (typeof columns)[number];

interface LogRowProps {
  readonly rank: number;
  /** Undefined: not here yet. */
  readonly row: ActivityRow | undefined;
  readonly isActive: boolean;
  readonly isOpen: boolean;
  /** Today, as the rows of other days are told apart from it. */
  readonly today: string;
}

/** `id` of the element that shows the row of this rank. */
export function rowElementId(rank: number): string {
  return `log-row-${rank}`;
}

// The row of an id never changes, so whatever is equal here is drawn alike.
export const LogRow = memo(function LogRow({ rank, row, isActive, isOpen, today }: LogRowProps) {
  return (
    <div
      role="row"
      id={rowElementId(rank)}
      className="log__row"
      aria-rowindex={rank + 2}
      aria-selected={isActive}
      data-rank={rank}
      data-open={isOpen}
      data-failure={row !== undefined && isFailure(row)}
    >
      {row === undefined ? <Waiting /> : <Cells row={row} today={today} />}
    </div>
  );
});

function Waiting() {
  return (
    <span role="gridcell" className="log__waiting" aria-colspan={columns.length}>
      <span className="unseen">{t('panel.loading')}</span>
      <span className="log__ghost" />
    </span>
  );
}

function Cells({ row, today }: { readonly row: ActivityRow; readonly today: string }) {
  const { accounts } = useStores();
  const label = useStore(accounts, (state) => state.list.find((one) => one.id === row.account)?.label ?? row.account);
  const day = dayText(row.atMs);
  const latency = latencyMs(row);
  return (
    <>
      <Cell column="time" title={`${day} ${clockText(row.atMs)}`}>
        {clockText(row.atMs)}
        {day === today ? null : <span className="log__day"> {day}</span>}
      </Cell>
      <Cell column="account" title={`${label} · ${t(`exchange.${row.exchange}`)}`}>
        {label}
      </Cell>
      <Cell column="endpoint" title={row.endpoint}>
        {row.endpoint}
      </Cell>
      <Cell column="caller">{callerText(row.caller)}</Cell>
      <Cell column="lane">{t(`lane.${row.lane}`)}</Cell>
      <Cell column="cost" title={row.bucket}>
        {formatAmount(row.cost)}
      </Cell>
      <Cell column="waited">{formatCount(Math.round(row.waitedMs))}</Cell>
      <Cell column="latency">{latency === null ? t('figure.none') : formatCount(Math.round(latency))}</Cell>
      <Cell column="split">{latency === null ? null : <SplitBar row={row} />}</Cell>
      <Cell column="status">
        {isFailure(row) ? <FailureMark /> : null}
        {statusText(row)}
      </Cell>
      <Cell column="code" title={row.code ?? ''}>
        {row.code}
        {row.attempt > 1 ? (
          <span className="log__attempt"> {t('activity.attempt', { count: row.attempt })}</span>
        ) : null}
      </Cell>
    </>
  );
}

interface CellProps {
  readonly column: Column;
  readonly title?: string;
  readonly children: ReactNode;
}

function Cell({ column, title, children }: CellProps) {
  return (
    <span role="gridcell" className={`log__cell log__${column}`} title={title === '' ? undefined : title}>
      {children}
    </span>
  );
}

function SplitBar({ row }: { readonly row: ActivityRow }) {
  const { ends, isCut } = splitOf(row);
  const [connect, network, exchange, body] = ends.map((end) => `${(end * 100).toFixed(1)}%`);
  const style = { '--connect': connect, '--network': network, '--exchange': exchange, '--body': body };
  return <span className="split" data-cut={isCut} style={style as CSSProperties} aria-hidden="true" />;
}

/** A shape besides the colour. */
function FailureMark() {
  return (
    <svg className="log__mark" width="9" height="9" viewBox="0 0 10 10" aria-hidden="true">
      <path d="M5 .5 9.75 9.5H.25z" fill="currentColor" />
    </svg>
  );
}
