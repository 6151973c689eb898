import { type FormEvent, useRef, useState } from 'react';
import { useStore } from 'zustand';
import type { LockView } from '../../../shared/model/vault.ts';
import { t } from '../../i18n/i18n.ts';
import { useHost, useIsOpen, useStores } from '../../stores/context.ts';
import { failureText } from '../../ui/failure-text.ts';
import { Panel } from '../../ui/panel.tsx';
import { TextField, Trouble } from './fields.tsx';
import { Fold } from './fold.tsx';
import { passphraseTrouble } from './passphrase-forms.tsx';
import { SecretField, takeText } from './secret-field.tsx';
import { UntilKnown } from './until-known.tsx';

const DEFAULT_MINUTES = 15;
const MOST_MINUTES = 24 * 60;

/** The app lock: its state, its passphrase and its idle time. */
export function LockPanel() {
  const { keys } = useStores();
  const lock = useStore(keys, (state) => state.lock);
  return <Panel title={t('lock.title')}>{lock === null ? <UntilKnown /> : <Lock lock={lock} />}</Panel>;
}

function Lock({ lock }: { readonly lock: LockView }) {
  const host = useHost();
  const isOpen = useIsOpen();
  const { keys } = useStores();
  return (
    <div className="store">
      <p>{stateText(lock)}</p>
      <p className="form__hint">{t('lock.text')}</p>
      {lock.isSet ? (
        <div className="form__line">
          <button
            type="button"
            className="button"
            disabled={!isOpen}
            onClick={() => (lock.isLocked ? keys.setState({ isUnlockAsked: true }) : host.lockNow())}
          >
            {lock.isLocked ? t('lock.unlock') : t('lock.now')}
          </button>
        </div>
      ) : null}
      <Fold title={lock.isSet ? t('lock.change') : t('lock.set')}>
        <LockForm key={String(lock.isSet)} lock={lock} />
      </Fold>
    </div>
  );
}

function stateText({ isSet, isLocked, idleMinutes }: LockView): string {
  if (!isSet) return t('lock.state.off');
  return isLocked ? t('lock.state.locked') : t('lock.state.open', { minutes: idleMinutes ?? DEFAULT_MINUTES });
}

function LockForm({ lock }: { readonly lock: LockView }) {
  const host = useHost();
  const isOpen = useIsOpen();
  const current = useRef<HTMLInputElement>(null);
  const next = useRef<HTMLInputElement>(null);
  const again = useRef<HTMLInputElement>(null);
  const minutes = useRef<HTMLInputElement>(null);
  const [trouble, setTrouble] = useState<string | null>(null);

  async function set(wanted: string | null, idleMinutes: number): Promise<void> {
    const known = lock.isSet ? takeText(current) : null;
    takeText(next);
    takeText(again);
    const result = await host.ask('lock.set', { current: known, next: wanted, idleMinutes });
    if (result.ok) return setTrouble(null);
    setTrouble(result.failure.kind === 'wrong-phrase' ? t('lock.wrong') : failureText(result.failure));
  }

  function onSubmit(event: FormEvent): void {
    event.preventDefault();
    const wanted = next.current?.value ?? '';
    const idle = Number(minutes.current?.value ?? '');
    const isFit = Number.isInteger(idle) && idle >= 1 && idle <= MOST_MINUTES;
    const wrong = passphraseTrouble(wanted, again.current?.value ?? '') ?? (isFit ? null : t('lock.minutes.wrong'));
    if (wrong !== null) return setTrouble(wrong);
    void set(wanted, idle);
  }

  return (
    <form className="form" onSubmit={onSubmit}>
      {lock.isSet ? <SecretField label={t('lock.current')} field={current} /> : null}
      <div className="form__pair">
        <SecretField label={t('lock.next')} field={next} />
        <SecretField label={t('lock.again')} field={again} />
      </div>
      <TextField label={t('lock.minutes')} field={minutes} initial={String(lock.idleMinutes ?? DEFAULT_MINUTES)} />
      {trouble === null ? null : <Trouble what={trouble} />}
      <div className="form__line">
        <button type="submit" className="button button--main" disabled={!isOpen}>
          {lock.isSet ? t('lock.change') : t('lock.set')}
        </button>
        {lock.isSet ? (
          <button
            type="button"
            className="button button--danger"
            disabled={!isOpen}
            onClick={() => void set(null, lock.idleMinutes ?? DEFAULT_MINUTES)}
          >
            {t('lock.remove')}
          </button>
        ) : null}
      </div>
    </form>
  );
}
