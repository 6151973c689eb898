import { type FormEvent, useState } from 'react';
import { compare, type Decimal } from '../../../shared/model/decimal.ts';
import type { DeskOrder, IntentId } from '../../../shared/model/desk.ts';
import { t } from '../../i18n/i18n.ts';
import { useHost, useIsOpen } from '../../stores/context.ts';
import { isFault, readNumber } from '../../stores/orders-draft.ts';
import { short } from './amount.ts';
import { NotDone } from './order-parts.tsx';
import { quantityUnitOf, unitsOf } from './order-text.ts';
import { NumberInput } from './number-input.tsx';
import { useAct } from '../../ui/use-act.ts';

/** What can still be done about an order that is not over. */
export function OrderChanges({ order }: { readonly order: DeskOrder }) {
  const host = useHost();
  const isOpen = useIsOpen();
  const act = useAct();
  const [intent, setIntent] = useState<IntentId | null>(null);
  // What a contract is worth is not known here, so no new figure of one can be judged.
  const canChange =
    (order.status === 'open' || order.status === 'partially-filled') && order.quantityUnit !== 'contracts';
  return (
    <div className="order-changes">
      <div className="order-changes__buttons">
        {canChange && order.price !== null && intent === null ? (
          <button
            type="button"
            className="button"
            disabled={!isOpen}
            onClick={() => setIntent(host.orders.newIntent())}
          >
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
      {intent === null ? null : <AmendForm order={order} intent={intent} onDone={() => setIntent(null)} />}
    </div>
  );
}

interface AmendProps {
  readonly order: DeskOrder;
  readonly intent: IntentId;
  readonly onDone: () => void;
}

/** The new figure; null: as it was; undefined: not a number. */
function changed(text: string, was: Decimal | null): Decimal | null | undefined {
  const value = readNumber(text);
  if (value === null || isFault(value)) return undefined;
  return was !== null && compare(value, was) === 0 ? null : value;
}

function AmendForm({ order, intent, onDone }: AmendProps) {
  const host = useHost();
  const act = useAct();
  const isOpen = useIsOpen();
  const [price, setPrice] = useState<string>(order.price === null ? '' : short(order.price));
  const [quantity, setQuantity] = useState<string>(order.quantity === null ? '' : short(order.quantity));
  const keepsPrice = order.exchange === 'binance';
  const { quote } = unitsOf(order.symbol);
  const next = { price: changed(price, order.price), quantity: changed(quantity, order.quantity) };
  const { price: newPrice, quantity: newQuantity } = next;
  const canSend =
    newPrice !== undefined && newQuantity !== undefined && (newPrice !== null || newQuantity !== null) && isOpen;

  function submit(event: FormEvent): void {
    event.preventDefault();
    if (!canSend) return;
    void act
      .run(() => host.orders.amend(intent, order.key, newPrice, newQuantity))
      .then((done) => {
        if (done) onDone();
      });
  }
  return (
    <form className="order-changes__amend" onSubmit={submit} aria-label={t('order.amend')}>
      <NumberInput
        label={t('order.column.price')}
        unit={quote}
        text={price}
        onText={setPrice}
        isDisabled={keepsPrice}
        isFirst={!keepsPrice}
      />
      <NumberInput
        label={t('order.column.amount')}
        unit={quantityUnitOf(order)}
        text={quantity}
        onText={setQuantity}
        isFirst={keepsPrice}
      />
      {keepsPrice ? <p className="ticket__free">{t('order.amend.keeps-price')}</p> : null}
      <div className="order-changes__buttons">
        <button type="submit" className="button button--action" disabled={!canSend || act.isBusy}>
          {t('order.amend.do')}
        </button>
        <button type="button" className="button" onClick={onDone}>
          {t('action.cancel')}
        </button>
      </div>
      <NotDone failure={act.failure} />
    </form>
  );
}
