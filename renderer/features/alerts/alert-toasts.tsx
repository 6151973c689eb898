import { useEffect, useMemo } from 'react';
import { useStore } from 'zustand';
import type { Alert } from '../../../shared/model/alert.ts';
import { t } from '../../i18n/i18n.ts';
import { withoutToasts } from '../../stores/alerts.ts';
import { useHost, useIsOpen, useStores } from '../../stores/context.ts';
import { Icon } from '../../ui/icons.tsx';
import { severityText, titleText, whereText } from './alert-text.ts';
import { SeverityMark } from './severity-mark.tsx';
import './alert-toasts.css';

const MOST_SHOWN = 3;

/** New alerts over the corner of any page but their own, and spoken on every one. */
export function AlertToasts() {
  const { alerts, ui } = useStores();
  const ids = useStore(alerts, (state) => state.toasts);
  const byId = useStore(alerts, (state) => state.byId);
  const isListed = useStore(ui, (state) => state.page === 'alerts');
  const told = useMemo(() => ids.flatMap((id) => byId[id] ?? []), [ids, byId]);
  useTold(ids);
  useEffect(() => {
    if (!isListed) return undefined;
    // On its own page every one of them was in sight.
    return () => alerts.setState({ toasts: [] });
  }, [alerts, isListed]);
  const shown = isListed ? [] : told.slice(-MOST_SHOWN);
  return (
    <>
      <Spoken alerts={told} />
      {shown.length === 0 ? null : (
        <section className="toasts" aria-label={t('toast.label')}>
          {told.length > shown.length ? (
            <a className="toasts__more" href="#/alerts">
              {t('toast.more', { count: told.length - shown.length })}
            </a>
          ) : null}
          {shown.map((alert) => (
            <Toast key={alert.id} alert={alert} />
          ))}
        </section>
      )}
    </>
  );
}

/** A page nobody can see has told nobody: it says so when it comes into sight. */
function useTold(ids: readonly string[]): void {
  const { alerts } = useStores();
  const host = useHost();
  useEffect(() => {
    const tell = (): void => {
      if (document.visibilityState !== 'visible') return;
      for (const id of ids) if (alerts.getState().byId[id]?.wasTold === false) host.alerts.told(id);
    };
    tell();
    document.addEventListener('visibilitychange', tell);
    return () => document.removeEventListener('visibilitychange', tell);
  }, [alerts, host, ids]);
}

/** Both are there from the beginning: what is not there before it speaks is not heard. */
function Spoken({ alerts }: { readonly alerts: readonly Alert[] }) {
  const { accounts } = useStores();
  const list = useStore(accounts, (state) => state.list);
  const newest = (isCritical: boolean): string => {
    const alert = alerts.findLast(({ severity }) => (severity === 'critical') === isCritical);
    return alert === undefined ? '' : `${severityText(alert.severity)}. ${titleText(alert)}. ${whereText(alert, list)}`;
  };
  return (
    <>
      <div className="unseen" aria-live="polite" data-spoken="polite">
        {newest(false)}
      </div>
      <div className="unseen" aria-live="assertive" data-spoken="assertive">
        {newest(true)}
      </div>
    </>
  );
}

function Toast({ alert }: { readonly alert: Alert }) {
  const { alerts, accounts } = useStores();
  const host = useHost();
  const isOpen = useIsOpen();
  const where = useStore(accounts, (state) => whereText(alert, state.list));
  const name = titleText(alert);
  const dismiss = (): void => alerts.setState((state) => withoutToasts(state, [alert.id]));
  return (
    <article className={`toast toast--${alert.severity}`}>
      <SeverityMark severity={alert.severity} />
      <p className="toast__text">
        <strong>{name}</strong>
        <span className="toast__where" translate="no">
          {where}
        </span>
      </p>
      <span className="toast__acts">
        <a className="button" href={`#/alerts/${alert.id}`} onClick={dismiss}>
          {t('toast.show')}
        </a>
        <button
          type="button"
          className="button"
          disabled={!isOpen}
          aria-label={t('alert.acknowledge.of', { name })}
          onClick={() => void host.alerts.acknowledge(alert.id)}
        >
          {t('alert.acknowledge')}
        </button>
      </span>
      <button
        type="button"
        className="button button--quiet toast__close"
        aria-label={t('toast.dismiss', { name })}
        onClick={dismiss}
      >
        <Icon name="close" size={16} />
      </button>
    </article>
  );
}
