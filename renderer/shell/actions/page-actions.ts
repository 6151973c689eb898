import { t } from '../../i18n/i18n.ts';
import type { Action } from '../../stores/actions.ts';
import type { App } from '../../stores/context.ts';
import { goTo, type PageId, pages } from '../../stores/ui.ts';

export const PAGE_KEYS: Readonly<Record<PageId, string>> = {
  overview: 'g o',
  keys: 'g k',
  orders: 'g r',
  activity: 'g a',
  alerts: 'g l',
  settings: 'g s',
};

export function pageActions({ stores: { ui } }: App): readonly Action[] {
  const here = ui.getState().page;
  return pages.map((page) => ({
    id: `page.${page}`,
    group: 'pages',
    title: t('do.page', { page: t(`nav.${page}`) }),
    keys: PAGE_KEYS[page],
    isUseful: page !== here,
    run: () => goTo(ui, window.location, { page, part: null }),
  }));
}
