import { useStore } from 'zustand';
import type { Review } from '../../../shared/model/desk.ts';
import { t } from '../../i18n/i18n.ts';
import { useHost, useStores } from '../../stores/context.ts';
import { AccountName, Name, NotDone, SideMark } from './order-parts.tsx';
import { namesOf } from './order-text.ts';
import { ReviewConfirm } from './review-confirm.tsx';
import { ReviewSheet } from './review-sheet.tsx';

/** The exact request that will be signed. Confirming it sends it, once. */
export function TicketReview() {
  const { ticket } = useStores();
  const host = useHost();
  const stage = useStore(ticket, (state) => state.stage);
  const instrument = useStore(ticket, (state) => state.instrument);
  if (stage.kind !== 'review' && stage.kind !== 'placing') return null;
  const { review } = stage;
  return (
    <ReviewSheet review={review} instrument={instrument} summary={<Summary review={review} />}>
      {stage.kind === 'placing' ? (
        <Placing />
      ) : (
        <ReviewConfirm
          key={review.hash}
          review={review}
          label={t(`review.place.${review.environment}`)}
          onBack={() => host.orders.ticket.back()}
          onAgain={() => host.orders.ticket.review()}
          onConfirm={(typed) => host.orders.ticket.place(typed)}
        />
      )}
      {stage.kind === 'review' ? <NotDone failure={stage.failure} /> : null}
    </ReviewSheet>
  );
}

function Summary({ review: { ticket } }: { readonly review: Review }) {
  const { quantity, quantityUnit, symbol, price, side, type } = ticket;
  const { ticket: store } = useStores();
  const instrument = useStore(store, (state) => state.instrument);
  const names = namesOf(instrument);
  return (
    <p className="review__summary">
      <SideMark side={side} />{' '}
      <strong translate="no">
        {quantity} {names[quantityUnit]}
      </strong>{' '}
      <Name>{symbol}</Name>{' '}
      {price === null ? t('order.at-market') : t('order.at', { price: `${price} ${names.quote}` })} ·{' '}
      {t(`order.type.${type}`)} · <AccountName id={ticket.account} />
    </p>
  );
}

/** From the press on: nothing more can be pressed, and what is known of the order is told. */
function Placing() {
  const { ticket, orders } = useStores();
  const intent = useStore(ticket, (state) => state.intent);
  const status = useStore(orders, (state) => (intent === null ? undefined : state.byKey[intent]?.status));
  return (
    <p className="review__placing" role="status">
      <strong>{t('review.placing')}</strong>{' '}
      {status === undefined ? t('review.placing.text') : t(`order.status.${status}`)}
    </p>
  );
}
