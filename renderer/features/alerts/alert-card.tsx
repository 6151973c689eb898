import { useEffect, useRef } from 'react';
import { useStore } from 'zustand';
import type { Alert } from '../../../shared/model/alert.ts';
import { t } from '../../i18n/i18n.ts';
import { useHost, useHostSecond, useIsOpen, useStores } from '../../stores/context.ts';
import { formatDayTime, formatLeft, formatMinute, formatTime } from '../../ui/format.ts';
import { ActFailure } from './act-failure.tsx';
import { AlertBody } from './alert-body.tsx';
import { isTest, titleText, whereText } from './alert-text.ts';
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
      <AlertBody alert={alert} />
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
