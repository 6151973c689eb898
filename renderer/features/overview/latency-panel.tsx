import type { ReactNode } from 'react';
import { useStore } from 'zustand';
import { useShallow } from 'zustand/react/shallow';
import { type ExchangeId, exchangeIds } from '../../../shared/model/account.ts';
import { t } from '../../i18n/i18n.ts';
import { useHost, useStores } from '../../stores/context.ts';
import { NO_LATENCY } from '../../stores/latency.ts';
import { failureText } from '../../ui/failure-text.ts';
import { Panel, PanelFailure, PanelMessage, Skeleton } from '../../ui/panel.tsx';
import './exchanges.css';
import { CallsRow, ErrorsRow, QuantileRow } from './exchange-figures.tsx';
import { SplitRow } from './split-row.tsx';

const WAITING = [100, 90, 95, 80, 88];

/** The exchanges side by side: how fast each answers, where the time goes, how often it is asked and how often that fails. */
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
        <div className="exchanges--loading">
          <Skeleton widths={WAITING} />
        </div>
      ) : exchanges.length === 0 ? (
        <PanelMessage>{t('latency.no-accounts')}</PanelMessage>
      ) : (
        <SideBySide exchanges={exchanges} chart={chart} />
      )}
    </Panel>
  );
}

interface SideBySideProps {
  readonly exchanges: readonly ExchangeId[];
  readonly chart: (exchange: ExchangeId) => ReactNode;
}

function SideBySide({ exchanges, chart }: SideBySideProps) {
  return (
    <table className="exchanges">
      <thead>
        <tr>
          <td />
          {exchanges.map((exchange) => (
            <th scope="col" key={exchange}>
              {t(`exchange.${exchange}`)}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        <tr className="exchanges__charts">
          <th scope="row">
            <span className="exchanges__lines">{t('latency.lines')}</span>
          </th>
          {exchanges.map((exchange) => (
            <td key={exchange}>
              <Small exchange={exchange} chart={chart} />
            </td>
          ))}
        </tr>
        <QuantileRow quantile="p50" exchanges={exchanges} />
        <QuantileRow quantile="p95" exchanges={exchanges} />
        <QuantileRow quantile="p99" exchanges={exchanges} />
        <SplitRow exchanges={exchanges} />
      </tbody>
      <tbody>
        <CallsRow exchanges={exchanges} />
        <ErrorsRow exchanges={exchanges} />
      </tbody>
    </table>
  );
}

function Small({
  exchange,
  chart,
}: {
  readonly exchange: ExchangeId;
  readonly chart: (exchange: ExchangeId) => ReactNode;
}) {
  const { latency } = useStores();
  const isEmpty = useStore(latency, (state) => (state.byExchange[exchange] ?? NO_LATENCY).points.length === 0);
  return (
    <div className="exchanges__chart">
      {isEmpty ? <p className="exchanges__empty">{t('latency.empty')}</p> : chart(exchange)}
    </div>
  );
}
