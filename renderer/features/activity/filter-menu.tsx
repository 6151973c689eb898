import { Popover } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { useStore } from 'zustand';
import { Caller } from '../../../shared/model/account.ts';
import { t } from '../../i18n/i18n.ts';
import { type Facet, type LogFilter, withoutValue, withValue } from '../../stores/activity-filter.ts';
import type { LogRows } from '../../stores/activity-rows.ts';
import { useHost, useStores } from '../../stores/context.ts';
import { Icon } from '../../ui/icons.tsx';
import { KNOWN_VALUES, useValueText } from './filter-text.ts';

const CLASSES = { dropdown: 'menu' };
const GROUPS: readonly Facet[] = ['outcomes', 'accounts', 'exchanges', 'lanes', 'callers', 'kinds', 'codes'];
/** Codes offered of those among the rows in memory; any other can be typed. */
const MAX_SEEN = 12;

/** Adds and removes what the rows are narrowed by. */
export function FilterMenu() {
  const [isOpen, setOpen] = useState(false);
  return (
    <Popover
      opened={isOpen}
      onChange={setOpen}
      position="bottom-start"
      trapFocus
      returnFocus
      classNames={CLASSES}
      transitionProps={{ duration: 0 }}
    >
      <Popover.Target>
        <button type="button" className="button" onClick={() => setOpen(!isOpen)}>
          {t('activity.add-filter')}
          <Icon name="down" size={16} />
        </button>
      </Popover.Target>
      <Popover.Dropdown aria-label={t('activity.add-filter')}>
        {GROUPS.map((facet) => (
          <Group key={facet} facet={facet} />
        ))}
      </Popover.Dropdown>
    </Popover>
  );
}

function Group({ facet }: { readonly facet: Facet }) {
  const { activity } = useStores();
  const host = useHost();
  const filter = useStore(activity, (state) => state.filter);
  const textOf = useValueText();
  const values = useValues(facet, filter);
  return (
    <fieldset className="menu__group" data-facet={facet}>
      <legend className="menu__legend">{t(`activity.facet.${facet}`)}</legend>
      {values.map((value) => {
        const chip = { facet, value };
        const isChosen = filter[facet].includes(value);
        return (
          <label key={value} className="menu__value">
            <input
              type="checkbox"
              checked={isChosen}
              onChange={() => host.activity.setFilter(isChosen ? withoutValue(filter, chip) : withValue(filter, chip))}
            />
            {textOf(chip)}
          </label>
        );
      })}
      {facet === 'codes' || facet === 'callers' ? <Typed facet={facet} /> : null}
    </fieldset>
  );
}

/** A value that is not among those offered. */
function Typed({ facet }: { readonly facet: 'codes' | 'callers' }) {
  const { activity } = useStores();
  const host = useHost();
  const [text, setText] = useState('');
  const value = typedValue(facet, text);

  function add(event: FormEvent): void {
    event.preventDefault();
    if (value === null) return;
    host.activity.setFilter(withValue(activity.getState().filter, { facet, value }));
    setText('');
  }

  return (
    <form className="menu__typed" onSubmit={add}>
      <input
        type="text"
        aria-label={t(`activity.other.${facet}`)}
        placeholder={t(`activity.other.${facet}`)}
        maxLength={80}
        spellCheck={false}
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
      />
      <button type="submit" className="button" disabled={value === null}>
        {t('activity.add')}
      </button>
    </form>
  );
}

/** What was typed as the contract has it: a bot may be named without its prefix. Null: no such value can be. */
export function typedValue(facet: 'codes' | 'callers', text: string): string | null {
  const typed = text.trim();
  if (typed === '') return null;
  if (facet === 'codes') return typed.slice(0, 80);
  const asTyped = Caller.safeParse(typed);
  if (asTyped.success) return asTyped.data;
  const asBot = Caller.safeParse(`bot:${typed}`);
  return asBot.success ? asBot.data : null;
}

function useValues(facet: Facet, filter: LogFilter): readonly string[] {
  const { accounts, activity } = useStores();
  const list = useStore(accounts, (state) => state.list);
  const [view] = useState(() => activity.getState().view);
  const offered = facet === 'accounts' ? list.map((account) => account.id) : offeredValues(facet, view);
  return [...new Set([...offered, ...filter[facet]])];
}

function offeredValues(facet: Exclude<Facet, 'accounts'>, view: LogRows): readonly string[] {
  if (facet === 'codes') return seen(view, 'code').slice(0, MAX_SEEN);
  if (facet === 'callers') return [...KNOWN_VALUES.callers, ...seen(view, 'caller').slice(0, MAX_SEEN)];
  return KNOWN_VALUES[facet];
}

function seen(view: LogRows, field: 'code' | 'caller'): readonly string[] {
  const values = [...view.pages.values()].flat().map((row) => row[field]);
  return [...new Set(values.filter((value) => value !== null))].toSorted();
}
