import { useStore } from 'zustand';
import { ExchangeId, Lane } from '../../../shared/model/account.ts';
import { Outcome } from '../../../shared/model/activity.ts';
import { t } from '../../i18n/i18n.ts';
import type { Chip, Facet } from '../../stores/activity-filter.ts';
import { useStores } from '../../stores/context.ts';
import { callerText } from './row-text.ts';

/** Values of the facets that are the same for everybody. */
export const KNOWN_VALUES = {
  exchanges: ExchangeId.options,
  lanes: Lane.options,
  callers: ['app', 'ticket', 'probe', 'workload'],
  outcomes: Outcome.options,
  kinds: ['request', 'socket'],
} as const satisfies Partial<Record<Facet, readonly string[]>>;

/** A filter's value as people say it. */
export function useValueText(): (chip: Chip) => string {
  const { accounts } = useStores();
  const list = useStore(accounts, (state) => state.list);
  return ({ facet, value }) => {
    if (facet === 'accounts') return list.find((account) => account.id === value)?.label ?? value;
    if (facet === 'callers') return callerText(value);
    if (facet === 'codes') return value;
    return wordOf(facet, value);
  };
}

function wordOf(facet: 'exchanges' | 'lanes' | 'outcomes' | 'kinds', value: string): string {
  const known = KNOWN_VALUES[facet].find((one) => one === value);
  if (known === undefined) return value;
  switch (facet) {
    case 'exchanges':
      return t(`exchange.${known as ExchangeId}`);
    case 'lanes':
      return t(`lane.${known as Lane}`);
    case 'outcomes':
      return t(`outcome.${known as Outcome}`);
    case 'kinds':
      return t(`activity.kind.${known as 'request' | 'socket'}`);
  }
}
