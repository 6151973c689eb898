import { type ReactNode, useMemo } from 'react';
import { useStore } from 'zustand';
import { useShallow } from 'zustand/react/shallow';
import { Environment, exchangeIds } from '../../../shared/model/account.ts';
import { t } from '../../i18n/i18n.ts';
import { useHost, useStores } from '../../stores/context.ts';
import { type LatencyRealm, NO_LATENCY, realmName } from '../../stores/latency.ts';
import { failureText } from '../../ui/failure-text.ts';
import { Panel, PanelFailure, PanelMessage, Skeleton } from '../../ui/panel.tsx';
import './exchanges.css';
import { CallsRow, ErrorsRow, QuantileRow } from './exchange-figures.tsx';
import { SplitRow } from './split-row.tsx';

const EVERY_REALM: readonly LatencyRealm[] = exchangeIds.flatMap((exchange) =>
  Environment.options.map((environment) => ({ exchange, environment })),
);
const WAITING = [100, 90, 95, 80, 88];

/** The exchanges side by side: how fast each answers, where the time goes, how often it is asked and how often that fails. */
export function LatencyPanel({ chart }: { readonly chart: (realm: LatencyRealm) => ReactNode }) {
  const { latency, accounts } = useStores();
  const host = useHost();
  const phase = useStore(latency, (state) => state.phase);
  const names = useStore(
    accounts,
    useShallow((state) => [...new Set(state.list.map(realmName))]),
  );
  const realms = useMemo(() => EVERY_REALM.filter((realm) => names.includes(realmName(realm))), [names]);
  return (
    <Panel className="latency" title={t('latency.title')} extra={t('latency.span')}>
      {phase.kind === 'failed' ? (
        <PanelFailure reason={failureText(phase.failure)} onRetry={() => host.refresh()} />
      ) : phase.kind === 'loading' ? (
        <div className="exchanges--loading">
          <Skeleton widths={WAITING} />
        </div>
      ) : realms.length === 0 ? (
        <PanelMessage>{t('latency.no-accounts')}</PanelMessage>
      ) : (
        <SideBySide realms={realms} chart={chart} />
      )}
    </Panel>
  );
}

interface SideBySideProps {
  readonly realms: readonly LatencyRealm[];
  readonly chart: (realm: LatencyRealm) => ReactNode;
}

function SideBySide({ realms, chart }: SideBySideProps) {
  const isMixed = realms.some(({ environment }) => environment !== realms[0]?.environment);
  return (
    <table className="exchanges">
      <thead>
        <tr>
          <td />
          {realms.map((realm) => (
            <th scope="col" key={realmName(realm)}>
              {t(`exchange.${realm.exchange}`)}
              {isMixed ? (
                <span className="exchanges__environment"> {t(`environment.${realm.environment ?? 'live'}`)}</span>
              ) : null}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        <tr className="exchanges__charts">
          <th scope="row">
            <span className="exchanges__lines">{t('latency.lines')}</span>
          </th>
          {realms.map((realm) => (
            <td key={realmName(realm)}>
              <Small realm={realm} chart={chart} />
            </td>
          ))}
        </tr>
        <QuantileRow quantile="p50" realms={realms} />
        <QuantileRow quantile="p95" realms={realms} />
        <QuantileRow quantile="p99" realms={realms} />
        <SplitRow realms={realms} />
      </tbody>
      <tbody>
        <CallsRow realms={realms} />
        <ErrorsRow realms={realms} />
      </tbody>
    </table>
  );
}

function Small({ realm, chart }: { readonly realm: LatencyRealm; readonly chart: (realm: LatencyRealm) => ReactNode }) {
  const { latency } = useStores();
  const isEmpty = useStore(latency, (state) => (state.byRealm[realmName(realm)] ?? NO_LATENCY).points.length === 0);
  return (
    <div className="exchanges__chart">
      {isEmpty ? <p className="exchanges__empty">{t('latency.empty')}</p> : chart(realm)}
    </div>
  );
}
