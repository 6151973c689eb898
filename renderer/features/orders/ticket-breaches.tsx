import type { ReactNode } from 'react';
import { useStore } from 'zustand';
import type { RuleBreach, TicketField } from '../../../shared/model/preflight.ts';
import { OrderSide, OrderType, TimeInForce } from '../../../shared/model/order.ts';
import { t } from '../../i18n/i18n.ts';
import { useHost, useStores } from '../../stores/context.ts';
import { boundText } from './breach-text.ts';
import type { Named } from './order-text.ts';
import { ruleText } from './rule-text.ts';
import type { Draft } from '../../stores/orders-draft.ts';

/** The draft with what the desk suggests for a field; null: it is nothing a press could fill in. */
function suggested({ field, suggestion }: RuleBreach): Partial<Draft> | null {
  if (field === null || suggestion === null) return null;
  switch (field) {
    case 'price':
      return { price: suggestion };
    case 'stopPrice':
      return { stopPrice: suggestion };
    case 'quantity':
      return { amount: suggestion };
    case 'quantityUnit':
      return suggestion === 'base' || suggestion === 'quote' ? { amountUnit: suggestion } : null;
    case 'side': {
      const side = OrderSide.safeParse(suggestion);
      return side.success ? { side: side.data } : null;
    }
    case 'type': {
      const type = OrderType.safeParse(suggestion);
      return type.success ? { type: type.data } : null;
    }
    case 'timeInForce': {
      const timeInForce = TimeInForce.safeParse(suggestion);
      return timeInForce.success ? { timeInForce: timeInForce.data } : null;
    }
    case 'account':
    case 'symbol':
      return null;
  }
}

/** Rules these fields break, each with its bound and a button that takes the nearest value that would do. */
export function Breaches({ fields }: { readonly fields: readonly (TicketField | null)[] }) {
  const { ticket } = useStores();
  const breaches = useStore(ticket, (state) => state.judged.preflight?.breaches ?? NONE);
  // A halt is said above all fields already.
  const own = breaches.filter(({ field, rule }) => fields.includes(field) && rule !== 'halted');
  return own.map((breach) => <Breach key={breachKey(breach)} breach={breach} />);
}

/** One rule may be broken in two ways at once: two steps, of two of the exchange's own rules. */
export function breachKey({ rule, field, exchangeRule, weight }: RuleBreach): string {
  return [rule, field, exchangeRule, weight].join(' ');
}

const NONE: readonly RuleBreach[] = [];

function Breach({ breach }: { readonly breach: RuleBreach }) {
  const { ticket } = useStores();
  const host = useHost();
  const draft = useStore(ticket, (state) => state.draft);
  const instrument = useStore(ticket, (state) => state.instrument);
  const patch = suggested(breach);

  function apply(): void {
    if (patch === null) return;
    // The desk judged the quantity of the ticket, which a percentage or an amount in quote was turned into.
    const { type } = ticket.getState().draft;
    const unit = patch.amount === undefined ? {} : { amountUnit: unitOf(ticket.getState().draft, type) };
    host.orders.ticket.change({ ...patch, ...unit });
  }
  return (
    <BreachLine breach={breach} unit={unitOf(draft, draft.type)} instrument={instrument}>
      {patch === null ? null : (
        <button type="button" className="button breach__apply" onClick={apply}>
          {t('breach.apply')} <span translate="no">{breach.suggestion}</span>
        </button>
      )}
    </BreachLine>
  );
}

interface LineProps {
  readonly breach: RuleBreach;
  /** What the amount is given in. */
  readonly unit: 'base' | 'quote';
  readonly instrument: Named | null;
  /** What can be done about it. */
  readonly children?: ReactNode;
}

/** What is wrong, with its bound and the exchange's own name of the rule. */
export function BreachLine({ breach, unit, instrument, children }: LineProps) {
  const { rule, weight, exchangeRule } = breach;
  const bound = boundText(breach, unit, instrument);
  return (
    <p className={`breach breach--${weight}`} data-rule={rule}>
      <span className="breach__word">{t(`breach.${weight}`)}</span> {ruleText(breach)}
      {bound === null ? null : (
        <>
          {' '}
          <span className="breach__bound" translate="no">
            {bound}
          </span>
        </>
      )}
      {exchangeRule === null ? null : (
        <>
          {' '}
          <code translate="no">{exchangeRule}</code>
        </>
      )}
      {children}
    </p>
  );
}

function unitOf(draft: Draft, type: OrderType): 'base' | 'quote' {
  const isQuote = draft.amountUnit === 'quote' || (draft.amountUnit === 'share' && draft.side === 'buy');
  return isQuote && type === 'market' ? 'quote' : 'base';
}
