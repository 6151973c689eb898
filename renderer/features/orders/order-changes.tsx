import { useState } from 'react';
import type { DeskOrder } from '../../../shared/model/desk.ts';
import { t } from '../../i18n/i18n.ts';
import { useHost, useIsOpen } from '../../stores/context.ts';
import { useAct } from '../../ui/use-act.ts';
import { OrderAmend } from './order-amend.tsx';
import { NotDone } from './order-parts.tsx';

/** What can still be done about an order that is not over. */
export function OrderChanges({ order }: { readonly order: DeskOrder }) {
  const host = useHost();
  const isOpen = useIsOpen();
  const act = useAct();
  const [isChanging, setChanging] = useState(false);
  // What a contract is worth is not known here, so no new figure of one can be judged.
  const canChange =
    (order.status === 'open' || order.status === 'partially-filled') && order.quantityUnit !== 'contracts';
  return (
    <div className="order-changes">
      <div className="order-changes__buttons">
        {canChange && order.price !== null && !isChanging ? (
          <button type="button" className="button" disabled={!isOpen} onClick={() => setChanging(true)}>
            {t('order.amend')}
          </button>
        ) : null}
        <button
          type="button"
          className="button button--danger"
          disabled={!isOpen || act.isBusy || order.isCancelling}
          onClick={() => void act.run(() => host.orders.cancel(order.key))}
        >
          {order.isCancelling || act.isBusy ? t('order.doing.cancel') : t('order.cancel')}
        </button>
      </div>
      <NotDone failure={act.failure} />
      {isChanging ? <OrderAmend order={order} onDone={() => setChanging(false)} /> : null}
    </div>
  );
}
