import { type KeyboardEvent, useEffect, useId, useRef, useState } from 'react';
import type { Review } from '../../../shared/model/desk.ts';
import { t } from '../../i18n/i18n.ts';
import { useHostNow, useIsOpen } from '../../stores/context.ts';
import { formatLeft } from '../../ui/format.ts';
import { useAccountName } from './order-parts.tsx';

/** A press that began before the sheet was read is not meant for it; ms. */
const UNREAD_MS = 500;

interface ConfirmProps {
  readonly review: Review;
  readonly label: string;
  readonly onBack: () => void;
  readonly onAgain: () => void;
  /** `typed`: the account's name, where real money moves. */
  readonly onConfirm: (typed: string) => void;
}

/**
 * The last press. Where money is real the account's name is typed first, so that no key held down and no habit of the
 * hand places an order; elsewhere the button has the keyboard at once.
 */
export function ReviewConfirm({ review, label, onBack, onAgain, onConfirm }: ConfirmProps) {
  const isOpen = useIsOpen();
  const nowMs = useHostNow();
  const id = useId();
  const account = useAccountName(review.ticket.account);
  const isLive = review.environment === 'live';
  const isRead = useIsRead(isLive);
  const [typed, setTyped] = useState('');
  const place = useRef<HTMLButtonElement>(null);
  const again = useRef<HTMLButtonElement>(null);
  const leftMs = review.validUntilMs - nowMs;
  const isOver = leftMs <= 0;
  useEffect(() => {
    if (isOver) again.current?.focus();
    else if (!isLive) place.current?.focus();
  }, [isOver, isLive]);
  const isTyped = !isLive || typed.trim() === account.trim();
  const canConfirm = isOpen && isRead && isTyped && !isOver;

  function confirm(): void {
    if (canConfirm) onConfirm(typed.trim());
  }
  return (
    <div className="ticket__confirm">
      {isLive && !isOver ? (
        <div className="review__word">
          <label htmlFor={id}>
            {t('review.type')} <strong translate="no">{account}</strong>
          </label>
          <input
            id={id}
            className="field ticket-field__input"
            autoComplete="off"
            spellCheck={false}
            maxLength={80}
            value={typed}
            onChange={(event) => setTyped(event.currentTarget.value)}
            onKeyDown={(event) => {
              if (event.key === 'Enter' && !event.repeat) confirm();
            }}
          />
        </div>
      ) : null}
      <p className="review__left" data-over={isOver}>
        {isOver ? t('review.over') : t('review.left', { time: formatLeft(leftMs) })}
      </p>
      <div className="ticket__buttons">
        <button type="button" className="button" onClick={onBack}>
          {t('review.back')}
        </button>
        {isOver ? (
          <button
            ref={again}
            type="button"
            className="button button--action"
            disabled={!isOpen}
            onKeyDown={withoutRepeats}
            onClick={onAgain}
          >
            {t('review.again')}
          </button>
        ) : (
          <button
            ref={place}
            type="button"
            className={`button button--place button--place-${review.environment}`}
            disabled={!canConfirm}
            onKeyDown={withoutRepeats}
            onClick={confirm}
          >
            {label}
          </button>
        )}
      </div>
    </div>
  );
}

// A key held down since the sheet before presses nothing here.
function withoutRepeats(event: KeyboardEvent): void {
  if (event.repeat && (event.key === 'Enter' || event.key === ' ')) event.preventDefault();
}

function useIsRead(isLive: boolean): boolean {
  const [isRead, setRead] = useState(!isLive);
  useEffect(() => {
    if (isRead) return;
    const timer = window.setTimeout(() => setRead(true), UNREAD_MS);
    return () => window.clearTimeout(timer);
  }, [isRead]);
  return isRead;
}
