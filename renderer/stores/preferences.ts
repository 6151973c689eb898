import { STANDARD_PAGE, themes, type PageSettings } from '../../shared/model/page-settings.ts';

export type Theme = PageSettings['theme'];
export type FormatChoice = PageSettings['format'];

/** The part of Storage the page uses; it may throw where the browser forbids storage. */
export type Memory = Pick<Storage, 'getItem' | 'setItem'>;

const THEME_NAME = 'headroom.theme';

/** How the page looks until its host said what was chosen: the last theme is remembered here, so that none flashes up. */
export function firstLook(memory: Memory): PageSettings {
  const theme = themes.find((known) => known === recall(memory, THEME_NAME));
  return theme === undefined ? STANDARD_PAGE : { ...STANDARD_PAGE, theme };
}

export function rememberTheme(memory: Memory, theme: Theme): void {
  remember(memory, THEME_NAME, theme);
}

export function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return true;
  } catch {
    return false;
  }
}

/** Null where nothing is kept, or storage is forbidden. */
export function recall(memory: Memory, name: string): string | null {
  try {
    return memory.getItem(name);
  } catch {
    return null;
  }
}

function remember(memory: Memory, name: string, value: string): void {
  try {
    memory.setItem(name, value);
  } catch {
    // The host keeps the choice; this is for the first moment alone.
  }
}
