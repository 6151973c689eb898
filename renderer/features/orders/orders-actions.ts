import { t } from '../../i18n/i18n.ts';
import type { Action } from '../../stores/actions.ts';
import type { App } from '../../stores/context.ts';
import { goTo } from '../../stores/ui.ts';

export const NEW_ORDER_KEYS = 'n';

/** A new order, and the parts of the page. */
export function ordersActions({ stores, host }: App): readonly Action[] {
  const { ui, link } = stores;
  const isOpen = link.getState().status.kind === 'open';
  const parts = (['open', 'history', 'safety'] as const).map((part) => ({
    id: `orders.${part}`,
    group: 'orders' as const,
    title: t('do.orders', { part: t(`orders.part.${part}`) }),
    isUseful: true,
    run: () => goTo(ui, window.location, { page: 'orders', part }),
  }));
  return [
    {
      id: 'orders.new',
      group: 'orders',
      title: t('orders.new'),
      words: t('do.orders.new.words'),
      keys: NEW_ORDER_KEYS,
      isUseful: isOpen,
      run: () => {
        host.orders.close();
        host.orders.ticket.open();
        goTo(ui, window.location, { page: 'orders', part: null });
      },
    },
    ...parts,
  ];
}
