import { useStore } from 'zustand';
import { type Decimal, isZero, placesOf, withPlaces } from '../../../shared/model/decimal.ts';
import type { TicketField } from '../../../shared/model/preflight.ts';
import { t } from '../../i18n/i18n.ts';
import { useHost, useHostSecond, useIsOpen, useStores } from '../../stores/context.ts';
import { quoteKey } from '../../stores/orders.ts';
import { quotePrices } from '../../stores/orders-draft.ts';
import { formatLeft } from '../../ui/format.ts';
import { NumberInput } from './number-input.tsx';
import { namesOf } from './order-text.ts';
import { Breaches } from './ticket-breaches.tsx';

const PRICE: readonly TicketField[] = ['price'];
const STOP: readonly TicketField[] = ['stopPrice'];

export function PriceField() {
  const { ticket, orders } = useStores();
  const host = useHost();
  const { draft, instrument } = useStore(ticket);
  const quote = useStore(orders, (state) => state.quotes[quoteKey(draft.account, draft.symbol)]);
  const tick = instrument?.price.step ?? null;
  const { join, improve } = quotePrices(draft.side, quote, tick);
  const take = (price: Decimal | null): void => {
    if (price !== null) host.orders.ticket.change({ price: asTyped(price, tick) });
  };
  return (
    <NumberInput
      label={t('order.column.price')}
      unit={namesOf(instrument).quote}
      text={draft.price}
      step={tick}
      onText={(price) => host.orders.ticket.change({ price })}
      extra={
        <span className="ticket-field__quick">
          <button
            type="button"
            className="button"
            disabled={join === null}
            title={t('ticket.join.hint')}
            onClick={() => take(join)}
          >
            {t('ticket.join')}
          </button>
          <button
            type="button"
            className="button"
            disabled={improve === null}
            title={t('ticket.improve.hint')}
            onClick={() => take(improve)}
          >
            {t('ticket.improve')}
          </button>
        </span>
      }
    >
      <Breaches fields={PRICE} />
    </NumberInput>
  );
}

/** With the digits of the tick, which an exchange may fill up with zeros; what is finer than a tick stays as told. */
function asTyped(price: Decimal, tick: Decimal | null): Decimal {
  if (tick === null || isZero(tick)) return price;
  const places = Math.max(placesOf(tick), placesOf(price));
  return withPlaces(price, places);
}

export function StopPriceField() {
  const { ticket } = useStores();
  const host = useHost();
  const { draft, instrument } = useStore(ticket);
  return (
    <NumberInput
      label={t('order.stop-price')}
      unit={namesOf(instrument).quote}
      text={draft.stopPrice}
      step={instrument?.price.step ?? null}
      onText={(stopPrice) => host.orders.ticket.change({ stopPrice })}
    >
      <Breaches fields={STOP} />
    </NumberInput>
  );
}

/** The best prices as they come, in the exchange's own figures: as they would be typed. */
export function QuoteStrip() {
  const { ticket, orders } = useStores();
  const isOpen = useIsOpen();
  const { draft, instrument } = useStore(ticket);
  const quote = useStore(orders, (state) => state.quotes[quoteKey(draft.account, draft.symbol)]);
  if (draft.symbol === '') return null;
  const tick = instrument?.price.step ?? null;
  const written = (price: Decimal | null | undefined): string =>
    price == null ? t('figure.none') : asTyped(price, tick);
  const state = !isOpen ? 'stale' : (quote?.state ?? 'connecting');
  return (
    <div className="quote" data-state={state}>
      {(['bid', 'last', 'ask'] as const).map((name) => (
        <span key={name} className={`quote__part quote__part--${name}`}>
          <span className="quote__name">{t(`ticket.quote.${name}`)}</span>
          <span className="quote__price">{written(quote?.[name])}</span>
        </span>
      ))}
      <span className="quote__state">
        {t(`ticket.quote.${state}`)} <QuoteAge atMs={quote?.atMs ?? null} />
      </span>
    </div>
  );
}

const FRESH_MS = 2_000;

function QuoteAge({ atMs }: { readonly atMs: number | null }) {
  const nowMs = useHostSecond();
  if (atMs === null || nowMs - atMs < FRESH_MS) return null;
  return t('ticket.quote.age', { time: formatLeft(nowMs - atMs) });
}
