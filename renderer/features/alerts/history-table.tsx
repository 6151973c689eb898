import { useEffect, useId, useRef, useState } from 'react';
import { useStore } from 'zustand';
import type { Alert } from '../../../shared/model/alert.ts';
import { t } from '../../i18n/i18n.ts';
import { useStores } from '../../stores/context.ts';
import { formatDayTime, formatLeft } from '../../ui/format.ts';
import { AlertBody } from './alert-body.tsx';
import { isTest, titleText, whereText } from './alert-text.ts';
import { SeverityMark } from './severity-mark.tsx';

const COLUMNS = ['what', 'where', 'began', 'lasted', 'seen'] as const;

interface HistoryTableProps {
  readonly alerts: readonly Alert[];
  /** Id of the one the address asked for: it is open, in sight, and has the focus. */
  readonly askedFor: string | null;
}

export function HistoryTable({ alerts, askedFor }: HistoryTableProps) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls sideways, which the keyboard must be able to do
    <section className="alerts__frame" aria-label={t('history.table')} tabIndex={0}>
      <table className="alerts__table history">
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
            <HistoryRow key={alert.id} alert={alert} isAskedFor={alert.id === askedFor} />
          ))}
        </tbody>
      </table>
    </section>
  );
}

interface HistoryRowProps {
  readonly alert: Alert;
  readonly isAskedFor: boolean;
}

/** One that is over in a line; below it, when its user wants to know, what it was about. */
function HistoryRow({ alert, isAskedFor }: HistoryRowProps) {
  const { accounts } = useStores();
  const bodyId = useId();
  const button = useRef<HTMLButtonElement>(null);
  const [isOpen, setOpen] = useState(isAskedFor);
  const where = useStore(accounts, (state) => whereText(alert, state.list));
  const { firedAtMs, clearedAtMs, acknowledgedAtMs } = alert;
  const name = titleText(alert);
  useEffect(() => {
    if (!isAskedFor) return;
    setOpen(true);
    button.current?.scrollIntoView({ block: 'center' });
    button.current?.focus({ preventScroll: true });
  }, [isAskedFor]);
  return (
    <>
      <tr>
        <td>
          <SeverityMark severity={alert.severity} />
        </td>
        <th scope="row">
          <button
            ref={button}
            type="button"
            className="history__toggle"
            aria-expanded={isOpen}
            aria-controls={isOpen ? bodyId : undefined}
            aria-label={t('history.show', { name, time: formatDayTime(firedAtMs) })}
            onClick={() => setOpen(!isOpen)}
          >
            <span className="history__arrow" data-open={isOpen} aria-hidden="true" />
            {name}
          </button>
          {isTest(alert) ? <span className="alert__test">{t('alert.test')}</span> : null}
        </th>
        <td translate="no">{where}</td>
        <td>{formatDayTime(firedAtMs)}</td>
        <td>{clearedAtMs === null ? t('figure.none') : formatLeft(Math.max(1_000, clearedAtMs - firedAtMs))}</td>
        <td>{acknowledgedAtMs === null ? t('history.seen.no') : formatDayTime(acknowledgedAtMs)}</td>
      </tr>
      {isOpen ? (
        <tr className="history__opened" id={bodyId}>
          <td colSpan={COLUMNS.length + 1}>
            <div className="history__body">
              <AlertBody alert={alert} level={3} />
            </div>
          </td>
        </tr>
      ) : null}
    </>
  );
}
