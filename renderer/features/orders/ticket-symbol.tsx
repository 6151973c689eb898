import { type KeyboardEvent, useEffect, useId, useState } from 'react';
import { useStore } from 'zustand';
import type { Instrument } from '../../../shared/model/instrument.ts';
import type { TicketField } from '../../../shared/model/preflight.ts';
import { t } from '../../i18n/i18n.ts';
import { useHost, useIsOpen, useStores } from '../../stores/context.ts';
import { failureText } from '../../ui/failure-text.ts';
import { Breaches } from './ticket-breaches.tsx';
import { QuoteStrip } from './ticket-price.tsx';

const SYMBOL: readonly TicketField[] = ['symbol'];
const NONE: readonly Instrument[] = [];

/** Finds an instrument by parts of its name: arrows choose, Enter takes. */
export function SymbolField() {
  const { ticket } = useStores();
  const host = useHost();
  const isOpen = useIsOpen();
  const id = useId();
  const { draft, found, instrument } = useStore(ticket);
  const [text, setText] = useState(draft.symbol);
  const [isListed, setListed] = useState(false);
  const [active, setActive] = useState(0);
  // What an older search found must not be taken for what was typed since.
  const list = found.value?.text === text.trim() ? found.value.instruments : NONE;
  const isExpanded = isListed && list.length > 0;
  useEffect(() => {
    if (isOpen && draft.account !== '') host.orders.ticket.search('');
  }, [host, isOpen, draft.account]);

  function take(one: Instrument | undefined): void {
    if (one === undefined) return;
    setText(one.symbol);
    setListed(false);
    host.orders.ticket.pick(one);
  }
  function onKeyDown(event: KeyboardEvent): void {
    if (event.key === 'Escape' && isExpanded) setListed(false);
    else if (event.key === 'Enter' && isListed) take(list[active]);
    else if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      const by = event.key === 'ArrowDown' ? 1 : -1;
      setActive(isExpanded ? (active + by + list.length) % list.length : 0);
      setListed(true);
    } else return;
    event.preventDefault();
  }
  return (
    <div className="ticket-field ticket__symbol">
      <span className="ticket-field__head">
        <label htmlFor={id}>{t('order.column.symbol')}</label>
        <span className="ticket__display" translate="no">
          {instrument?.display ?? ''}
        </span>
      </span>
      <input
        id={id}
        className="field ticket-field__input"
        role="combobox"
        aria-expanded={isExpanded}
        aria-controls={`${id}-list`}
        aria-autocomplete="list"
        aria-activedescendant={isExpanded ? `${id}-${active}` : undefined}
        autoComplete="off"
        spellCheck={false}
        maxLength={40}
        disabled={draft.account === ''}
        placeholder={t('ticket.search')}
        value={text}
        onChange={(event) => {
          setText(event.currentTarget.value);
          setActive(0);
          setListed(true);
          host.orders.ticket.search(event.currentTarget.value);
        }}
        onKeyDown={onKeyDown}
        onBlur={() => {
          setListed(false);
          // What stands there is what will be ordered, never a half-typed search.
          setText(ticket.getState().draft.symbol);
        }}
      />
      <div
        className="ticket__found"
        id={`${id}-list`}
        role="listbox"
        aria-label={t('ticket.found')}
        hidden={!isExpanded}
      >
        {list.map((one, index) => (
          // biome-ignore lint/a11y/useKeyWithClickEvents: the keyboard chooses from within the field
          <div
            key={one.symbol}
            id={`${id}-${index}`}
            role="option"
            tabIndex={-1}
            aria-selected={index === active}
            className="ticket__option"
            onMouseDown={(event) => event.preventDefault()}
            onClick={() => take(one)}
          >
            <span translate="no">{one.symbol}</span>
            <span className="ticket__option-name" translate="no">
              {one.display}
            </span>
            {one.isTrading ? null : <span className="ticket__option-note">{t('ticket.not-trading')}</span>}
          </div>
        ))}
      </div>
      <div className="ticket-field__notes">
        {found.phase.kind === 'failed' ? (
          <p className="breach breach--refuse">{failureText(found.phase.failure)}</p>
        ) : null}
        {found.value?.isLoaded === false ? <p className="ticket__free">{t('ticket.list-loading')}</p> : null}
        {isListed && found.value?.isLoaded === true && found.value.text === text.trim() && list.length === 0 ? (
          <p className="ticket__free">{t('ticket.none-found')}</p>
        ) : null}
        <Breaches fields={SYMBOL} />
      </div>
      <QuoteStrip />
    </div>
  );
}
