import type { ReactNode } from 'react';
import { useStore } from 'zustand';
import { useShallow } from 'zustand/react/shallow';
import { type ExchangeId, exchangeIds } from '../../../shared/model/account.ts';
import { t } from '../../i18n/i18n.ts';
import { useHost, useHostSecond, useStores } from '../../stores/context.ts';
import { NO_LATENCY, rateOver } from '../../stores/latency.ts';
import { failureText } from '../../ui/failure-text.ts';
import { formatCount, formatRate, formatSpan } from '../../ui/format.ts';
import { Panel, PanelFailure, PanelMessage, Skeleton } from '../../ui/panel.tsx';

const WAITING = [100, 90, 95];
const COLUMNS = ['p50', 'p95', 'calls', 'failures'] as const;
const RATE_SPAN_MS = 10_000;

/** How fast each exchange answers, and how often it is asked. */
export function LatencyPanel({ chart }: { readonly chart: (exchange: ExchangeId) => ReactNode }) {
  const { latency, accounts } = useStores();
  const host = useHost();
  const phase = useStore(latency, (state) => state.phase);
  const exchanges = useStore(
    accounts,
    useShallow((state) =>
      exchangeIds.filter((exchange) => state.list.some((account) => account.exchange === exchange)),
    ),
  );
  return (
    <Panel className="latency" title={t('latency.title')} extra={t('latency.span')}>
      {phase.kind === 'failed' ? (
        <PanelFailure reason={failureText(phase.failure)} onRetry={() => host.refresh()} />
      ) : phase.kind === 'loading' ? (
        <Skeleton widths={WAITING} />
      ) : exchanges.length === 0 ? (
        <PanelMessage>{t('latency.no-accounts')}</PanelMessage>
      ) : (
        <>
          <p className="latency__columns" aria-hidden="true">
            <span />
            {COLUMNS.map((column) => (
              <span key={column}>{t(`latency.${column}`)}</span>
            ))}
          </p>
          <ul>
            {exchanges.map((exchange) => (
              <ExchangeLatencyRow key={exchange} exchange={exchange} chart={chart} />
            ))}
          </ul>
        </>
      )}
    </Panel>
  );
}

interface RowProps {
  readonly exchange: ExchangeId;
  readonly chart: (exchange: ExchangeId) => ReactNode;
}

function ExchangeLatencyRow({ exchange, chart }: RowProps) {
  const { latency } = useStores();
  const { points, summary } = useStore(latency, (state) => state.byExchange[exchange] ?? NO_LATENCY);
  const nowMs = useHostSecond();
  const { callsPerSecond } = rateOver(points, nowMs, RATE_SPAN_MS);
  const figures = [
    { name: t('latency.p50'), value: formatSpan(summary?.p50 ?? null), isMarked: false },
    { name: t('latency.p95'), value: formatSpan(summary?.p95 ?? null), isMarked: false },
    { name: t('latency.calls'), value: formatRate(callsPerSecond), isMarked: false },
    { name: t('latency.failures'), value: formatCount(summary?.failures ?? 0), isMarked: (summary?.failures ?? 0) > 0 },
  ];
  return (
    <li className="latency__row">
      <h3 className="latency__name">{t(`exchange.${exchange}`)}</h3>
      <dl className="latency__figures">
        {figures.map(({ name, value, isMarked }) => (
          <div key={name} data-marked={isMarked}>
            <dt className="unseen">{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      <div className="latency__chart">
        {points.length === 0 ? <p className="latency__empty">{t('latency.empty')}</p> : chart(exchange)}
      </div>
    </li>
  );
}
