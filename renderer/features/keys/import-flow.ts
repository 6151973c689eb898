import { useEffect, useRef, useState } from 'react';
import type { CallOutput } from '../../../shared/contract/contract.ts';
import type { AddOutcome, KeyPlace } from '../../../shared/contract/keys-contract.ts';
import type { Failure, Result } from '../../../shared/contract/failure.ts';
import type { ImportItem } from '../../../shared/model/vault.ts';
import { t } from '../../i18n/i18n.ts';
import { useHost } from '../../stores/context.ts';
import { failureText } from '../../ui/failure-text.ts';
import type { WantedPhrase } from './add-flow.ts';
import { environmentsOf, sitesOf } from './places.ts';

const MOST_BYTES = 1_048_576;

export type ItemState =
  | { readonly kind: 'waiting' }
  | { readonly kind: 'working' }
  | { readonly kind: 'done' }
  | ({ readonly kind: 'phrase' } & WantedPhrase)
  | { readonly kind: 'failed'; readonly failure: Failure };

export interface ImportLine {
  readonly item: ImportItem;
  /** Null where it cannot be taken. */
  readonly place: KeyPlace | null;
  readonly isChosen: boolean;
  readonly state: ItemState;
}

export interface Preview {
  readonly importId: string;
  readonly fileName: string;
  readonly format: CallOutput<'keys.previewImport'>['format'];
  readonly lines: readonly ImportLine[];
}

/** What a found key is proposed as: chosen where nothing is in the way. */
export function lineOf(item: ImportItem): ImportLine {
  const { exchange, problem, label } = item;
  const waiting = { kind: 'waiting' } as const;
  if (exchange === null || problem !== null) return { item, place: null, isChosen: false, state: waiting };
  const environment = item.environment ?? environmentsOf(exchange, false)[0] ?? 'live';
  const region = sitesOf(exchange, environment)[0] ?? 'global';
  const place = { exchange, environment, region, label: label === '' ? item.exchangeName : label, replaces: null };
  return { item, place, isChosen: true, state: waiting };
}

export interface ImportFlow {
  readonly preview: Preview | null;
  readonly isReading: boolean;
  readonly trouble: string | null;
  read(file: File): void;
  change(index: number, change: Partial<Pick<ImportLine, 'place' | 'isChosen'>>): void;
  takeAll(): void;
  confirm(index: number, phrase: string): void;
}

/** A file on its way in: read, shown without its secrets, then key by key. */
export function useImportFlow(): ImportFlow {
  const host = useHost();
  const [preview, setPreview] = useState<Preview | null>(null);
  const [isReading, setReading] = useState(false);
  const [trouble, setTrouble] = useState<string | null>(null);
  const importId = useRef<string | null>(null);
  useEffect(
    () => () => {
      if (importId.current !== null) void host.ask('keys.dropImport', { importId: importId.current });
    },
    [host],
  );

  function setLine(index: number, change: Partial<ImportLine>): void {
    setPreview((now) =>
      now === null
        ? null
        : { ...now, lines: now.lines.map((line) => (line.item.index === index ? { ...line, ...change } : line)) },
    );
  }

  async function look(file: File): Promise<void> {
    if (file.size > MOST_BYTES) return setTrouble(t('import.too-large'));
    setTrouble(null);
    setReading(true);
    const result = await previewOf(file, host.ask);
    setReading(false);
    if (typeof result === 'string') return setTrouble(result);
    if (importId.current !== null) void host.ask('keys.dropImport', { importId: importId.current });
    importId.current = result.importId;
    setPreview({ ...result, fileName: file.name, lines: result.items.map(lineOf) });
  }

  function settle(index: number, result: Result<AddOutcome>): void {
    if (!result.ok) setLine(index, { state: { kind: 'failed', failure: result.failure } });
    else if (result.value.kind === 'added') setLine(index, { isChosen: false, state: { kind: 'done' } });
    else setLine(index, { isChosen: false, state: { ...result.value, kind: 'phrase' } });
  }

  async function takeAll({ importId: id, lines }: Preview): Promise<void> {
    for (const { item, place, isChosen } of lines) {
      if (!isChosen || place === null) continue;
      setLine(item.index, { state: { kind: 'working' } });
      settle(item.index, await host.ask('keys.takeImport', { importId: id, index: item.index, place }));
    }
  }

  return {
    preview,
    isReading,
    trouble,
    read: (file) => void look(file),
    change: (index, change) => setLine(index, change),
    takeAll: () => void (preview === null ? undefined : takeAll(preview)),
    confirm(index, phrase) {
      const state = preview?.lines.find(({ item }) => item.index === index)?.state;
      if (state?.kind !== 'phrase') return;
      void host.ask('keys.confirm', { pendingId: state.pendingId, phrase }).then((result) => {
        // The phrase can be typed again: what waits in the host still waits.
        if (result.ok || result.failure.kind !== 'wrong-phrase') settle(index, result);
        else setTrouble(t('add.phrase.wrong'));
      });
    },
  };
}

/** The text of the file goes to the host and is kept nowhere; a sentence where it cannot be had. */
async function previewOf(
  file: File,
  ask: ReturnType<typeof useHost>['ask'],
): Promise<CallOutput<'keys.previewImport'> | string> {
  try {
    const result = await ask('keys.previewImport', { fileName: file.name, text: await file.text() });
    return result.ok ? result.value : failureText(result.failure);
  } catch {
    return t('import.unreadable');
  }
}
