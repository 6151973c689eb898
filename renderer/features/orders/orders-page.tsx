import { t } from '../../i18n/i18n.ts';
import { EmptyPage } from '../../ui/empty-page.tsx';
import { Icon } from '../../ui/icons.tsx';

export function OrdersPage() {
  return (
    <EmptyPage
      icon={<Icon name="orders" size={32} />}
      title={t('orders.title')}
      text={t('orders.text')}
      now={t('orders.now')}
      href="#/activity"
      link={t('empty.to-activity')}
    />
  );
}
