import { useEffect, useRef } from 'react';
import { useStore } from 'zustand';
import type { Alert } from '../../../shared/model/alert.ts';
import { t } from '../../i18n/i18n.ts';
import { useApp, useHost, useHostSecond, useIsOpen, useStores } from '../../stores/context.ts';
import { formatDayTime, formatLeft, formatMinute, formatTime } from '../../ui/format.ts';
import { ActFailure } from './act-failure.tsx';
import { doText, factsOf, isTest, titleText, whereText, whyText } from './alert-text.ts';
import { EvidenceChart } from './evidence-chart.tsx';
import { linkOf } from './place.ts';
import { SeverityMark } from './severity-mark.tsx';
import { SnoozeMenu } from './snooze-menu.tsx';
import { useAct } from '../../ui/use-act.ts';

/** One alert: how grave, what, where, since when, why, and what to do. */
export function AlertCard({ alert }: { readonly alert: Alert }) {
  const { accounts } = useStores();
  const where = useStore(accounts, (state) => whereText(alert, state.list));
  const place = useAskedFor(alert.id);
  const name = titleText(alert);
  return (
    <li className="alert" data-severity={alert.severity} data-state={alert.state} ref={place} tabIndex={-1}>
      <div className="alert__head">
        <span className="alert__names">
          <SeverityMark severity={alert.severity} />
          {isTest(alert) ? <span className="alert__test">{t('alert.test')}</span> : null}
          <h3 className="alert__title">{name}</h3>
          <span className="alert__where" translate="no">
            {where}
          </span>
        </span>
        <Acts alert={alert} name={name} />
      </div>
      <Times alert={alert} />
      <div className="alert__body">
        <div className="alert__words">
          <h4 className="unseen">{t('alert.why')}</h4>
          <p>{whyText(alert)}</p>
          <ToDo alert={alert} />
          <Facts alert={alert} />
        </div>
        <EvidenceChart alert={alert} />
      </div>
    </li>
  );
}

/** The one the address asked for comes into sight, with the focus. */
function useAskedFor(id: string): React.RefObject<HTMLLIElement | null> {
  const { ui } = useStores();
  const part = useStore(ui, (state) => state.part);
  const place = useRef<HTMLLIElement>(null);
  useEffect(() => {
    if (part?.name !== id) return;
    place.current?.scrollIntoView({ block: 'nearest' });
    place.current?.focus({ preventScroll: true });
  }, [id, part]);
  return place;
}

function Acts({ alert, name }: { readonly alert: Alert; readonly name: string }) {
  const host = useHost();
  const isOpen = useIsOpen();
  const act = useAct();
  return (
    <span className="alert__acts">
      <ActFailure act={act} />
      {alert.state === 'fired' ? (
        <button
          type="button"
          className="button"
          disabled={!isOpen || act.isBusy}
          aria-label={t('alert.acknowledge.of', { name })}
          onClick={() => void act.run(() => host.alerts.acknowledge(alert.id))}
        >
          {t('alert.acknowledge')}
        </button>
      ) : null}
      <SnoozeMenu
        label={t('alert.snooze')}
        name={t('alert.snooze.of', { name })}
        onSnooze={(untilMs) => void act.run(() => host.alerts.snooze(alert.id, untilMs))}
      />
    </span>
  );
}

function Times({ alert }: { readonly alert: Alert }) {
  const nowMs = useHostSecond();
  const { firedAtMs, endsAtMs, snoozedUntilMs, repeats, state } = alert;
  const notes = [
    t('alert.since', { time: nowMs - firedAtMs < 43_200_000 ? formatTime(firedAtMs) : formatDayTime(firedAtMs) }),
    t('alert.for', { time: formatLeft(Math.max(1_000, nowMs - firedAtMs)) }),
    ...(endsAtMs === null ? [] : [endText(endsAtMs, nowMs)]),
    ...(repeats === 0 ? [] : [t('alert.repeats', { count: repeats })]),
    ...(state === 'acknowledged' ? [t('alert.acknowledged')] : []),
    ...(snoozedUntilMs !== null && snoozedUntilMs > nowMs
      ? [t('alert.snoozed', { time: formatMinute(snoozedUntilMs) })]
      : []),
  ];
  return <p className="alert__times">{notes.join(' · ')}</p>;
}

function endText(endsAtMs: number, nowMs: number): string {
  return endsAtMs <= nowMs ? t('alert.ending') : t('alert.ends', { time: formatLeft(endsAtMs - nowMs) });
}

function ToDo({ alert }: { readonly alert: Alert }) {
  const app = useApp();
  const { place, href, prepare } = linkOf(app, alert);
  return (
    <>
      <h4 className="unseen">{t('alert.do')}</h4>
      <p className="alert__do">
        {doText(alert)}{' '}
        <a href={href} onClick={prepare}>
          {t(`alert.link.${place}`)}
        </a>
      </p>
    </>
  );
}

function Facts({ alert }: { readonly alert: Alert }) {
  const facts = factsOf(alert);
  if (facts.length === 0) return null;
  return (
    <details className="alert__facts">
      <summary>{t('alert.facts')}</summary>
      <dl>
        {facts.map(({ name, key, value }) => (
          <div key={key}>
            <dt translate={name === null ? 'no' : undefined}>{name ?? key}</dt>
            <dd translate="no">{value}</dd>
          </div>
        ))}
      </dl>
    </details>
  );
}
