import { useStore } from 'zustand';
import { t } from '../../i18n/i18n.ts';
import { useHost, useStores } from '../../stores/context.ts';
import { goTo } from '../../stores/ui.ts';
import { Choice } from '../../ui/choice.tsx';
import { failureText } from '../../ui/failure-text.ts';
import { PanelFailure, Skeleton } from '../../ui/panel.tsx';
import { HistoryPanel } from './history-panel.tsx';
import { NowPanel } from './now-panel.tsx';
import { type AlertPart, parts } from './parts.ts';
import { RulesPanel } from './rules-panel.tsx';
import { TellingPanel } from './telling-panel.tsx';
import './alerts.css';
import './alert-card.css';
import './rules.css';

const WAITING = [94, 88, 91, 70];
const PANELS: Readonly<Record<AlertPart, (askedFor: string | null) => React.JSX.Element>> = {
  now: () => <NowPanel />,
  history: (askedFor) => <HistoryPanel askedFor={askedFor} />,
  rules: () => <RulesPanel />,
  telling: () => <TellingPanel />,
};

/** What is wrong now, what was, what is watched, and how it is told. */
export function AlertsPage() {
  const { alerts, ui } = useStores();
  const host = useHost();
  const name = useStore(ui, (state) => state.part?.name ?? '');
  // An alert may be asked for by its id: it is among those of now, or it is over.
  const askedFor = name.startsWith('alert-') ? name : null;
  const isOver = useStore(
    alerts,
    ({ byId }) => askedFor !== null && (byId[askedFor] === undefined || byId[askedFor].state === 'cleared'),
  );
  const part = parts.find((one) => one === name) ?? (isOver ? 'history' : 'now');
  const phase = useStore(alerts, (state) => state.phase);
  return (
    <div className="alerts fades">
      <Choice
        label={t('alerts.parts')}
        value={part}
        options={parts.map((value) => ({ value, label: t(`alerts.part.${value}`) }))}
        onChoose={(next) => goTo(ui, window.location, { page: 'alerts', part: next })}
      />
      {phase.kind === 'failed' ? (
        <section className="panel alerts__waiting">
          <PanelFailure reason={failureText(phase.failure)} onRetry={() => host.refresh()} />
        </section>
      ) : phase.kind === 'loading' ? (
        <section className="panel alerts__waiting">
          <Skeleton widths={WAITING} />
        </section>
      ) : (
        PANELS[part](askedFor)
      )}
    </div>
  );
}
