import { useEffect, useRef, useState } from 'react';
import { useStore } from 'zustand';
import type { KeyId, KeyView } from '../../../shared/model/vault.ts';
import { t } from '../../i18n/i18n.ts';
import { useHost, useIsOpen, useStores } from '../../stores/context.ts';
import { failureText } from '../../ui/failure-text.ts';
import { Panel, PanelFailure, PanelMessage, Skeleton } from '../../ui/panel.tsx';
import { AddDialog } from './add-dialog.tsx';
import { AuditPanel } from './audit-panel.tsx';
import { ImportDialog } from './import-dialog.tsx';
import { KeyDetail } from './key-detail.tsx';
import { KeyList } from './key-list.tsx';
import './keys.css';
import './key-detail.css';
import './key-tasks.css';
import { LockPanel } from './lock-panel.tsx';
import { groupsOf } from './order.ts';
import { StorePanel } from './store-panel.tsx';

type Task =
  | { readonly kind: 'add' }
  | { readonly kind: 'import' }
  | { readonly kind: 'replace'; readonly view: KeyView }
  | { readonly kind: 'take-over'; readonly view: KeyView };

const WAITING = [55, 70, 60, 45];

/** The key radar: what each key may do, what is wrong with it, and everything that can be done with keys. */
export function KeysPage() {
  const { keys } = useStores();
  const host = useHost();
  const phase = useStore(keys, (state) => state.phase);
  const list = useStore(keys, (state) => state.keys);
  const [task, setTask] = useState<Task | null>(null);
  const [chosen, setChosen] = useState<KeyId | null>(null);
  const detail = useRef<HTMLDivElement>(null);
  useAsked(setTask, setChosen);
  const shown = list.find(({ id }) => id === chosen) ?? groupsOf(list)[0]?.keys[0] ?? null;
  useEffect(() => {
    // What was shown first stays: another name may put its account elsewhere in the list.
    if (chosen === null && shown !== null) setChosen(shown.id);
  }, [chosen, shown]);
  function choose(key: KeyId): void {
    setChosen(key);
    const topPx = detail.current?.getBoundingClientRect().top ?? 0;
    // What was asked for begins out of sight.
    if (topPx < 0 || topPx > window.innerHeight / 2) detail.current?.scrollIntoView({ block: 'start' });
  }

  return (
    <div className="keys-page">
      <div className="keys-page__main">
        <Panel title={t('key.list')} extra={<Tools onTask={setTask} />} className="keys-page__list">
          {phase.kind === 'loading' ? <Skeleton widths={WAITING} /> : null}
          {phase.kind === 'failed' ? (
            <PanelFailure reason={failureText(phase.failure)} onRetry={() => host.loadKeys()} />
          ) : null}
          {phase.kind === 'ready' && list.length === 0 ? <NoKeys /> : null}
          <div className="fades">
            <KeyList keys={list} chosen={shown?.id ?? null} onChoose={choose} />
          </div>
        </Panel>
        <div className="keys-page__detail fades" ref={detail}>
          {shown === null ? null : (
            <KeyDetail
              view={shown}
              onReplace={() => setTask({ kind: 'replace', view: shown })}
              onTakeOver={() => setTask({ kind: 'take-over', view: shown })}
            />
          )}
        </div>
      </div>
      <div className="keys-page__pair">
        <StorePanel />
        <LockPanel />
      </div>
      <AuditPanel />
      <TaskDialog
        task={task}
        onClose={(added) => {
          if (added !== null) setChosen(added);
          setTask(null);
        }}
      />
    </div>
  );
}

function NoKeys() {
  return (
    <PanelMessage>
      <strong>{t('key.empty.title')}</strong>
      <p className="keys-page__empty">{t('key.empty.text')}</p>
    </PanelMessage>
  );
}

function Tools({ onTask }: { readonly onTask: (task: Task) => void }) {
  const { keys } = useStores();
  const host = useHost();
  const isOpen = useIsOpen();
  const list = useStore(keys, (state) => state.keys);
  return (
    <>
      <button type="button" className="button button--main" disabled={!isOpen} onClick={() => onTask({ kind: 'add' })}>
        {t('key.add')}
      </button>
      <button type="button" className="button" disabled={!isOpen} onClick={() => onTask({ kind: 'import' })}>
        {t('key.import')}
      </button>
      <button
        type="button"
        className="button"
        disabled={!isOpen || list.length === 0}
        onClick={() => host.checkKeys(list.map(({ id }) => id))}
      >
        {t('key.check-all')}
      </button>
    </>
  );
}

interface TaskDialogProps {
  readonly task: Task | null;
  readonly onClose: (added: KeyId | null) => void;
}

function TaskDialog({ task, onClose }: TaskDialogProps) {
  const { keys } = useStores();
  const list = useStore(keys, (state) => state.keys);
  switch (task?.kind) {
    case undefined:
      return null;
    case 'import':
      return <ImportDialog onClose={() => onClose(null)} />;
    case 'add':
      return <AddDialog replaces={null} onClose={onClose} />;
    case 'replace':
      return <AddDialog replaces={task.view} onClose={onClose} />;
    case 'take-over': {
      const { account, id } = task.view;
      const active = list.find((one) => one.account === account && one.role === 'active') ?? task.view;
      return <AddDialog replaces={active} candidate={id} onClose={onClose} />;
    }
  }
}

/** A task or a key that was asked for by its name in the address. */
function useAsked(onTask: (task: Task) => void, onKey: (key: KeyId) => void): void {
  const { ui } = useStores();
  const part = useStore(ui, (state) => state.part);
  useEffect(() => {
    if (part === null) return;
    if (part.name === 'add' || part.name === 'import') {
      onTask({ kind: part.name });
      // Done once: a look back at the page must not open it again.
      ui.setState({ part: null });
      window.history.replaceState(null, '', '#/keys');
    } else if (part.name.startsWith('key-')) onKey(part.name);
  }, [part, ui, onTask, onKey]);
}
