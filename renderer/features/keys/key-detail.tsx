import { useStore } from 'zustand';
import type { KeyView } from '../../../shared/model/vault.ts';
import { t } from '../../i18n/i18n.ts';
import { useHost, useHostSecond, useIsOpen, useStores } from '../../stores/context.ts';
import { EnvironmentBadge } from '../../ui/environment-badge.tsx';
import { formatDayTime } from '../../ui/format.ts';
import { reasonOf } from '../../ui/failure-text.ts';
import { Drift } from './drift.tsx';
import { GradeMark } from './grade-mark.tsx';
import { KeyManage } from './key-manage.tsx';
import { KeyTimes } from './key-times.tsx';
import { KeyWhere } from './key-where.tsx';
import { Reasons } from './reasons.tsx';
import { Rights } from './rights.tsx';

interface KeyDetailProps {
  readonly view: KeyView;
  readonly onReplace: () => void;
  readonly onTakeOver: () => void;
}

/** Everything that is known of one key. */
export function KeyDetail({ view, onReplace, onTakeOver }: KeyDetailProps) {
  const nowMs = useHostSecond();
  const { audit, check, drift, label } = view;
  return (
    <section className="key-detail panel" aria-label={t('key.details', { label })}>
      <Head view={view} />
      {check?.failure === null || check === null ? null : (
        <p className="key-detail__stale" role="status">
          {t('key.stale', { reason: reasonOf(check.failure) })}
        </p>
      )}
      {view.retiredAtMs === null ? null : (
        <p className="key-detail__stale">{t('key.retired', { time: formatDayTime(view.retiredAtMs) })}</p>
      )}
      {audit === null ? (
        <p className="key-detail__none">{t('key.no-audit')}</p>
      ) : (
        <>
          <Reasons view={view} advice={audit.advice} onReplace={onReplace} />
          {drift === null ? null : <Drift drift={drift} />}
          <Rights matrix={audit.matrix} />
          <div className="key-detail__pair">
            <KeyWhere view={view} isListed={audit.isEgressListed} />
            <KeyTimes view={view} nowMs={nowMs} />
          </div>
        </>
      )}
      <KeyManage key={view.id} view={view} onReplace={onReplace} onTakeOver={onTakeOver} />
    </section>
  );
}

function Head({ view }: { readonly view: KeyView }) {
  const { id, label, exchange, environment, accountLabel, last4, algorithm, presence, role, check, audit } = view;
  const { keys } = useStores();
  const host = useHost();
  const isOpen = useIsOpen();
  const isChecking = useStore(keys, (state) => state.checking.has(id));
  return (
    <header className={`key-detail__head key-detail__head--${environment}`}>
      <GradeMark grade={audit?.grade ?? null} isLarge />
      <div className="key-detail__title">
        <h2 translate="no">{label}</h2>
        <p className="key-detail__facts">
          <EnvironmentBadge environment={environment} />
          <span>{t(`exchange.${exchange}`)}</span>
          <span translate="no">{accountLabel}</span>
          <code translate="no">…{last4}</code>
          <span>{t(`algorithm.${algorithm}`)}</span>
          <span>{t(`role.${role}`)}</span>
        </p>
        <p className={`presence presence--${presence}`}>
          {t(`presence.${presence}`)}
          <span className="presence__hint">{t(`presence.${presence}.hint`)}</span>
        </p>
      </div>
      <div className="key-detail__check">
        <button
          type="button"
          className="button"
          aria-disabled={isChecking || !isOpen}
          onClick={() => (isChecking || !isOpen ? undefined : host.checkKeys([id]))}
        >
          {isChecking ? t('key.checking') : t('key.check')}
        </button>
        <span role="status">
          {check === null ? t('key.checked.never') : t('key.checked', { time: formatDayTime(check.atMs) })}
        </span>
      </div>
    </header>
  );
}
