import { type FormEvent, useId, useState } from 'react';
import { useStore } from 'zustand';
import { exchangeIds } from '../../shared/model/account.ts';
import type { DeskState } from '../../shared/model/desk.ts';
import { t } from '../i18n/i18n.ts';
import { useHost, useIsOpen, useStores } from '../stores/context.ts';
import { isWhole } from '../stores/orders.ts';
import { failureText, reasonOf } from '../ui/failure-text.ts';
import { formatTime } from '../ui/format.ts';
import { keysText } from '../ui/keys.tsx';
import './halt.css';
import { HALT_KEYS } from './halt-keys.ts';

const RESUME_WORD = 'RESUME';

/** Stops all trading at once: no question first, since every second counts and a halt can be taken back. */
export function HaltButton() {
  const { orders } = useStores();
  const host = useHost();
  const isOpen = useIsOpen();
  const isHalted = useStore(orders, ({ desk }) => isWhole(desk));
  const isHalting = useStore(orders, (state) => state.isHalting);
  return (
    <button
      type="button"
      className="button halt-button"
      title={t('halt.hint', { keys: keysText(HALT_KEYS) })}
      disabled={!isOpen || isHalting || isHalted}
      onClick={() => host.orders.halt()}
    >
      <svg width="12" height="12" viewBox="0 0 12 12" aria-hidden="true">
        <path d="M3.7 1h4.6L11 3.7v4.6L8.3 11H3.7L1 8.3V3.7z" fill="currentColor" />
      </svg>
      {isHalted ? t('halt.is') : isHalting ? t('halt.doing') : t('halt.do')}
    </button>
  );
}

/** On every page while trading is halted: since when, why, what became of the resting orders, and the way back. */
export function HaltedBanner() {
  const { orders } = useStores();
  const desk = useStore(orders, (state) => state.desk);
  if (desk === null || desk.halt !== 'halted') return null;
  const isPause = desk.cause === 'sleep';
  return (
    <section className="halted" aria-label={t('halt.is')}>
      <p className="halted__text" role="alert">
        <strong>{isPause ? t('halt.banner.sleep') : t('halt.banner')}</strong> {t(`halt.cause.${desk.cause ?? 'user'}`)}{' '}
        {desk.haltedAtMs === null ? null : <time>{t('halt.since', { time: formatTime(desk.haltedAtMs) })}</time>}
      </p>
      {desk.isStored ? null : (
        <p className="halted__unstored" role="alert">
          {t('halt.not-stored')}
        </p>
      )}
      <Resume />
      {isPause ? <Pauses pauses={desk.pauses} /> : <Cancels cancels={desk.cancels} />}
    </section>
  );
}

function Pauses({ pauses }: Pick<DeskState, 'pauses'>) {
  if (pauses.length === 0) return null;
  return (
    <ul className="halted__cancels" aria-label={t('halt.pauses')}>
      {pauses.map(({ account, detail }) => (
        <li key={account} data-state={detail === null ? 'waiting' : 'failed'}>
          <AccountLabel id={account} /> {detail === null ? t('halt.pause.waiting') : t('halt.pause.failed')}
          {detail === null ? null : <span> {detail === 'no key' ? t('halt.pause.no-key') : reasonOf(detail)}</span>}
        </li>
      ))}
    </ul>
  );
}

function Cancels({ cancels }: Pick<DeskState, 'cancels'>) {
  const host = useHost();
  const isOpen = useIsOpen();
  const { accounts } = useStores();
  const list = useStore(accounts, (state) => state.list);
  const exchanges = exchangeIds.filter((id) =>
    list.some((one) => one.exchange === id && cancels.some(({ account }) => account === one.id)),
  );
  if (cancels.length === 0) return null;
  return (
    <>
      <ul className="halted__cancels" aria-label={t('halt.cancels')}>
        {cancels.map((cancel) => (
          <li key={cancel.account} data-state={cancel.state}>
            <AccountLabel id={cancel.account} /> {t(`halt.cancel.${cancel.state}`)}
            {cancel.detail === null ? null : <span> {reasonOf(cancel.detail)}</span>}
          </li>
        ))}
        {cancels.some(({ state }) => state === 'failed') ? (
          <li>
            <button type="button" className="button" disabled={!isOpen} onClick={() => host.orders.halt()}>
              {t('halt.again')}
            </button>
          </li>
        ) : null}
      </ul>
      <ul className="halted__reach">
        {exchanges.map((id) => (
          <li key={id}>{t(`halt.reach.${id}`)}</li>
        ))}
      </ul>
    </>
  );
}

function AccountLabel({ id }: { readonly id: string }) {
  const { accounts } = useStores();
  const label = useStore(accounts, (state) => state.list.find((one) => one.id === id)?.label ?? id);
  return <strong translate="no">{label}</strong>;
}

function Resume() {
  const host = useHost();
  const isOpen = useIsOpen();
  const id = useId();
  const [word, setWord] = useState('');
  const [reason, setReason] = useState<string | null>(null);
  const isTyped = word.trim().toUpperCase() === RESUME_WORD;

  function submit(event: FormEvent): void {
    event.preventDefault();
    if (!isTyped) return;
    setReason(null);
    void host.orders.resume(word.trim()).then((failure) => {
      if (failure !== null) setReason(failureText(failure));
    });
  }
  return (
    <form className="halted__resume" onSubmit={submit}>
      <label htmlFor={id}>{t('halt.type')}</label>
      <code translate="no">{RESUME_WORD}</code>
      <input
        id={id}
        className="field halted__word"
        autoComplete="off"
        spellCheck={false}
        maxLength={20}
        value={word}
        onChange={(event) => setWord(event.currentTarget.value)}
      />
      <button type="submit" className="button" disabled={!isTyped || !isOpen}>
        {t('halt.resume')}
      </button>
      {reason === null ? null : <span role="alert">{t('refusal', { reason })}</span>}
    </form>
  );
}
