import { useEffect, useId, useMemo, useState } from 'react';
import { useStore } from 'zustand';
import { type Alert, AlertKind, AlertSeverity } from '../../../shared/model/alert.ts';
import { t } from '../../i18n/i18n.ts';
import { historyOf } from '../../stores/alerts.ts';
import { useHost, useIsOpen, useStores } from '../../stores/context.ts';
import { failureText } from '../../ui/failure-text.ts';
import { Panel, PanelFailure, PanelMessage, Skeleton } from '../../ui/panel.tsx';
import { Pick } from '../../ui/pick.tsx';
import { kindText, severityText } from './alert-text.ts';
import { HistoryTable } from './history-table.tsx';

const EVERY = '';
const WAITING = [92, 84, 88];

/** Alerts that are over, page by page; one that the address asked for, however old it is. */
export function HistoryPanel({ askedFor }: { readonly askedFor: string | null }) {
  const { alerts } = useStores();
  const host = useHost();
  const isOpen = useIsOpen();
  const [kind, setKind] = useState(EVERY);
  const [severity, setSeverity] = useState(EVERY);
  const history = useStore(alerts, (state) => state.history);
  const byId = useStore(alerts, (state) => state.byId);
  const loads = useStore(alerts, (state) => state.loads);
  const all = useMemo(() => historyOf(byId, history), [byId, history]);
  const asked = useAsked(askedFor);
  const listed = useMemo(() => withAsked(all, asked), [all, asked]);
  const fitting = listed.filter(
    (alert) =>
      alert.id === askedFor ||
      ((kind === EVERY || alert.kind === kind) && (severity === EVERY || alert.severity === severity)),
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
      {asked === 'gone' ? <p className="alerts__note">{t('history.gone')}</p> : null}
      {phase.kind === 'failed' ? (
        <PanelFailure reason={failureText(phase.failure)} onRetry={() => host.alerts.showHistory()} />
      ) : phase.kind === 'loading' ? (
        <Skeleton widths={WAITING} />
      ) : fitting.length === 0 ? (
        <PanelMessage>{all.length === 0 && next === null ? t('history.none') : t('history.none-fit')}</PanelMessage>
      ) : (
        <HistoryTable alerts={fitting} askedFor={askedFor} />
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

/** Null: none was asked for, or it is being looked for. */
function useAsked(id: string | null): Alert | 'gone' | null {
  const { alerts } = useStores();
  const host = useHost();
  const isOpen = useIsOpen();
  const known = useStore(alerts, ({ byId, history }) =>
    id === null ? null : (byId[id] ?? history.alerts.find((alert) => alert.id === id) ?? null),
  );
  const [found, setFound] = useState<Alert | 'gone' | null>(null);
  const isKnown = known !== null;
  useEffect(() => {
    setFound(null);
    if (id === null || isKnown || !isOpen) return;
    void host.alerts.find(id).then((result) => setFound(result.ok ? (result.value ?? 'gone') : null));
  }, [host, id, isKnown, isOpen]);
  return known ?? found;
}

function withAsked(all: readonly Alert[], asked: Alert | 'gone' | null): readonly Alert[] {
  if (asked === null || asked === 'gone' || all.some(({ id }) => id === asked.id)) return all;
  return [...all, asked].toSorted((a, b) => b.firedAtMs - a.firedAtMs);
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
