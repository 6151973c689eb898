import { useStore } from 'zustand';
import { decimal } from '../../../shared/model/decimal.ts';
import type { TicketField } from '../../../shared/model/preflight.ts';
import { t } from '../../i18n/i18n.ts';
import { useHost, useIsOpen, useStores } from '../../stores/context.ts';
import { type AmountUnit, amountUnits, type DraftReading, freeOf } from '../../stores/orders-draft.ts';
import { Choice } from '../../ui/choice.tsx';
import { useOrderAmount } from './amount.ts';
import { NumberInput } from './number-input.tsx';
import { assetName, namesOf, type Units } from './order-text.ts';
import { Breaches } from './ticket-breaches.tsx';

const FIELDS: readonly TicketField[] = ['quantity', 'quantityUnit'];
const ONE = decimal('1');

export function AmountField({ reading }: { readonly reading: DraftReading }) {
  const { ticket } = useStores();
  const host = useHost();
  const { draft, instrument } = useStore(ticket);
  const { amountUnit } = draft;
  const names = namesOf(instrument);
  const unit = amountUnit === 'share' ? '%' : names[amountUnit];
  const step = amountUnit === 'base' ? (instrument?.quantity.step ?? null) : ONE;
  return (
    <NumberInput
      label={t('order.column.amount')}
      unit={unit}
      text={draft.amount}
      step={step}
      onText={(amount) => host.orders.ticket.change({ amount })}
      extra={
        <Choice
          label={t('ticket.amount-in')}
          value={amountUnit}
          options={amountUnits.map((value) => ({
            value,
            label: unitLabel(value, names),
          }))}
          onChoose={(next) => host.orders.ticket.change({ amountUnit: next, amount: '' })}
        />
      }
    >
      <Free />
      {amountUnit !== 'base' && reading.ticket !== null ? (
        <p className="ticket__becomes">
          {t('ticket.becomes')}{' '}
          <strong translate="no">
            {reading.ticket.quantity} {names[reading.ticket.quantityUnit]}
          </strong>
        </p>
      ) : null}
      <Breaches fields={FIELDS} />
    </NumberInput>
  );
}

function unitLabel(unit: AmountUnit, { base, quote }: Units): string {
  if (unit === 'base') return base === '' ? t('ticket.unit.base') : t('ticket.unit.asset', { asset: base });
  if (unit === 'quote') return quote === '' ? t('ticket.unit.quote') : t('ticket.unit.asset', { asset: quote });
  return t('ticket.unit.share');
}

/** What is free of the asset this side spends. */
function Free() {
  const { ticket, orders } = useStores();
  const host = useHost();
  const isOpen = useIsOpen();
  const amount = useOrderAmount();
  const { draft, instrument } = useStore(ticket);
  const balances = useStore(orders, (state) => state.balances[draft.account]);
  if (instrument === null) return null;
  const free = freeOf(draft.side, instrument, balances);
  return (
    <p className="ticket__free">
      {t('ticket.free')}{' '}
      <strong translate="no">
        {amount(free)} {assetName(draft.side === 'buy' ? instrument.quote : instrument.base, instrument)}
      </strong>
      <button
        type="button"
        className="button button--quiet"
        disabled={!isOpen}
        onClick={() => host.orders.ticket.refreshBalances()}
      >
        {t('ticket.free.ask')}
      </button>
    </p>
  );
}
