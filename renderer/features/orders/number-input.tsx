import { type KeyboardEvent, type ReactNode, useEffect, useId, useRef } from 'react';
import type { Decimal } from '../../../shared/model/decimal.ts';
import { t } from '../../i18n/i18n.ts';
import { isFault, readNumber, stepped } from '../../stores/orders-draft.ts';

interface NumberInputProps {
  readonly label: string;
  readonly unit?: string;
  readonly text: string;
  readonly onText: (text: string) => void;
  /** What one press of an arrow adds or takes; null: arrows do nothing. */
  readonly step?: Decimal | null;
  readonly isDisabled?: boolean;
  /** It has the keyboard when it appears. */
  readonly isFirst?: boolean;
  /** Beside the label. */
  readonly extra?: ReactNode;
  /** Under the field. */
  readonly children?: ReactNode;
}

/** A figure as it is typed: with a point, as the exchanges write it. A comma is refused, never taken for something. */
export function NumberInput(props: NumberInputProps) {
  const { label, unit = '', text, onText, step = null, isDisabled = false, isFirst = false } = props;
  const id = useId();
  const input = useRef<HTMLInputElement>(null);
  const value = readNumber(text);
  const fault = isFault(value) ? value : null;
  useEffect(() => {
    if (isFirst) input.current?.focus();
  }, [isFirst]);

  function onKeyDown(event: KeyboardEvent): void {
    if (event.key !== 'ArrowUp' && event.key !== 'ArrowDown') return;
    event.preventDefault();
    onText(stepped(text, step, event.key === 'ArrowUp' ? 1 : -1));
  }
  return (
    <div className="ticket-field">
      <span className="ticket-field__head">
        <label htmlFor={id}>{label}</label>
        {props.extra}
      </span>
      <span className="ticket-field__box">
        <input
          ref={input}
          id={id}
          className="field ticket-field__input"
          type="text"
          inputMode="decimal"
          autoComplete="off"
          spellCheck={false}
          maxLength={40}
          value={text}
          disabled={isDisabled}
          aria-invalid={fault !== null}
          aria-describedby={`${id}-notes`}
          onChange={(event) => onText(event.currentTarget.value)}
          onKeyDown={onKeyDown}
        />
        <span className="ticket-field__unit" translate="no">
          {unit}
        </span>
      </span>
      <div id={`${id}-notes`} className="ticket-field__notes">
        {fault === null ? null : (
          <p className="breach breach--refuse" role="alert">
            {t(`ticket.fault.${fault}`)}
          </p>
        )}
        {props.children}
      </div>
    </div>
  );
}
