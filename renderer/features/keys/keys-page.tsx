import { t } from '../../i18n/i18n.ts';
import { EmptyPage } from '../../ui/empty-page.tsx';
import { Icon } from '../../ui/icons.tsx';

export function KeysPage() {
  return (
    <EmptyPage
      icon={<Icon name="keys" size={32} />}
      title={t('keys.title')}
      text={t('keys.text')}
      now={t('keys.now')}
      href="#/overview"
      link={t('empty.to-overview')}
    />
  );
}
