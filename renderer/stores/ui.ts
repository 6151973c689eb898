import { createStore, type StoreApi } from 'zustand/vanilla';
import type { PageSettings } from '../../shared/model/page-settings.ts';
import { firstLook, type Memory } from './preferences.ts';

export const pages = ['overview', 'keys', 'orders', 'activity', 'alerts', 'settings'] as const;
export type PageId = (typeof pages)[number];

export { chartSpansMs } from '../../shared/model/page-settings.ts';
export type ChartSpanMs = PageSettings['chartSpanMs'];

/** Where the page stands: the page, and the part of it that was asked for. */
export interface Place {
  readonly page: PageId;
  readonly part: string | null;
}

/** What its user chose is kept by the host; the rest lasts as long as the page. */
export interface UiState extends PageSettings {
  readonly page: PageId;
  /** Asked for by its name in the address; a new object each time it is asked for. */
  readonly part: { readonly name: string } | null;
  /** Key of the limit that is open; null: the tightest of the first moment; empty: none. */
  readonly selected: string | null;
  /** What lies over the page. */
  readonly dialog: 'palette' | 'shortcuts' | null;
}

export type UiStore = StoreApi<UiState>;

/** The browser's storage, asked for anew each time: reaching for it throws where it is forbidden. */
export function browserMemory(page: Pick<Window, 'localStorage'>): Memory {
  return {
    getItem: (name) => page.localStorage.getItem(name),
    setItem: (name, value) => page.localStorage.setItem(name, value),
  };
}

export function createUiStore(memory: Memory): UiStore {
  return createStore<UiState>(() => ({
    ...firstLook(memory),
    page: 'overview',
    part: null,
    selected: null,
    dialog: null,
  }));
}

/** The place an address names; anything unknown is the overview. */
export function placeOf(hash: string): Place {
  const [name = '', part = ''] = hash.replace(/^#\/?/, '').split('/');
  const page = pages.find((known) => known === name) ?? 'overview';
  return { page, part: part === '' ? null : part };
}

/** Goes there at once; the address follows. */
export function goTo(store: UiStore, address: Pick<Location, 'hash'>, { page, part }: Place): void {
  store.setState({ page, part: part === null ? null : { name: part } });
  address.hash = part === null ? `#/${page}` : `#/${page}/${part}`;
}
