import { useEffect, useId, useMemo, useState } from 'react';
import { useStore } from 'zustand';
import { type Alert, AlertKind, AlertSeverity } from '../../../shared/model/alert.ts';
import { t } from '../../i18n/i18n.ts';
import { historyOf } from '../../stores/alerts.ts';
import { useHost, useIsOpen, useStores } from '../../stores/context.ts';
import { failureText } from '../../ui/failure-text.ts';
import { formatDayTime, formatLeft, formatTime } from '../../ui/format.ts';
import { Panel, PanelFailure, PanelMessage, Skeleton } from '../../ui/panel.tsx';
import { Pick } from '../../ui/pick.tsx';
import { isTest, kindText, severityText, titleText, whereText } from './alert-text.ts';
import { SeverityMark } from './severity-mark.tsx';

const EVERY = '';
const WAITING = [92, 84, 88];

/** Alerts that are over, page by page. */
export function HistoryPanel() {
  const { alerts } = useStores();
  const host = useHost();
  const isOpen = useIsOpen();
  const [kind, setKind] = useState(EVERY);
  const [severity, setSeverity] = useState(EVERY);
  const history = useStore(alerts, (state) => state.history);
  const byId = useStore(alerts, (state) => state.byId);
  const loads = useStore(alerts, (state) => state.loads);
  const all = useMemo(() => historyOf(byId, history), [byId, history]);
  const fitting = all.filter(
    (alert) => (kind === EVERY || alert.kind === kind) && (severity === EVERY || alert.severity === severity),
  );
  // biome-ignore lint/correctness/useExhaustiveDependencies: after a loss there may be others
  useEffect(() => {
    if (isOpen) host.alerts.showHistory();
  }, [host, isOpen, loads]);
  const { phase, next, isAsking } = history;
  return (
    <Panel
      title={t('history.title')}
      extra={
        <span className="alerts__filters">
          <Filter
            name={t('history.kind')}
            every={t('history.every-kind')}
            value={kind}
            options={AlertKind.options.map((value) => ({ value, label: kindText(value) }))}
            onPick={setKind}
          />
          <Filter
            name={t('history.severity')}
            every={t('history.every-severity')}
            value={severity}
            options={AlertSeverity.options.map((value) => ({ value, label: severityText(value) }))}
            onPick={setSeverity}
          />
        </span>
      }
    >
      {phase.kind === 'failed' ? (
        <PanelFailure reason={failureText(phase.failure)} onRetry={() => host.alerts.showHistory()} />
      ) : phase.kind === 'loading' ? (
        <Skeleton widths={WAITING} />
      ) : fitting.length === 0 ? (
        <PanelMessage>{all.length === 0 && next === null ? t('history.none') : t('history.none-fit')}</PanelMessage>
      ) : (
        <HistoryTable alerts={fitting} />
      )}
      {next === null ? null : (
        <button
          type="button"
          className="button alerts__more"
          disabled={isAsking || !isOpen}
          onClick={() => host.alerts.moreHistory()}
        >
          {t('history.more')}
        </button>
      )}
    </Panel>
  );
}

interface FilterProps {
  readonly name: string;
  readonly every: string;
  readonly value: string;
  readonly options: readonly { readonly value: string; readonly label: string }[];
  readonly onPick: (value: string) => void;
}

function Filter({ name, every, value, options, onPick }: FilterProps) {
  const id = useId();
  return (
    <span className="alerts__filter">
      <span id={id} className="unseen">
        {name}
      </span>
      <Pick
        ids={{ nameId: id, hintId: undefined }}
        value={value}
        options={[{ value: EVERY, label: every }, ...options]}
        onPick={onPick}
      />
    </span>
  );
}

const COLUMNS = ['what', 'where', 'began', 'lasted', 'seen'] as const;

function HistoryTable({ alerts }: { readonly alerts: readonly Alert[] }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls sideways, which the keyboard must be able to do
    <section className="alerts__frame" aria-label={t('history.table')} tabIndex={0}>
      <table className="alerts__table">
        <thead>
          <tr>
            <th scope="col">{t('history.severity')}</th>
            {COLUMNS.map((column) => (
              <th key={column} scope="col">
                {t(`history.column.${column}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {alerts.map((alert) => (
            <HistoryRow key={alert.id} alert={alert} />
          ))}
        </tbody>
      </table>
    </section>
  );
}

function HistoryRow({ alert }: { readonly alert: Alert }) {
  const { accounts } = useStores();
  const where = useStore(accounts, (state) => whereText(alert, state.list));
  const { firedAtMs, clearedAtMs, acknowledgedAtMs } = alert;
  return (
    <tr>
      <td>
        <SeverityMark severity={alert.severity} />
      </td>
      <th scope="row">
        {titleText(alert)}
        {isTest(alert) ? <span className="alert__test">{t('alert.test')}</span> : null}
      </th>
      <td translate="no">{where}</td>
      <td>{formatDayTime(firedAtMs)}</td>
      <td>{clearedAtMs === null ? t('figure.none') : formatLeft(Math.max(1_000, clearedAtMs - firedAtMs))}</td>
      <td>{acknowledgedAtMs === null ? t('history.seen.no') : formatTime(acknowledgedAtMs)}</td>
    </tr>
  );
}
