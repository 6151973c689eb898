import { type FormEvent, useRef, useState } from 'react';
import { t } from '../../i18n/i18n.ts';
import { useHost, useIsOpen } from '../../stores/context.ts';
import { failureText } from '../../ui/failure-text.ts';
import { Trouble } from './fields.tsx';
import { Fold } from './fold.tsx';
import { SecretField, takeText } from './secret-field.tsx';

const LEAST_LETTERS = 8;

/** Why a new passphrase, typed twice, cannot be taken; null: it can. */
export function passphraseTrouble(first: string, again: string): string | null {
  if (first.length < LEAST_LETTERS) return t('secrets.make.short');
  return first === again ? null : t('secrets.make.differs');
}

/** Makes the file that keeps keys from now on. */
export function MakeFile() {
  const host = useHost();
  const isOpen = useIsOpen();
  const first = useRef<HTMLInputElement>(null);
  const again = useRef<HTMLInputElement>(null);
  const [trouble, setTrouble] = useState<string | null>(null);
  async function make(): Promise<void> {
    const passphrase = first.current?.value ?? '';
    const wrong = passphraseTrouble(passphrase, again.current?.value ?? '');
    if (wrong !== null) return setTrouble(wrong);
    takeText(first);
    takeText(again);
    const result = await host.ask('secrets.makeFile', { passphrase });
    setTrouble(result.ok ? null : failureText(result.failure));
  }
  return (
    <Fold title={t('secrets.make')}>
      <form className="form" onSubmit={(event) => submitted(event, make)}>
        <p className="form__hint">{t('secrets.make.hint')}</p>
        <div className="form__pair">
          <SecretField label={t('secrets.make.first')} field={first} />
          <SecretField label={t('secrets.make.again')} field={again} />
        </div>
        {trouble === null ? null : <Trouble what={trouble} />}
        <div className="form__line">
          <button type="submit" className="button" disabled={!isOpen}>
            {t('secrets.make.do')}
          </button>
        </div>
      </form>
    </Fold>
  );
}

/** Opens the file that was made before. */
export function OpenFile() {
  const host = useHost();
  const isOpen = useIsOpen();
  const typed = useRef<HTMLInputElement>(null);
  const [trouble, setTrouble] = useState<string | null>(null);
  async function open(): Promise<void> {
    const passphrase = takeText(typed);
    if (passphrase === '') return typed.current?.focus();
    const result = await host.ask('secrets.openFile', { passphrase });
    if (result.ok) return setTrouble(null);
    setTrouble(result.failure.kind === 'wrong-phrase' ? t('lock.wrong') : failureText(result.failure));
  }
  return (
    <form className="inline-form" aria-label={t('secrets.open')} onSubmit={(event) => submitted(event, open)}>
      <SecretField label={t('secrets.open.field')} field={typed} />
      <button type="submit" className="button" disabled={!isOpen}>
        {t('secrets.open.do')}
      </button>
      {trouble === null ? null : <Trouble what={trouble} />}
    </form>
  );
}

function submitted(event: FormEvent, act: () => Promise<void>): void {
  event.preventDefault();
  void act();
}
