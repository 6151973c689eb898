import { useStore } from 'zustand';
import { t } from '../i18n/i18n.ts';
import { useStores } from '../stores/context.ts';
import { Icon } from '../ui/icons.tsx';

/** Hides amounts of money, or shows them again. */
export function PrivacyToggle() {
  const { ui } = useStores();
  const isPrivate = useStore(ui, (state) => state.isPrivate);
  return (
    <button
      type="button"
      className="button button--quiet"
      aria-pressed={isPrivate}
      aria-label={t('private.on')}
      title={isPrivate ? t('private.off') : t('private.on')}
      onClick={() => ui.setState({ isPrivate: !isPrivate })}
    >
      <Icon name={isPrivate ? 'eye-off' : 'eye'} size={18} />
    </button>
  );
}
