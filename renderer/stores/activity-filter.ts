import type { ActivityFilter } from '../../shared/model/activity-query.ts';

/** What can be chosen one value at a time; each chosen value is a chip. */
export const facets = ['accounts', 'exchanges', 'lanes', 'callers', 'outcomes', 'codes', 'kinds'] as const;
export type Facet = (typeof facets)[number];

/** Which requests to show: values of one facet are alternatives, facets narrow each other; empty lists leave all open. */
export interface LogFilter extends Readonly<Record<Facet, readonly string[]>> {
  readonly text: string;
  /** Wall times of the host, ms: from, and before; null: open. */
  readonly fromMs: number | null;
  readonly untilMs: number | null;
}

export interface Chip {
  readonly facet: Facet;
  readonly value: string;
}

export const NO_FILTER: LogFilter = {
  accounts: [],
  exchanges: [],
  lanes: [],
  callers: [],
  outcomes: [],
  codes: [],
  kinds: [],
  text: '',
  fromMs: null,
  untilMs: null,
};

/** As many as the contract takes for one facet, and characters of the text. */
export const MAX_VALUES = 32;
export const MAX_TEXT = 80;

export function withValue(filter: LogFilter, { facet, value }: Chip): LogFilter {
  const known = filter[facet];
  if (value === '' || known.includes(value) || known.length >= MAX_VALUES) return filter;
  return { ...filter, [facet]: [...known, value] };
}

export function withoutValue(filter: LogFilter, { facet, value }: Chip): LogFilter {
  if (!filter[facet].includes(value)) return filter;
  return { ...filter, [facet]: filter[facet].filter((one) => one !== value) };
}

/** The text as it is asked for: trimmed and cut; the same filter where that changes nothing. */
export function withText(filter: LogFilter, text: string): LogFilter {
  const wanted = text.trim().slice(0, MAX_TEXT);
  return wanted === filter.text ? filter : { ...filter, text: wanted };
}

export function withTimes(filter: LogFilter, fromMs: number | null, untilMs: number | null): LogFilter {
  if (filter.fromMs === fromMs && filter.untilMs === untilMs) return filter;
  return { ...filter, fromMs, untilMs };
}

export function chipsOf(filter: LogFilter): readonly Chip[] {
  return facets.flatMap((facet) => filter[facet].map((value) => ({ facet, value })));
}

export function isOpen(filter: LogFilter): boolean {
  return chipsOf(filter).length === 0 && filter.text === '' && !hasTimes(filter);
}

export function hasTimes(filter: LogFilter): boolean {
  return filter.fromMs !== null || filter.untilMs !== null;
}

/** The filter in the contract's form, without what it leaves open. */
export function asked(filter: LogFilter): ActivityFilter {
  const { text, fromMs, untilMs } = filter;
  const chosen = facets.filter((facet) => filter[facet].length > 0).map((facet) => [facet, [...filter[facet]]]);
  return {
    // Every value was chosen from the contract's own words or typed as a code; the host parses them again.
    ...(Object.fromEntries(chosen) as Omit<ActivityFilter, 'text'>),
    ...(text === '' ? {} : { text }),
    ...(fromMs === null ? {} : { fromMs }),
    ...(untilMs === null ? {} : { untilMs }),
  };
}
