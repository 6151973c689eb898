import { type FormEvent, useEffect, useId, useRef, useState } from 'react';
import { useStore } from 'zustand';
import type { Failure } from '../../shared/contract/failure.ts';
import { t } from '../i18n/i18n.ts';
import { useHost, useStores } from '../stores/context.ts';
import { Dialog } from '../ui/dialog.tsx';
import { failureText } from '../ui/failure-text.ts';

/** Asks for the passphrase of the app lock when something was refused for want of it. Watching needs none. */
export function LockOverlay() {
  const { keys } = useStores();
  const isAsked = useStore(keys, (state) => state.isUnlockAsked);
  return isAsked ? <Unlock /> : null;
}

function Unlock() {
  const host = useHost();
  const { link } = useStores();
  const canAskSystem = useStore(link, (state) => state.hello?.capabilities.systemUnlock === true);
  const id = useId();
  const field = useRef<HTMLInputElement>(null);
  const [trouble, setTrouble] = useState<string | null>(null);
  useEffect(() => {
    const box = field.current;
    box?.focus();
    return () => {
      if (box !== null) box.value = '';
    };
  }, []);

  async function open(): Promise<void> {
    const box = field.current;
    const passphrase = box?.value ?? '';
    if (passphrase === '') return;
    if (box !== null) box.value = '';
    const failure = await host.unlock(passphrase);
    setTrouble(failure === null ? null : troubleOf(failure));
    box?.focus();
  }
  async function askSystem(): Promise<void> {
    const failure = await host.unlockBySystem();
    if (failure !== null) setTrouble(failure.kind === 'wrong-phrase' ? t('lock.system.no') : failureText(failure));
  }
  function onSubmit(event: FormEvent): void {
    event.preventDefault();
    void open();
  }

  return (
    <Dialog label={t('lock.ask.title')} className="lock" isFirm onClose={() => host.cancelUnlock()}>
      <form className="lock__form" onSubmit={onSubmit}>
        <h2 className="lock__title">{t('lock.ask.title')}</h2>
        <p className="lock__text">{t('lock.ask.text')}</p>
        <div className="lock__field">
          <label htmlFor={id}>{t('lock.ask.field')}</label>
          <input id={id} ref={field} className="field" type="password" autoComplete="off" spellCheck={false} />
        </div>
        {trouble === null ? null : (
          <p className="lock__trouble" role="alert">
            {trouble}
          </p>
        )}
        <footer className="lock__foot">
          <button type="button" className="button" onClick={() => host.cancelUnlock()}>
            {t('action.cancel')}
          </button>
          {canAskSystem ? (
            <button type="button" className="button" onClick={() => void askSystem()}>
              {t('lock.system')}
            </button>
          ) : null}
          <button type="submit" className="button button--main">
            {t('lock.unlock')}
          </button>
        </footer>
      </form>
    </Dialog>
  );
}

function troubleOf(failure: Failure): string {
  return failure.kind === 'wrong-phrase' ? t('lock.wrong') : failureText(failure);
}
