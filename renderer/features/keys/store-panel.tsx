import { useState } from 'react';
import { useStore } from 'zustand';
import type { SecretStoreView } from '../../../shared/model/vault.ts';
import { t } from '../../i18n/i18n.ts';
import { useHost, useIsOpen, useStores } from '../../stores/context.ts';
import type { ClearTextFile } from '../../stores/keys.ts';
import { failureText } from '../../ui/failure-text.ts';
import { formatDayTime } from '../../ui/format.ts';
import { Panel } from '../../ui/panel.tsx';
import { Trouble } from './fields.tsx';
import { MakeFile, OpenFile } from './passphrase-forms.tsx';
import { UntilKnown } from './until-known.tsx';

/** Where secrets are kept, how that place is, and what to do when it is not well. */
export function StorePanel() {
  const { keys } = useStores();
  const store = useStore(keys, (state) => state.store);
  const files = useStore(keys, (state) => state.clearTextFiles);
  return (
    <Panel title={t('secrets.title')}>
      {store === null ? <UntilKnown /> : <Store store={store} />}
      {files.length === 0 ? null : <ClearText files={files} />}
    </Panel>
  );
}

function Store({ store }: { readonly store: SecretStoreView }) {
  const { kind, state, detail, hasPassphraseFile } = store;
  const isMemory = kind === 'memory';
  const isUnwell = state !== 'ready';
  const mayOpen = hasPassphraseFile && (kind !== 'passphrase-file' || isUnwell);
  const mayMake = !hasPassphraseFile && kind !== 'passphrase-file';
  return (
    <div className="store">
      <p className="store__kind">
        <strong>{t(`secrets.${kind}`)}</strong>
        <span className={`store__state store__state--${state}`}>{t(`secrets.state.${state}`)}</span>
      </p>
      {isMemory ? (
        <div className="danger">
          <strong>{t('secrets.memory.loud')}</strong>
          <p>{t('secrets.memory.text')}</p>
        </div>
      ) : (
        <p className="form__hint">{todoText(store)}</p>
      )}
      {isMemory && isUnwell ? <p className="form__hint">{todoText(store)}</p> : null}
      {detail === null ? null : (
        <p className="store__detail" translate="no">
          {detail}
        </p>
      )}
      {isUnwell ? <Retry /> : null}
      {mayOpen ? <OpenFile /> : null}
      {mayMake ? <MakeFile /> : null}
    </div>
  );
}

function todoText({ kind, state }: SecretStoreView): string {
  return kind === 'passphrase-file' && state === 'locked' ? t('secrets.do.file-locked') : t(`secrets.do.${state}`);
}

function Retry() {
  const host = useHost();
  const isOpen = useIsOpen();
  const [trouble, setTrouble] = useState<string | null>(null);
  async function retry(): Promise<void> {
    const result = await host.ask('secrets.retry', {});
    setTrouble(result.ok ? null : failureText(result.failure));
  }
  return (
    <div className="form__line">
      <button type="button" className="button" disabled={!isOpen} onClick={() => void retry()}>
        {t('secrets.retry')}
      </button>
      {trouble === null ? null : <Trouble what={trouble} />}
    </div>
  );
}

function ClearText({ files }: { readonly files: readonly ClearTextFile[] }) {
  return (
    <div className="store__files">
      <h3 className="form__sub">{t('secrets.clear-text')}</h3>
      <ul>
        {files.map(({ name, keys, atMs }) => (
          <li key={name}>
            <code translate="no">{name}</code>{' '}
            {t('secrets.clear-text.keys', { count: keys, time: formatDayTime(atMs) })}
          </li>
        ))}
      </ul>
    </div>
  );
}
