import { type DragEvent, useRef, useState } from 'react';
import { t } from '../../i18n/i18n.ts';
import { Dialog } from '../../ui/dialog.tsx';
import { TaskHead, Trouble } from './fields.tsx';
import { type ImportFlow, useImportFlow } from './import-flow.ts';
import { ImportRow } from './import-row.tsx';

const KINDS = '.json,.env,.txt,.jsonc,text/plain,application/json';

/** Takes keys out of another program's file. */
export function ImportDialog({ onClose }: { readonly onClose: () => void }) {
  const flow = useImportFlow();
  const { preview, trouble } = flow;
  return (
    <Dialog label={t('import.title')} className="task task--wide" isFirm onClose={onClose}>
      <TaskHead title={t('import.title')} closeLabel={t('add.close')} onClose={onClose}>
        <p className="task__text">{t('import.text')}</p>
      </TaskHead>
      <div className="task__body form">
        <ChooseFile flow={flow} />
        {trouble === null ? null : <Trouble what={trouble} />}
        {preview === null ? null : <Found flow={flow} />}
        <footer className="form__foot">
          <button type="button" className="button" onClick={onClose}>
            {t('add.close')}
          </button>
          <TakeButton flow={flow} />
        </footer>
      </div>
    </Dialog>
  );
}

function ChooseFile({ flow }: { readonly flow: ImportFlow }) {
  const input = useRef<HTMLInputElement>(null);
  const [isOver, setOver] = useState(false);
  function take(file: File | null | undefined): void {
    if (file !== null && file !== undefined) flow.read(file);
    // The box must not go on holding the file.
    if (input.current !== null) input.current.value = '';
  }
  function onDrop(event: DragEvent): void {
    event.preventDefault();
    setOver(false);
    take(event.dataTransfer.files.item(0));
  }
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the button beside does the same for the keyboard
    <div
      className={isOver ? 'drop drop--over' : 'drop'}
      onDragOver={(event) => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={onDrop}
    >
      <input
        ref={input}
        className="unseen"
        type="file"
        tabIndex={-1}
        accept={KINDS}
        aria-label={t('import.choose')}
        onChange={(event) => take(event.currentTarget.files?.item(0))}
      />
      <button type="button" className="button" onClick={() => input.current?.click()}>
        {flow.preview === null ? t('import.choose') : t('import.another')}
      </button>
      <span role="status">{flow.isReading ? t('import.reading') : t('import.drop')}</span>
    </div>
  );
}

function Found({ flow }: { readonly flow: ImportFlow }) {
  const { preview } = flow;
  if (preview === null) return null;
  const { lines, fileName, format } = preview;
  if (lines.length === 0) return <p role="status">{t('import.none', { file: fileName })}</p>;
  const hasSecrets = lines.some(({ item }) => item.problem !== 'no-secret' && item.problem !== 'placeholder');
  return (
    <>
      <p role="status">
        {t('import.found', { count: lines.length, file: fileName, format: t(`import.format.${format}`) })}
      </p>
      <ul className="import">
        {lines.map((line) => (
          <ImportRow key={line.item.index} line={line} flow={flow} />
        ))}
      </ul>
      {hasSecrets ? <p className="import__clear">{t('import.clear-text', { file: fileName })}</p> : null}
    </>
  );
}

function TakeButton({ flow }: { readonly flow: ImportFlow }) {
  const lines = flow.preview?.lines ?? [];
  const isBusy = lines.some(({ state }) => state.kind === 'working');
  const count = lines.filter(({ isChosen }) => isChosen).length;
  if (count === 0 && !isBusy) return null;
  return (
    <button type="button" className="button button--main" disabled={isBusy || count === 0} onClick={flow.takeAll}>
      {t('import.do', { count })}
    </button>
  );
}
