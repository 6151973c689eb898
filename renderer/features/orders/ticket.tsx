import { type KeyboardEvent, useEffect, useRef } from 'react';
import { useStore } from 'zustand';
import { t } from '../../i18n/i18n.ts';
import { useHost, useStores } from '../../stores/context.ts';
import { Icon } from '../../ui/icons.tsx';
import { EnvironmentMark } from './order-parts.tsx';
import { TicketForm } from './ticket-form.tsx';
import { TicketResult } from './ticket-result.tsx';
import { TicketReview } from './ticket-review.tsx';
import { useRoom } from './use-room.ts';
import './review.css';
import './ticket.css';
import './ticket-judgement.css';

/** One order, from the first field to what became of it. */
export function Ticket() {
  const { ticket, accounts } = useStores();
  const host = useHost();
  const panel = useRef<HTMLElement>(null);
  useRoom(panel);
  const intent = useStore(ticket, (state) => state.intent);
  const stage = useStore(ticket, (state) => state.stage.kind);
  const account = useStore(ticket, (state) => state.draft.account);
  const environment = useStore(accounts, (state) => state.list.find((one) => one.id === account)?.environment ?? null);
  useEffect(() => {
    if (intent !== null) panel.current?.querySelector<HTMLElement>('select, input')?.focus();
  }, [intent]);

  function close(): void {
    host.orders.ticket.close();
    document.querySelector<HTMLElement>('[data-new-order]')?.focus();
  }
  /** One step back: from the review to the fields, from the fields away. */
  function onKeyDown(event: KeyboardEvent): void {
    if (event.key !== 'Escape' || event.defaultPrevented) return;
    event.preventDefault();
    if (stage === 'review') host.orders.ticket.back();
    else close();
  }
  return (
    <aside
      ref={panel}
      className={`order-side ticket ${environment === null ? '' : `order-side--${environment}`}`}
      aria-label={t('ticket.label')}
      onKeyDown={onKeyDown}
    >
      <header className="order-side__head">
        <h2 className="order-side__title">{t('ticket.label')}</h2>
        {environment === null ? null : <EnvironmentMark environment={environment} />}
        <button type="button" className="button button--quiet" aria-label={t('ticket.close')} onClick={close}>
          <Icon name="close" size={16} />
        </button>
      </header>
      {environment === 'live' ? <p className="ticket__live">{t('ticket.live')}</p> : null}
      <div className="order-side__body">
        {stage === 'fill' || stage === 'asking' ? (
          <TicketForm />
        ) : stage === 'review' || stage === 'placing' ? (
          <TicketReview />
        ) : (
          <TicketResult />
        )}
      </div>
    </aside>
  );
}
