import { type KeyboardEvent, type RefObject, useEffect, useRef, useState } from 'react';
import { useStore } from 'zustand';
import { t } from '../../i18n/i18n.ts';
import {
  type Chip,
  chipsOf,
  hasTimes,
  isOpen,
  type LogFilter,
  MAX_TEXT,
  NO_FILTER,
  withoutValue,
  withText,
  withTimes,
} from '../../stores/activity-filter.ts';
import { useHost, useStores } from '../../stores/context.ts';
import { Icon } from '../../ui/icons.tsx';
import { SEARCH_ID } from './activity-actions.ts';
import { FilterMenu } from './filter-menu.tsx';
import { useValueText } from './filter-text.ts';
import { timeText } from './row-text.ts';

/** The text is asked for once typing rests. */
const DEBOUNCE_MS = 250;

interface FilterBarProps {
  readonly search: RefObject<HTMLInputElement | null>;
  /** Leaves the search for the rows. */
  readonly onLeave: () => void;
}

/** Everything that narrows the rows: text, chips, and the menu that adds them. */
export function FilterBar({ search, onLeave }: FilterBarProps) {
  const { activity } = useStores();
  const host = useHost();
  const filter = useStore(activity, (state) => state.filter);
  const chips = chipsOf(filter);
  const list = useRef<HTMLUListElement>(null);

  function remove(change: () => void, place: number): void {
    change();
    // The chip that had the focus goes: its neighbour takes it, or the search.
    requestAnimationFrame(() => {
      const left = [...(list.current?.querySelectorAll('button') ?? [])];
      (left[Math.min(place, left.length - 1)] ?? search.current)?.focus();
    });
  }

  function onKeyDown(event: KeyboardEvent): void {
    const buttons = [...(list.current?.querySelectorAll('button') ?? [])];
    const place = buttons.findIndex((button) => button.matches(':focus'));
    const step = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0;
    if (step !== 0) buttons[place + step]?.focus();
    else if (event.key === 'Delete' || event.key === 'Backspace') buttons[place]?.click();
    else return;
    event.preventDefault();
  }

  return (
    <div className="filters">
      <Search search={search} onLeave={onLeave} />
      <FilterMenu />
      {isOpen(filter) ? null : (
        <>
          <ul className="chips" ref={list} aria-label={t('activity.filters')} onKeyDown={onKeyDown}>
            {chips.map((chip, place) => (
              <ChipButton
                key={`${chip.facet} ${chip.value}`}
                chip={chip}
                onRemove={() => remove(() => host.activity.setFilter(withoutValue(filter, chip)), place)}
              />
            ))}
            {hasTimes(filter) ? (
              <li>
                <RemoveButton
                  name={t('activity.facet.times')}
                  value={timesText(filter)}
                  onRemove={() => remove(() => host.activity.setFilter(withTimes(filter, null, null)), chips.length)}
                />
              </li>
            ) : null}
          </ul>
          <button
            type="button"
            className="button button--quiet"
            onClick={() => remove(() => host.activity.setFilter(NO_FILTER), 0)}
          >
            {t('activity.clear')}
          </button>
        </>
      )}
    </div>
  );
}

function timesText({ fromMs, untilMs }: LogFilter): string {
  const spanMs = fromMs === null || untilMs === null ? Number.POSITIVE_INFINITY : untilMs - fromMs;
  const [from, until] = [fromMs, untilMs].map((atMs) =>
    atMs === null ? t('activity.open-end') : timeText(atMs, spanMs),
  );
  return t('activity.times-of', { from: from ?? '', until: until ?? '' });
}

function ChipButton({ chip, onRemove }: { readonly chip: Chip; readonly onRemove: () => void }) {
  const textOf = useValueText();
  return (
    <li>
      <RemoveButton name={t(`activity.facet.${chip.facet}`)} value={textOf(chip)} onRemove={onRemove} />
    </li>
  );
}

interface RemoveButtonProps {
  readonly name: string;
  readonly value: string;
  readonly onRemove: () => void;
}

function RemoveButton({ name, value, onRemove }: RemoveButtonProps) {
  return (
    <button type="button" className="chip" aria-label={t('activity.remove', { name, value })} onClick={onRemove}>
      <span className="chip__name">{name}</span> {value}
      <Icon name="close" size={12} />
    </button>
  );
}

function Search({ search, onLeave }: FilterBarProps) {
  const { activity } = useStores();
  const host = useHost();
  const text = useStore(activity, (state) => state.filter.text);
  const [draft, setDraft] = useState<string | null>(null);

  useEffect(() => {
    if (draft === null) return;
    const timer = setTimeout(() => apply(draft), DEBOUNCE_MS);
    return () => clearTimeout(timer);
  });

  function apply(wanted: string): void {
    setDraft(null);
    host.activity.setFilter(withText(activity.getState().filter, wanted));
  }

  function onKeyDown(event: KeyboardEvent): void {
    if (event.key === 'Enter' || event.key === 'ArrowDown') {
      if (draft !== null) apply(draft);
      onLeave();
    } else if (event.key === 'Escape') {
      if ((draft ?? text) === '') onLeave();
      else apply('');
    } else return;
    event.preventDefault();
  }

  return (
    <input
      ref={search}
      id={SEARCH_ID}
      type="search"
      className="search"
      aria-label={t('activity.search')}
      aria-keyshortcuts="/"
      placeholder={t('activity.search.hint')}
      maxLength={MAX_TEXT}
      spellCheck={false}
      value={draft ?? text}
      onChange={(event) => setDraft(event.currentTarget.value)}
      onKeyDown={onKeyDown}
    />
  );
}
