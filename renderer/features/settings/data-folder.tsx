import { useEffect, useRef, useState } from 'react';
import { useStore } from 'zustand';
import type { DataFolderFacts } from '../../../shared/model/storage.ts';
import { t } from '../../i18n/i18n.ts';
import { useHost, useIsOpen, useStores } from '../../stores/context.ts';
import { copyText } from '../../ui/copy-text.ts';
import { formatBytes } from '../../ui/format.ts';

type CopyState = 'idle' | 'copied' | 'refused';

/** Where everything is kept on the host's computer, and what each file takes. */
export function DataFolder({ folder }: { readonly folder: DataFolderFacts }) {
  const path = useRef<HTMLElement>(null);
  return (
    <section className="folder" aria-label={t('folder.name')} data-part="folder">
      <div className="folder__head">
        <div className="folder__what">
          <h3>{t('folder.name')}</h3>
          <code className="folder__path" translate="no" ref={path}>
            {folder.path}
          </code>
        </div>
        <FolderButtons folder={folder} path={path} />
      </div>
      <details className="folder__files">
        <summary>{t('folder.files', { count: folder.files.length, size: formatBytes(sumOf(folder.files)) })}</summary>
        <dl>
          {folder.files.map(({ name, bytes }) => (
            <div key={name}>
              <dt translate="no">{name}</dt>
              <dd>{formatBytes(bytes)}</dd>
            </div>
          ))}
        </dl>
      </details>
    </section>
  );
}

interface FolderButtonsProps {
  readonly folder: DataFolderFacts;
  readonly path: React.RefObject<HTMLElement | null>;
}

function FolderButtons({ folder, path }: FolderButtonsProps) {
  const { link } = useStores();
  const host = useHost();
  const isOpen = useIsOpen();
  const canOpen = useStore(link, (state) => state.hello?.capabilities.openFolder === true);
  const [state, setState] = useState<CopyState>('idle');
  useEffect(() => {
    if (state === 'refused' && path.current !== null) window.getSelection()?.selectAllChildren(path.current);
  }, [state, path]);

  async function copy(): Promise<void> {
    setState('idle');
    setState((await copyText(folder.path, navigator.clipboard)) ? 'copied' : 'refused');
  }

  return (
    <div className="settings__ask">
      <span className="setting__hint" role="status">
        {state === 'idle' ? '' : t(`folder.copy.${state}`)}
      </span>
      <button type="button" className="button" onClick={() => void copy()}>
        {t('folder.copy')}
      </button>
      {canOpen ? (
        <button type="button" className="button" disabled={!isOpen} onClick={() => host.openFolder()}>
          {t('folder.open')}
        </button>
      ) : null}
    </div>
  );
}

function sumOf(files: DataFolderFacts['files']): number {
  return files.reduce((sum, { bytes }) => sum + bytes, 0);
}
