import { type FormEvent, useState } from 'react';
import type { Failure } from '../../../shared/contract/failure.ts';
import { compare, type Decimal } from '../../../shared/model/decimal.ts';
import type { DeskOrder, Review } from '../../../shared/model/desk.ts';
import { t } from '../../i18n/i18n.ts';
import { useHost, useIsOpen } from '../../stores/context.ts';
import { isFault, readNumber } from '../../stores/orders-draft.ts';
import { useAct } from '../../ui/use-act.ts';
import { short } from './amount.ts';
import { NumberInput } from './number-input.tsx';
import { AccountName, Name, NotDone, SideMark } from './order-parts.tsx';
import { unitsOf } from './order-text.ts';
import { ReviewConfirm } from './review-confirm.tsx';
import { ReviewSheet } from './review-sheet.tsx';
import './review.css';
import './ticket.css';
import './ticket-judgement.css';

interface AmendProps {
  readonly order: DeskOrder;
  readonly onDone: () => void;
}

/** A change of an order: filled in, reviewed like a new one, confirmed once. */
export function OrderAmend({ order, onDone }: AmendProps) {
  const host = useHost();
  const act = useAct();
  const [intent, setIntent] = useState(() => host.orders.newIntent());
  const [review, setReview] = useState<Review | null>(null);
  const [asked, setAsked] = useState<Figures>(() => ({
    price: order.price === null ? '' : short(order.price),
    quantity: order.quantity === null ? '' : short(order.quantity),
  }));

  async function ask(): Promise<Failure | null> {
    const { price, quantity } = changeOf(order, asked);
    if (price === undefined || quantity === undefined) return null;
    const result = await host.orders.reviewAmend(intent, order.key, price, quantity);
    if (!result.ok) return result.failure;
    setReview(result.value);
    return null;
  }
  const { base, quote } = unitsOf(order.symbol);
  if (review === null) {
    return (
      <AmendForm
        order={order}
        figures={asked}
        onFigures={setAsked}
        isBusy={act.isBusy}
        failure={act.failure}
        onReview={() => void act.run(ask)}
        onDone={onDone}
      />
    );
  }
  return (
    <ReviewSheet
      review={review}
      instrument={{ display: `${base}/${quote}`, base, quote }}
      summary={<Summary order={order} review={review} />}
    >
      {act.isBusy ? (
        <p className="review__placing" role="status">
          <strong>{t('order.doing.amend')}</strong> {t('review.placing.text')}
        </p>
      ) : (
        <ReviewConfirm
          key={review.hash}
          review={review}
          label={t(`review.amend.${review.environment}`)}
          onBack={() => setReview(null)}
          onAgain={() => void act.run(ask)}
          onConfirm={(typed) =>
            void act
              .run(() => host.orders.amend(intent, order.key, review.hash, typed))
              .then((isDone) => {
                if (isDone) return onDone();
                // That change is over, whatever became of it: what is tried next is another one.
                setIntent(host.orders.newIntent());
                setReview(null);
              })
          }
        />
      )}
      <NotDone failure={act.failure} />
    </ReviewSheet>
  );
}

interface Figures {
  readonly price: string;
  readonly quantity: string;
}

/** The new figure; null: as it was; undefined: not a number. */
function changed(text: string, was: Decimal | null): Decimal | null | undefined {
  const value = readNumber(text);
  if (value === null || isFault(value)) return undefined;
  return was !== null && compare(value, was) === 0 ? null : value;
}

function changeOf(order: DeskOrder, { price, quantity }: Figures) {
  return { price: changed(price, order.price), quantity: changed(quantity, order.quantity) };
}

interface FormProps {
  readonly order: DeskOrder;
  readonly figures: Figures;
  readonly onFigures: (figures: Figures) => void;
  readonly isBusy: boolean;
  readonly failure: Failure | null;
  readonly onReview: () => void;
  readonly onDone: () => void;
}

function AmendForm({ order, figures, onFigures, isBusy, failure, onReview, onDone }: FormProps) {
  const isOpen = useIsOpen();
  const keepsPrice = order.exchange === 'binance';
  const { base, quote } = unitsOf(order.symbol);
  const { price, quantity } = changeOf(order, figures);
  const isChange = price !== undefined && quantity !== undefined && (price !== null || quantity !== null);
  const canReview = isChange && isOpen && !isBusy;

  function submit(event: FormEvent): void {
    event.preventDefault();
    if (canReview) onReview();
  }
  return (
    <form className="order-changes__amend" onSubmit={submit} aria-label={t('order.amend')}>
      <NumberInput
        label={t('order.column.price')}
        unit={quote}
        text={figures.price}
        onText={(text) => onFigures({ ...figures, price: text })}
        isDisabled={keepsPrice}
        isFirst={!keepsPrice}
      />
      <NumberInput
        label={t('order.column.amount')}
        unit={order.quantityUnit === 'base' ? base : quote}
        text={figures.quantity}
        onText={(text) => onFigures({ ...figures, quantity: text })}
        isFirst={keepsPrice}
      />
      {keepsPrice ? <p className="ticket__free">{t('order.amend.keeps-price')}</p> : null}
      <div className="order-changes__buttons">
        <button type="submit" className="button button--action" disabled={!canReview}>
          {t('order.amend.review')}
        </button>
        <button type="button" className="button" onClick={onDone}>
          {t('action.cancel')}
        </button>
      </div>
      <NotDone failure={failure} />
    </form>
  );
}

/** What it is and what it will be. */
function Summary({ order, review: { ticket } }: { readonly order: DeskOrder; readonly review: Review }) {
  const { base, quote } = unitsOf(order.symbol);
  const unit = order.quantityUnit === 'base' ? base : quote;
  return (
    <p className="review__summary">
      <SideMark side={order.side} /> <Name>{order.symbol}</Name> · <AccountName id={order.account} />
      <br />
      <span translate="no">
        {shortOf(order.quantity)} {unit} · {shortOf(order.price)} {quote}
      </span>{' '}
      →{' '}
      <strong translate="no">
        {shortOf(ticket.quantity)} {base} · {shortOf(ticket.price)} {quote}
      </strong>
    </p>
  );
}

function shortOf(value: Decimal | null): string {
  return value === null ? '' : short(value);
}
