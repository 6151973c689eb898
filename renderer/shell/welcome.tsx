import { useEffect, useRef } from 'react';
import { useStore } from 'zustand';
import { t } from '../i18n/i18n.ts';
import { useStores } from '../stores/context.ts';
import { Keys } from '../ui/keys.tsx';
import { PALETTE_KEYS, SHORTCUTS_KEYS } from './actions/help-actions.ts';

const STEPS = ['own-key', 'rights', 'address', 'enter'] as const;

/** Says once, in place, that nothing here is real, and how it will safely become so. */
export function Welcome() {
  const stores = useStores();
  const isDismissed = useStore(stores.ui, (state) => state.isNoteDismissed);
  const isPracticeOnly = useStore(stores.link, (state) => state.hello?.isPracticeOnly ?? null);
  const part = useStore(stores.ui, (state) => state.part);
  const note = useRef<HTMLElement>(null);
  const isShown = !isDismissed && isPracticeOnly !== null;
  useEffect(() => {
    if (isShown && part?.name === 'welcome') note.current?.focus();
  }, [isShown, part]);
  if (!isShown) return null;
  return (
    <aside className="note" ref={note} tabIndex={-1} aria-label={t('welcome.label')}>
      <div className="note__text">
        <p>
          <strong className="note__title">{isPracticeOnly ? t('note.title') : t('welcome.title')}</strong>{' '}
          {isPracticeOnly ? t('note.text') : t('welcome.text')}
        </p>
        <details className="note__how">
          <summary>{t('welcome.safely')}</summary>
          <ol>
            {STEPS.map((step) => (
              <li key={step}>
                <strong>{t(`welcome.step.${step}`)}</strong> {t(`welcome.step.${step}.text`)}
              </li>
            ))}
          </ol>
        </details>
        <p className="note__keys">
          <Keys keys={PALETTE_KEYS} /> {t('welcome.palette')} <Keys keys={SHORTCUTS_KEYS} /> {t('welcome.shortcuts')}
        </p>
      </div>
      <span className="note__acts">
        <button type="button" className="button" onClick={() => stores.ui.setState({ isNoteDismissed: true })}>
          {t('note.dismiss')}
        </button>
        <a className="button" href="#/keys/add">
          {t('welcome.add')}
        </a>
      </span>
    </aside>
  );
}
