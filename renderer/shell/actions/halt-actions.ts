import { t } from '../../i18n/i18n.ts';
import type { Action } from '../../stores/actions.ts';
import type { App } from '../../stores/context.ts';
import { isWhole } from '../../stores/orders.ts';
import { HALT_KEYS } from '../halt-keys.ts';

/** The kill switch. */
export function haltActions({ stores, host }: App): readonly Action[] {
  const isOpen = stores.link.getState().status.kind === 'open';
  const isHalted = isWhole(stores.orders.getState().desk);
  return [
    {
      id: 'orders.halt',
      group: 'orders',
      title: t('halt.do'),
      words: t('do.halt.words'),
      keys: HALT_KEYS,
      isUseful: isOpen && !isHalted,
      run: () => host.orders.halt(),
    },
  ];
}
