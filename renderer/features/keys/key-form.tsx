import { type FormEvent, useRef, useState } from 'react';
import type { KeyPlace } from '../../../shared/contract/keys-contract.ts';
import { t } from '../../i18n/i18n.ts';
import { Choice } from '../../ui/choice.tsx';
import type { AddFlow } from './add-flow.ts';
import { failureHelp } from './failure-help.ts';
import { TextField, Trouble } from './fields.tsx';
import { PlaceFields } from './place-fields.tsx';
import { SecretField, takeText } from './secret-field.tsx';

interface KeyFormProps {
  readonly flow: AddFlow;
  readonly first: KeyPlace;
  readonly onCancel: () => void;
}

type How = 'paste' | 'generate';

/** Everything a key consists of. What is secret is taken out of its box the moment it is sent. */
export function KeyForm({ flow, first, onCancel }: KeyFormProps) {
  const [place, setPlace] = useState(first);
  const [how, setHow] = useState<How>('paste');
  const [isMissing, setMissing] = useState(false);
  const label = useRef<HTMLInputElement>(null);
  const apiKey = useRef<HTMLInputElement>(null);
  const secret = useRef<HTMLInputElement>(null);
  const passphrase = useRef<HTMLInputElement>(null);
  const { isWorking, failure } = flow;
  const isPasted = how === 'paste' || place.exchange !== 'binance';
  const hasPassphrase = place.exchange === 'okx';

  function onSubmit(event: FormEvent): void {
    event.preventDefault();
    if (isWorking) return;
    const named = { ...place, label: label.current?.value.trim() ?? '' };
    const boxes = [label, ...(isPasted ? [apiKey, secret] : []), ...(hasPassphrase ? [passphrase] : [])];
    const empty = boxes.find((box) => (box.current?.value ?? '').trim() === '');
    setMissing(empty !== undefined);
    if (empty !== undefined) return empty.current?.focus();
    if (!isPasted) return flow.generate(named);
    const typed = hasPassphrase ? takeText(passphrase) : null;
    flow.save(named, { apiKey: apiKey.current?.value ?? '', secret: takeText(secret), passphrase: typed });
  }

  const help = failure === null ? null : failureHelp(failure, place.exchange);
  return (
    <form className="form" onSubmit={onSubmit} autoComplete="off">
      <PlaceFields place={place} isDisabled={isWorking} onChange={setPlace} />
      {place.exchange === 'binance' ? (
        <Choice
          label={t('add.how')}
          options={(['paste', 'generate'] as const).map((one) => ({ value: one, label: t(`add.how.${one}`) }))}
          value={how}
          isDisabled={isWorking}
          onChoose={setHow}
        />
      ) : null}
      <TextField label={t('add.label')} field={label} initial={first.label} maxLength={80} isDisabled={isWorking} />
      {isPasted ? (
        <>
          <TextField label={t('add.api-key')} field={apiKey} isDisabled={isWorking} isCode />
          <SecretField label={t('add.secret')} hint={t('add.secret.hint')} field={secret} isDisabled={isWorking} />
        </>
      ) : (
        <p className="form__text">{t('add.generate.text')}</p>
      )}
      {hasPassphrase ? (
        <SecretField
          label={t('add.passphrase')}
          hint={t('add.passphrase.hint')}
          field={passphrase}
          isDisabled={isWorking}
        />
      ) : null}
      {isMissing ? <Trouble what={t('add.missing')} /> : null}
      {help === null || isMissing ? null : (
        <Trouble what={help.what} todo={isPasted ? `${help.todo} ${t('add.again')}` : help.todo} />
      )}
      <footer className="form__foot">
        <span className="form__busy" role="status">
          {isWorking ? t('add.checking') : ''}
        </span>
        <button type="button" className="button" onClick={onCancel}>
          {t('add.cancel')}
        </button>
        <button type="submit" className="button button--main" aria-disabled={isWorking}>
          {isPasted ? t('add.save') : t('add.generate')}
        </button>
      </footer>
    </form>
  );
}
