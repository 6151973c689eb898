import { useEffect, useRef } from 'react';
import { useStore } from 'zustand';
import type { Review } from '../../../shared/model/desk.ts';
import { t } from '../../i18n/i18n.ts';
import { useHost, useHostNow, useIsOpen, useStores } from '../../stores/context.ts';
import { formatLeft } from '../../ui/format.ts';
import { AccountName, EnvironmentMark, Name, NotDone, SideMark } from './order-parts.tsx';
import { Breach, breachKey } from './ticket-breaches.tsx';
import { namesOf } from './order-text.ts';
import { Figures } from './ticket-judgement.tsx';

/** The exact request that will be signed. Confirming it sends it, once. */
export function TicketReview() {
  const { ticket } = useStores();
  const stage = useStore(ticket, (state) => state.stage);
  const instrument = useStore(ticket, (state) => state.instrument);
  if (stage.kind !== 'review' && stage.kind !== 'placing') return null;
  const { review } = stage;
  return (
    <div className={`review review--${review.environment}`}>
      <p className="review__banner">
        <EnvironmentMark environment={review.environment} />
        <span>{t(`review.banner.${review.environment}`)}</span>
      </p>
      <Summary review={review} />
      <Request review={review} />
      {review.preflight.breaches.map((breach) => (
        <Breach key={breachKey(breach)} breach={breach} isPlain />
      ))}
      <Figures preflight={review.preflight} instrument={instrument} />
      {stage.kind === 'placing' ? <Placing /> : <Confirm key={review.hash} review={review} />}
      {stage.kind === 'review' ? <NotDone failure={stage.failure} /> : null}
    </div>
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

function Request({ review }: { readonly review: Review }) {
  return (
    <div className="request" translate="no">
      <p className="request__line">
        <strong>{review.method}</strong> <span className="request__host">{review.host}</span>
        {review.path}
      </p>
      <table className="request__params">
        <tbody>
          {review.params.map(({ name, value }) => (
            <tr key={name}>
              <th scope="row">{name}</th>
              <td>{value}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Confirm({ review }: { readonly review: Review }) {
  const host = useHost();
  const isOpen = useIsOpen();
  const nowMs = useHostNow();
  const place = useRef<HTMLButtonElement>(null);
  const again = useRef<HTMLButtonElement>(null);
  const leftMs = review.validUntilMs - nowMs;
  const isOver = leftMs <= 0;
  useEffect(() => {
    if (isOver) again.current?.focus();
    else place.current?.focus();
  }, [isOver]);
  return (
    <div className="ticket__confirm">
      <p className="review__left" data-over={isOver}>
        {isOver ? t('review.over') : t('review.left', { time: formatLeft(leftMs) })}
      </p>
      <div className="ticket__buttons">
        <button type="button" className="button" onClick={() => host.orders.ticket.back()}>
          {t('review.back')}
        </button>
        {isOver ? (
          <button
            ref={again}
            type="button"
            className="button button--action"
            disabled={!isOpen}
            onClick={() => host.orders.ticket.review()}
          >
            {t('review.again')}
          </button>
        ) : (
          <button
            ref={place}
            type="button"
            className={`button button--place button--place-${review.environment}`}
            disabled={!isOpen}
            onClick={() => host.orders.ticket.place()}
          >
            {t(`review.place.${review.environment}`)}
          </button>
        )}
      </div>
    </div>
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
