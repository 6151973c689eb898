import { type FormEvent, useRef, useState } from 'react';
import { useStore } from 'zustand';
import type { Environment } from '../../../shared/model/account.ts';
import type { PhraseReason } from '../../../shared/contract/keys-contract.ts';
import type { KeyView } from '../../../shared/model/vault.ts';
import { t } from '../../i18n/i18n.ts';
import { useStores } from '../../stores/context.ts';
import { copyText } from '../../ui/copy-text.ts';
import { failureHelp } from './failure-help.ts';
import type { AddFlow } from './add-flow.ts';
import { ExchangePage } from './exchange-page.tsx';
import { TextField, Trouble } from './fields.tsx';

interface StepProps {
  readonly flow: AddFlow;
  readonly onClose: () => void;
}

interface PhraseStepProps {
  readonly reason: PhraseReason;
  readonly phrase: string;
  readonly grants: readonly string[];
  readonly isWorking: boolean;
  readonly failure: AddFlow['failure'];
  readonly onConfirm: (phrase: string) => void;
  readonly onClose: () => void;
}

/** A key that can withdraw, or that others may use, is taken only when its owner writes down what that means. */
export function PhraseStep({ reason, phrase, grants, isWorking, failure, onConfirm, onClose }: PhraseStepProps) {
  const typed = useRef<HTMLInputElement>(null);
  const isWrong = failure?.kind === 'wrong-phrase';
  const help = failure === null || isWrong ? null : failureHelp(failure, null);
  function onSubmit(event: FormEvent): void {
    event.preventDefault();
    if (!isWorking) onConfirm(typed.current?.value ?? '');
  }
  return (
    <form className="form" onSubmit={onSubmit}>
      <div className="danger">
        <h3>{t(`add.phrase.${reason}.title`)}</h3>
        <p>{t(`add.phrase.${reason}.text`)}</p>
        {grants.length === 0 ? null : (
          <ul className="rights-list" translate="no">
            {grants.map((grant) => (
              <li key={grant}>{grant}</li>
            ))}
          </ul>
        )}
      </div>
      <p className="form__text">{t(`add.phrase.${reason}.type`, { phrase })}</p>
      <TextField label={t('add.phrase.field')} field={typed} isDisabled={isWorking} />
      {isWrong ? <Trouble what={t('add.phrase.wrong')} /> : null}
      {help === null ? null : <Trouble {...help} />}
      <footer className="form__foot">
        <button type="button" className="button" onClick={onClose}>
          {t('add.cancel')}
        </button>
        <button type="submit" className="button button--danger" aria-disabled={isWorking}>
          {t(`add.phrase.${reason}.do`)}
        </button>
      </footer>
    </form>
  );
}

const STEPS = ['page', 'paste', 'address', 'id'] as const;

interface GeneratedStepProps extends StepProps {
  readonly pem: string;
  /** Where the key is to be registered. */
  readonly environment: Environment;
}

/** The public half, to be pasted at the exchange, and the box for what the exchange answers. */
export function GeneratedStep({ flow, onClose, pem, environment }: GeneratedStepProps) {
  const apiKey = useRef<HTMLInputElement>(null);
  const shown = useRef<HTMLTextAreaElement>(null);
  const [copied, setCopied] = useState<boolean | null>(null);
  const help = flow.failure === null ? null : failureHelp(flow.failure, 'binance');
  async function copy(): Promise<void> {
    const isCopied = await copyText(pem, navigator.clipboard);
    if (!isCopied) shown.current?.select();
    setCopied(isCopied);
  }
  function onSubmit(event: FormEvent): void {
    event.preventDefault();
    const text = apiKey.current?.value.trim() ?? '';
    if (text === '') return apiKey.current?.focus();
    if (!flow.isWorking) flow.finish(text);
  }
  return (
    <form className="form" onSubmit={onSubmit}>
      <ol className="form__steps">
        {STEPS.map((step) => (
          <li key={step}>{t(`add.public.step.${step}`)}</li>
        ))}
      </ol>
      <textarea ref={shown} className="field form__pem" aria-label={t('add.public')} readOnly rows={3} value={pem} />
      <div className="form__line">
        <button type="button" className="button" onClick={() => void copy()}>
          {t('add.public.copy')}
        </button>
        <ExchangePage exchange="binance" environment={environment} />
        <span role="status">{copied === null ? '' : copied ? t('add.public.copied') : t('add.public.refused')}</span>
      </div>
      <TextField label={t('add.api-key')} field={apiKey} isDisabled={flow.isWorking} isCode />
      {help === null ? null : <Trouble {...help} />}
      <footer className="form__foot">
        <span className="form__busy" role="status">
          {flow.isWorking ? t('add.checking') : ''}
        </span>
        <button type="button" className="button" onClick={onClose}>
          {t('add.cancel')}
        </button>
        <button type="submit" className="button button--main" aria-disabled={flow.isWorking}>
          {t('add.finish')}
        </button>
      </footer>
    </form>
  );
}

/** The key is in: what is left to do with the clipboard, and with a key that waits to take over. */
export function AddedStep({ flow, onClose, saved }: StepProps & { readonly saved: KeyView }) {
  const { keys } = useStores();
  const isMemory = useStore(keys, (state) => state.store?.kind === 'memory');
  return (
    <div className="form">
      <h3 className="form__done">{t('add.done.title')}</h3>
      <p>
        {t('add.done.text', { label: saved.label, last4: saved.last4 })}
        {isMemory ? ` ${t('add.done.session')}` : ''}
      </p>
      <ClipboardCare isHeld={flow.isInClipboard} />
      {flow.failure === null ? null : <Trouble {...failureHelp(flow.failure, saved.exchange)} />}
      <footer className="form__foot">
        {saved.role === 'candidate' ? (
          <>
            <button type="button" className="button" onClick={onClose}>
              {t('rotate.later')}
            </button>
            <button type="button" className="button button--main" onClick={() => flow.compare(saved.id)}>
              {t('key.take-over')}
            </button>
          </>
        ) : (
          <button type="button" className="button button--main" onClick={onClose}>
            {t('add.close')}
          </button>
        )}
      </footer>
    </div>
  );
}

function ClipboardCare({ isHeld }: { readonly isHeld: boolean | null }) {
  const [isCleared, setCleared] = useState(false);
  if (isHeld === false) return null;
  if (isHeld === null) return <p className="form__hint">{t('add.clip.hint')}</p>;
  return (
    <p className="form__line" role="status">
      {isCleared ? t('add.clip.cleared') : t('add.clip.held')}
      {isCleared ? null : (
        <button
          type="button"
          className="button"
          onClick={() => void copyText('', navigator.clipboard).then(setCleared)}
        >
          {t('add.clip.clear')}
        </button>
      )}
    </p>
  );
}
