import { type FormEvent, useRef, useState } from 'react';
import type { EgressAddress } from '../../../shared/model/vault.ts';
import { t } from '../../i18n/i18n.ts';
import { useHost, useIsOpen } from '../../stores/context.ts';
import { failureText } from '../../ui/failure-text.ts';
import { TextField } from './fields.tsx';
import { isAddress } from './key-words.ts';

interface EgressFormProps {
  readonly egress: string;
  readonly address: string;
  readonly source: EgressAddress['source'];
}

/** Notes from which address this computer calls; left empty, it is forgotten. */
export function EgressForm({ egress, address, source }: EgressFormProps) {
  const host = useHost();
  const isOpen = useIsOpen();
  const typed = useRef<HTMLInputElement>(null);
  const [trouble, setTrouble] = useState<string | null>(null);
  async function note(): Promise<void> {
    const text = typed.current?.value.trim() ?? '';
    if (text !== '' && !isAddress(text)) return setTrouble(t('egress.invalid'));
    const result = await host.ask('egress.note', { egress, address: text === '' ? null : text });
    setTrouble(result.ok ? null : failureText(result.failure));
  }
  function onSubmit(event: FormEvent): void {
    event.preventDefault();
    if (isOpen) void note();
  }
  return (
    <form className="inline-form" onSubmit={onSubmit}>
      <TextField
        label={t('egress.label')}
        hint={t(`egress.source.${source}`)}
        field={typed}
        initial={address}
        maxLength={45}
        isCode
      />
      <button type="submit" className="button" aria-disabled={!isOpen}>
        {t('egress.note')}
      </button>
      {trouble === null ? null : (
        <span className="inline-form__trouble" role="alert">
          {trouble}
        </span>
      )}
    </form>
  );
}
