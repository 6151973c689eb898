import { t } from '../../i18n/i18n.ts';
import { EmptyPage } from '../../ui/empty-page.tsx';
import { Icon } from '../../ui/icons.tsx';

export function AlertsPage() {
  return (
    <EmptyPage
      icon={<Icon name="alerts" size={32} />}
      title={t('alerts.title')}
      text={t('alerts.text')}
      now={t('alerts.now')}
      href="#/overview"
      link={t('empty.to-overview')}
    />
  );
}
