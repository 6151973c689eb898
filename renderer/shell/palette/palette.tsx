import { type KeyboardEvent, useDeferredValue, useEffect, useId, useMemo, useRef, useState } from 'react';
import { useStore } from 'zustand';
import { t } from '../../i18n/i18n.ts';
import { actionsOf } from '../../stores/actions.ts';
import { useApp } from '../../stores/context.ts';
import { Dialog } from '../../ui/dialog.tsx';
import { Keys } from '../../ui/keys.tsx';
import './palette.css';
import { Results } from './results.tsx';
import { type Found, searchActions } from './search.ts';

/** Every action of the app, found by a few letters of its name. */
export function Palette({ takeEarly }: { readonly takeEarly: () => string }) {
  const app = useApp();
  const { ui } = app.stores;
  const [query, setQuery] = useState(takeEarly);
  const [chosen, setChosen] = useState(0);
  const listId = useId();
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => {
    const end = field.current?.value.length ?? 0;
    field.current?.setSelectionRange(end, end);
  }, []);
  const found = useFound(useDeferredValue(query));
  const active = Math.min(chosen, found.length - 1);

  function close(): void {
    ui.setState({ dialog: null });
  }

  function run({ action }: Found): void {
    close();
    action.run();
  }

  function onKeyDown(event: KeyboardEvent): void {
    const step = STEPS[event.key];
    if (step !== undefined && found.length > 0) {
      event.preventDefault();
      setChosen((Math.max(0, active) + step + found.length) % found.length);
    }
    const one = found[active];
    if (event.key === 'Enter' && !event.nativeEvent.isComposing && one !== undefined) {
      event.preventDefault();
      run(one);
    }
  }

  return (
    <Dialog label={t('palette.title')} className="palette" onClose={close}>
      <input
        ref={field}
        className="palette__query"
        type="text"
        role="combobox"
        aria-label={t('palette.query')}
        aria-expanded={found.length > 0}
        aria-controls={listId}
        aria-autocomplete="list"
        aria-activedescendant={active >= 0 ? optionId(listId, active) : undefined}
        placeholder={t('palette.query')}
        autoComplete="off"
        spellCheck={false}
        value={query}
        onChange={(event) => {
          setQuery(event.currentTarget.value);
          setChosen(0);
        }}
        onKeyDown={onKeyDown}
      />
      <Results
        id={listId}
        found={found}
        active={active}
        isGrouped={query.trim() === ''}
        onPoint={setChosen}
        onRun={run}
        optionId={(index) => optionId(listId, index)}
      />
      <p className="unseen" role="status">
        {t('palette.count', { count: found.length })}
      </p>
      <footer className="palette__foot">
        <span>
          <Keys keys="↑" /> <Keys keys="↓" /> {t('palette.move')}
        </span>
        <span>
          <kbd>{t('keys.enter')}</kbd> {t('palette.run')}
        </span>
        <span>
          <kbd>{t('keys.escape')}</kbd> {t('palette.close')}
        </span>
      </footer>
    </Dialog>
  );
}

const STEPS: Readonly<Record<string, number>> = { ArrowDown: 1, ArrowUp: -1 };

function optionId(listId: string, index: number): string {
  return `${listId}-${index}`;
}

/** Asked anew when something changes that decides what can be done. */
function useFound(query: string): readonly Found[] {
  const app = useApp();
  const { link, practice, layout, accounts, actions, keys } = app.stores;
  const status = useStore(link, (state) => state.status.kind);
  const state = useStore(practice, (slice) => slice.state);
  const cards = useStore(layout, (slice) => slice.accounts);
  const list = useStore(accounts, (slice) => slice.list);
  const sources = useStore(actions, (slice) => slice.sources);
  const held = useStore(keys, (slice) => slice.keys);
  const lock = useStore(keys, (slice) => slice.lock);
  const [all, setAll] = useState(() => actionsOf(app));
  // biome-ignore lint/correctness/useExhaustiveDependencies: these are what the actions are made from
  useEffect(() => setAll(actionsOf(app)), [app, status, state, cards, list, sources, held, lock]);
  return useMemo(() => searchActions(all, query), [all, query]);
}
