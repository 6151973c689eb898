import { useStore } from 'zustand';
import { t } from '../../i18n/i18n.ts';
import { useHost, useStores } from '../../stores/context.ts';
import { failureText } from '../../ui/failure-text.ts';
import { formatLarge } from '../../ui/format.ts';
import { StaleNote } from './stale-note.tsx';

/** How many calls a minute the account's most used endpoints could still make, and which limit sets the bound. */
export function FitsStrip() {
  const { inspect, limits } = useStores();
  const host = useHost();
  const { phase, value } = useStore(inspect, (state) => state.fits);
  const { byKey } = limits.getState();
  return (
    <section className="fits" aria-label={t('fits.title')}>
      <h3 className="detail__title" title={t('fits.hint')}>
        {t('fits.title')}
      </h3>
      <StaleNote slice="fits" />
      {phase.kind === 'failed' ? (
        <p className="fits__note" role="alert">
          {t('panel.failed', { reason: failureText(phase.failure) })}{' '}
          <button type="button" className="button" onClick={() => host.inspect.retry()}>
            {t('action.retry')}
          </button>
        </p>
      ) : phase.kind === 'loading' ? (
        <p className="fits__note" role="status">
          {t('panel.loading')}
        </p>
      ) : value === null || value.endpoints.length === 0 ? (
        <p className="fits__note">{t('fits.none')}</p>
      ) : (
        <dl className="fits__list">
          {value.endpoints.map(({ endpoint, perMinute, boundBy }) => (
            <div
              key={endpoint}
              data-none={perMinute === 0}
              title={t('fits.bound', { bucket: byKey[boundBy]?.bucket.name ?? boundBy })}
            >
              <dt>{endpoint}</dt>
              <dd>{t('fits.per-minute', { count: formatLarge(perMinute) })}</dd>
            </div>
          ))}
        </dl>
      )}
    </section>
  );
}
