import { createStore, type StoreApi } from 'zustand/vanilla';

export const themes = ['system', 'light', 'dark'] as const;
export type Theme = (typeof themes)[number];

export const pages = ['overview', 'keys', 'orders', 'activity', 'alerts', 'settings'] as const;
export type PageId = (typeof pages)[number];

export const chartSpansMs = [60_000, 300_000, 900_000] as const;
export type ChartSpanMs = (typeof chartSpansMs)[number];

export interface UiState {
  readonly theme: Theme;
  readonly page: PageId;
  /** Bucket drawn in the chart; null: the tightest. */
  readonly selected: string | null;
  readonly chartSpanMs: ChartSpanMs;
  readonly isNoteDismissed: boolean;
}

export type UiStore = StoreApi<UiState>;

/** The part of Storage the page uses; it may throw where the browser forbids storage. */
export type Memory = Pick<Storage, 'getItem' | 'setItem'>;

/** The browser's storage, asked for anew each time: reaching for it throws where it is forbidden. */
export function browserMemory(page: Pick<Window, 'localStorage'>): Memory {
  return {
    getItem: (name) => page.localStorage.getItem(name),
    setItem: (name, value) => page.localStorage.setItem(name, value),
  };
}

const THEME_NAME = 'headroom.theme';
const NOTE_NAME = 'headroom.practice-note';

export function createUiStore(memory: Memory): UiStore {
  const theme = themes.find((known) => known === read(memory, THEME_NAME)) ?? 'system';
  return createStore<UiState>(() => ({
    theme,
    page: 'overview',
    selected: null,
    chartSpanMs: 300_000,
    isNoteDismissed: read(memory, NOTE_NAME) === 'dismissed',
  }));
}

export function chooseTheme(store: UiStore, memory: Memory, theme: Theme): void {
  store.setState({ theme });
  write(memory, THEME_NAME, theme);
}

export function dismissNote(store: UiStore, memory: Memory): void {
  store.setState({ isNoteDismissed: true });
  write(memory, NOTE_NAME, 'dismissed');
}

/** The page an address names; anything unknown is the overview. */
export function pageOf(hash: string): PageId {
  const name = hash.replace(/^#\/?/, '');
  return pages.find((page) => page === name) ?? 'overview';
}

function read(memory: Memory, name: string): string | null {
  try {
    return memory.getItem(name);
  } catch {
    return null;
  }
}

function write(memory: Memory, name: string, value: string): void {
  try {
    memory.setItem(name, value);
  } catch {
    // Storage is a comfort: without it the choice lasts until the page is closed.
  }
}
