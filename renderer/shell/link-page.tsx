import { useEffect } from 'react';
import { useStore } from 'zustand';
import { t } from '../i18n/i18n.ts';
import { useStores } from '../stores/context.ts';
import './shell.css';

const COMMAND = 'npm run code';
/** How every link goes on after the host's address. */
const LINK_START = '/#code=';

/** The page without a way in: says why, and how to get one. */
export function LinkPage() {
  const { link } = useStores();
  const status = useStore(link, (state) => state.status);
  const reason = status.kind === 'needs-code' ? status.reason : null;
  const title = reason === null ? t('link.other-version.title') : t(`link.title.${reason}`);
  useEffect(() => {
    document.title = t('app.title', { page: title });
  }, [title]);
  return (
    <main className="door">
      <div className="door__sheet">
        <span className="door__brand">{t('app.name')}</span>
        <h1 className="door__title">{title}</h1>
        <p className="door__text">{reason === null ? t('link.other-version.text') : t(`link.text.${reason}`)}</p>
        <h2 className="door__how">{t('link.how')}</h2>
        <ol className="door__steps">
          <li>
            {t('link.how.start')} <code translate="no">{COMMAND}</code>
          </li>
          <li>
            {t('link.how.click')} <code translate="no">{`${window.location.origin}${LINK_START}`}</code>
          </li>
          <li>{t('link.how.quick')}</li>
        </ol>
      </div>
    </main>
  );
}
