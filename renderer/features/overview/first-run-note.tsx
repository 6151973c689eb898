import { useStore } from 'zustand';
import { t } from '../../i18n/i18n.ts';
import { useApp } from '../../stores/context.ts';
import { dismissNote } from '../../stores/ui.ts';

/** Says once, in place, that nothing here is real. */
export function FirstRunNote() {
  const { stores, memory } = useApp();
  const isDismissed = useStore(stores.ui, (state) => state.isNoteDismissed);
  const isPracticeOnly = useStore(stores.link, (state) => state.hello?.isPracticeOnly === true);
  if (isDismissed || !isPracticeOnly) return null;
  return (
    <aside className="note" aria-label={t('note.title')}>
      <p>
        <strong className="note__title">{t('note.title')}.</strong> {t('note.text')}
      </p>
      <button type="button" className="button" onClick={() => dismissNote(stores.ui, memory)}>
        {t('note.dismiss')}
      </button>
    </aside>
  );
}
