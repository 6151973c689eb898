import { useStore } from 'zustand';
import { t } from '../../i18n/i18n.ts';
import { useStores } from '../../stores/context.ts';
import { askPermission } from './notify.ts';

interface AllowProps {
  /** The button alone, without what it is about. */
  readonly isBrief?: boolean;
}

/** Asks for the browser's permission, where the host shows no notifications itself; never without a press. */
export function AllowNotifications({ isBrief = false }: AllowProps) {
  const { alerts, link } = useStores();
  const permission = useStore(alerts, (state) => state.permission);
  const hostTells = useStore(link, (state) => state.hello?.capabilities.notifications === true);
  const canAsk = !hostTells && permission === 'default';
  const ask = async (): Promise<void> => alerts.setState({ permission: await askPermission(window) });
  const button = canAsk ? (
    <button type="button" className="button" onClick={() => void ask()}>
      {t('telling.allow')}
    </button>
  ) : null;
  if (isBrief) return button;
  return (
    <div className="setting">
      <span className="setting__what">
        <span>{t('telling.browser')}</span>
        <span className="setting__hint" role="status">
          {t(`telling.browser.${hostTells ? 'host' : permission}`)}
        </span>
      </span>
      {button}
    </div>
  );
}
