import { useMemo, useState } from 'react';
import { useStore } from 'zustand';
import type { BucketUnit } from '../../../shared/model/bucket.ts';
import { t } from '../../i18n/i18n.ts';
import {
  reordered,
  type SpendColumn,
  spendColumns,
  type SpendGroup,
  spendGroups,
  type SpendOrder,
  type SpendRow,
  spendRows,
} from '../../series/contributions.ts';
import { useHost, useStores } from '../../stores/context.ts';
import { Choice } from '../../ui/choice.tsx';
import { failureText } from '../../ui/failure-text.ts';
import { formatAmount, formatCount, formatFineShare, formatSpan } from '../../ui/format.ts';
import { PanelFailure, PanelMessage, Skeleton } from '../../ui/panel.tsx';
import { StaleNote } from './stale-note.tsx';
import { stretchText } from './time-text.ts';

const WAITING = [100, 92, 70];
const MOST_ROWS = 40;
const DEAREST_FIRST: SpendOrder = { column: 'cost', isRising: false };

/** What each endpoint, lane or caller took from this limit in the chosen span. */
export function SpendTable({ bucketKey }: { readonly bucketKey: string }) {
  const { inspect, limits, ui } = useStores();
  const host = useHost();
  const [group, setGroup] = useState<SpendGroup>('endpoint');
  const [order, setOrder] = useState<SpendOrder>(DEAREST_FIRST);
  const unit = useStore(limits, (state) => state.byKey[bucketKey]?.bucket.unit ?? 'requests');
  const { phase, value } = useStore(inspect, (state) => state.spend);
  const spanMs = useStore(ui, (state) => state.chartSpanMs);
  const zoom = useStore(inspect, (state) => state.zoom);
  const rows = useMemo(() => spendRows(value?.entries ?? [], group, order), [value, group, order]);
  const groups = spendGroups.map((one) => ({ value: one, label: t(`spend.by.${one}`) }));
  return (
    <>
      <header className="detail__head">
        <h3 className="detail__title">{t('spend.title')}</h3>
        <span className="detail__about">
          {zoom === null ? t('spend.span', { span: t(`chart.span.${spanMs}`) }) : stretchText(zoom)}
        </span>
        <StaleNote slice="spend" />
        <span className="detail__spans">
          <Choice label={t('spend.by')} options={groups} value={group} onChoose={setGroup} />
        </span>
      </header>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard */}
      <section className="spend__frame" tabIndex={0} aria-label={t('spend.title')}>
        {phase.kind === 'failed' ? (
          <PanelFailure reason={failureText(phase.failure)} onRetry={() => host.inspect.retry()} />
        ) : phase.kind === 'loading' ? (
          <Skeleton widths={WAITING} />
        ) : rows.length === 0 ? (
          <PanelMessage>{t('spend.none')}</PanelMessage>
        ) : (
          <table className="spend">
            <thead>
              <tr>
                {spendColumns.map((column) => (
                  <Head key={column} column={column} order={order} unit={unit} group={group} onOrder={setOrder} />
                ))}
              </tr>
            </thead>
            <tbody>
              {rows.slice(0, MOST_ROWS).map((row) => (
                <Line key={row.name} row={row} group={group} />
              ))}
            </tbody>
          </table>
        )}
      </section>
    </>
  );
}

interface HeadProps {
  readonly column: SpendColumn;
  readonly group: SpendGroup;
  readonly order: SpendOrder;
  readonly unit: BucketUnit;
  readonly onOrder: (order: SpendOrder) => void;
}

function Head({ column, group, order, unit, onOrder }: HeadProps) {
  const isOrder = order.column === column;
  const sort = isOrder ? (order.isRising ? 'ascending' : 'descending') : undefined;
  const name =
    column === 'name' ? t(`spend.by.${group}`) : column === 'cost' ? t(`unit.${unit}`) : t(`spend.${column}`);
  return (
    <th scope="col" aria-sort={sort}>
      <button type="button" onClick={() => onOrder(reordered(order, column))}>
        {name}
        <span aria-hidden="true">{isOrder ? (order.isRising ? ' ↑' : ' ↓') : ''}</span>
      </button>
    </th>
  );
}

function Line({ row, group }: { readonly row: SpendRow; readonly group: SpendGroup }) {
  return (
    <tr>
      <th scope="row" title={row.name}>
        {nameOf(row.name, group)}
      </th>
      <td>{formatAmount(row.cost)}</td>
      <td>
        <span className="spend__share">
          <svg className="spend__bar" viewBox="0 0 100 8" preserveAspectRatio="none" aria-hidden="true">
            <rect width={Math.max(1, Math.min(100, row.share * 100))} height="8" />
          </svg>
          {formatFineShare(row.share)}
        </span>
      </td>
      <td title={row.failures > 0 ? t('spend.failures', { count: row.failures }) : undefined}>
        {formatCount(row.calls)}
        {row.failures > 0 ? (
          <span className="spend__failures"> ({t('spend.failed', { count: row.failures })})</span>
        ) : null}
      </td>
      <td>{formatSpan(row.calls === 0 ? null : row.waitedMs / row.calls)}</td>
    </tr>
  );
}

const LANES = ['cancel', 'order', 'account', 'market', 'background'] as const;
const CALLERS = ['app', 'ticket', 'probe', 'workload'] as const;

function nameOf(name: string, group: SpendGroup): string {
  const lane = LANES.find((one) => one === name);
  const caller = CALLERS.find((one) => one === name);
  if (group === 'lane' && lane !== undefined) return t(`lane.${lane}`);
  return group === 'caller' && caller !== undefined ? t(`caller.${caller}`) : name;
}
