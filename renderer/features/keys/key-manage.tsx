import { type FormEvent, useEffect, useRef, useState } from 'react';
import type { Result } from '../../../shared/contract/failure.ts';
import type { KeyView } from '../../../shared/model/vault.ts';
import { t } from '../../i18n/i18n.ts';
import { useHost, useIsOpen } from '../../stores/context.ts';
import { failureText } from '../../ui/failure-text.ts';
import { TextField, Trouble } from './fields.tsx';

interface KeyManageProps {
  readonly view: KeyView;
  readonly onReplace: () => void;
  readonly onTakeOver: () => void;
}

type Question = 'rename' | 'rename-account' | 'remove';
type Asking = Question | null;

/** What can be done with a key: another name, another key in its place, or away with it. */
export function KeyManage({ view, onReplace, onTakeOver }: KeyManageProps) {
  const isOpen = useIsOpen();
  const [asking, setAsking] = useState<Asking>(null);
  const bar = useRef<HTMLDivElement>(null);
  const last = useRef<Asking>(null);
  useEffect(() => {
    // What was asked is gone: the keyboard goes on from the button that asked it.
    if (asking === null && last.current !== null) {
      bar.current?.querySelector<HTMLElement>(`[data-asks="${last.current}"]`)?.focus();
    }
    last.current = asking;
  }, [asking]);
  if (asking !== null) return <Asked view={view} asking={asking} onDone={() => setAsking(null)} />;
  return (
    <div className="key-manage" ref={bar}>
      {view.role === 'active' ? (
        <button type="button" className="button" disabled={!isOpen} onClick={onReplace}>
          {t('key.replace')}
        </button>
      ) : null}
      {view.role === 'candidate' ? (
        <button type="button" className="button button--main" disabled={!isOpen} onClick={onTakeOver}>
          {t('key.take-over')}
        </button>
      ) : null}
      <button
        type="button"
        className="button"
        data-asks="rename"
        disabled={!isOpen}
        onClick={() => setAsking('rename')}
      >
        {t('key.rename')}
      </button>
      <button
        type="button"
        className="button"
        data-asks="rename-account"
        disabled={!isOpen}
        onClick={() => setAsking('rename-account')}
      >
        {t('account.rename')}
      </button>
      <button
        type="button"
        className="button button--danger"
        data-asks="remove"
        disabled={!isOpen}
        onClick={() => setAsking('remove')}
      >
        {t('key.remove')}
      </button>
    </div>
  );
}

interface AskedProps {
  readonly view: KeyView;
  readonly asking: Question;
  readonly onDone: () => void;
}

function Asked({ view, asking, onDone }: AskedProps) {
  const host = useHost();
  const typed = useRef<HTMLInputElement>(null);
  const [trouble, setTrouble] = useState<string | null>(null);
  const isRemoval = asking === 'remove';
  useEffect(() => typed.current?.focus(), []);

  async function act(): Promise<void> {
    const label = typed.current?.value.trim() ?? '';
    if (isRemoval && label !== view.label) return setTrouble(t('key.remove.wrong'));
    if (label === '') return typed.current?.focus();
    const result = await ask(label);
    if (result.ok) onDone();
    else setTrouble(failureText(result.failure));
  }
  async function ask(label: string): Promise<Result<unknown>> {
    const key = view.id;
    if (isRemoval) return await host.ask('keys.remove', { key, label });
    if (asking === 'rename') return await host.ask('keys.rename', { key, label });
    return await host.ask('accounts.rename', { account: view.account, label });
  }
  function onSubmit(event: FormEvent): void {
    event.preventDefault();
    void act();
  }

  return (
    <form
      className="key-manage key-manage--asked"
      onSubmit={onSubmit}
      onKeyDown={(event) => (event.key === 'Escape' ? onDone() : undefined)}
    >
      {isRemoval ? <p className="key-manage__text">{t('key.remove.text')}</p> : null}
      <TextField
        label={labelOf(asking, view)}
        initial={isRemoval ? '' : asking === 'rename' ? view.label : view.accountLabel}
        field={typed}
        maxLength={80}
      />
      <button type="button" className="button" onClick={onDone}>
        {t('add.cancel')}
      </button>
      <button type="submit" className={isRemoval ? 'button button--danger' : 'button button--main'}>
        {isRemoval ? t('key.remove.do') : t('key.rename.save')}
      </button>
      {trouble === null ? null : <Trouble what={trouble} />}
    </form>
  );
}

function labelOf(asking: Question, { label }: KeyView): string {
  if (asking === 'remove') return t('key.remove.type', { label });
  return asking === 'rename' ? t('key.rename.label') : t('account.rename.label');
}
