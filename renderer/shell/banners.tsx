import type { ReactNode } from 'react';
import { useStore } from 'zustand';
import { t } from '../i18n/i18n.ts';
import { useHost, useLocalNow, useStores } from '../stores/context.ts';
import { gravestKeys } from '../stores/keys.ts';
import type { Refusal } from '../stores/lists.ts';
import { failureText } from '../ui/failure-text.ts';
import { formatLeft, formatTime } from '../ui/format.ts';
import { Icon } from '../ui/icons.tsx';
import { troubleText } from './trouble-text.ts';

/** What must be said at once: a lost host, its troubles, and what it refused to do. */
export function Banners() {
  const { link, troubles } = useStores();
  const isLost = useStore(link, (state) => state.status.kind === 'lost');
  const { troubles: shown, refusals } = useStore(troubles);
  if (!isLost && shown.length === 0 && refusals.length === 0) return null;
  return (
    <section className="banners" aria-label={t('trouble.label')}>
      {isLost ? <LostBanner /> : null}
      {shown.map((trouble) => (
        <Banner key={trouble.id} id={trouble.id} severity={trouble.severity}>
          <strong>{t(`trouble.${trouble.severity}`)}</strong> {troubleText(trouble)}{' '}
          <time>{formatTime(trouble.atMs)}</time>
        </Banner>
      ))}
      {refusals.map((refusal) => (
        <Banner key={refusal.id} id={refusal.id} severity="warning">
          {refusalText(refusal)}
        </Banner>
      ))}
    </section>
  );
}

function refusalText({ failure, isChoice = false }: Refusal): string {
  const reason = failureText(failure);
  return isChoice ? t('refusal.choice', { reason }) : t('refusal', { reason });
}

interface BannerProps {
  readonly id: string;
  readonly severity: 'notice' | 'warning' | 'critical';
  readonly children: ReactNode;
}

function Banner({ id, severity, children }: BannerProps) {
  const host = useHost();
  return (
    <div className={`banner banner--${severity}`} role={severity === 'notice' ? 'status' : 'alert'}>
      <p className="banner__text">{children}</p>
      <button
        type="button"
        className="button button--quiet"
        aria-label={t('action.dismiss')}
        onClick={() => host.dismissTrouble(id)}
      >
        <Icon name="close" size={16} />
      </button>
    </div>
  );
}

function LostBanner() {
  const { limits } = useStores();
  const host = useHost();
  const atMs = useStore(limits, (state) => state.atMs);
  return (
    <div className="banner banner--lost">
      <p className="banner__text" role="alert">
        <strong>{t('lost.title')}</strong> {atMs === null ? null : t('lost.frozen', { time: formatTime(atMs) })}
      </p>
      <NextAttempt />
      <button type="button" className="button" onClick={() => host.retryNow()}>
        {t('lost.retry')}
      </button>
    </div>
  );
}

function NextAttempt() {
  const { link } = useStores();
  const nowMs = useLocalNow();
  const retryAtMs = useStore(link, ({ status }) => (status.kind === 'lost' ? status.retryAtMs : null));
  const text =
    retryAtMs === null || retryAtMs <= nowMs ? t('lost.now') : t('lost.next', { time: formatLeft(retryAtMs - nowMs) });
  return <span className="banner__next">{text}</span>;
}

/** A key that can empty its account from anywhere is said where everybody looks first. */
export function KeyBanners() {
  const { keys } = useStores();
  const list = useStore(keys, (state) => state.keys);
  const grave = gravestKeys(list);
  if (grave.length === 0) return null;
  return (
    <section className="banners" aria-label={t('key.list')}>
      {grave.map(({ id, label, exchange, environment }) => (
        <div key={id} className="banner banner--critical" role="alert">
          <p className="banner__text">
            <strong>{t('advice.severity.critical')}</strong>{' '}
            {t('banner.key', {
              label,
              exchange: t(`exchange.${exchange}`),
              environment: t(`environment.${environment}`),
            })}
          </p>
          <a className="button" href={`#/keys/${id}`}>
            {t('banner.key.show')}
          </a>
        </div>
      ))}
    </section>
  );
}
