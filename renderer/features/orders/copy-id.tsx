import { useState } from 'react';
import { t } from '../../i18n/i18n.ts';
import { copyText } from '../../ui/copy-text.ts';

interface CopyIdProps {
  /** Null: the exchange has not told it yet. */
  readonly id: string | null;
  readonly name: string;
}

export function CopyId({ id, name }: CopyIdProps) {
  const [state, setState] = useState<'idle' | 'copied' | 'refused'>('idle');
  if (id === null) return <span>{t('figure.none')}</span>;
  return (
    <span className="copy-id">
      <code translate="no">{id}</code>
      <button
        type="button"
        className="button button--quiet"
        aria-label={t('order.copy', { name })}
        onClick={() => void copyText(id, navigator.clipboard).then((done) => setState(done ? 'copied' : 'refused'))}
      >
        {t(`order.copy.${state}`)}
      </button>
    </span>
  );
}
