import { parseArgs } from 'node:util';
import { MENU_PAGES, type MenuPage } from './menu-text.ts';

export interface DesktopFlags {
  readonly dataDir: string | null;
  /** Practice environment only. */
  readonly practice: boolean;
  /** The page to begin at, or to show in the window that is open already. */
  readonly page: MenuPage | null;
  /** Begin without a window, where an icon can bring it: at login. */
  readonly hidden: boolean;
}

const OPTIONS = {
  'data-dir': { type: 'string' },
  practice: { type: 'boolean' },
  page: { type: 'string' },
  hidden: { type: 'boolean' },
} as const;

/**
 * Reads our own flags and leaves every other one alone: Electron, Chromium and the desktop add theirs.
 */
export function readFlags(argv: readonly string[]): DesktopFlags {
  const { values } = parseArgs({ args: argv.slice(1), strict: false, options: OPTIONS });
  const dataDir = values['data-dir'];
  return {
    dataDir: typeof dataDir === 'string' && dataDir !== '' ? dataDir : null,
    practice: values['practice'] === true,
    page: readPage(values['page']),
    hidden: values['hidden'] === true,
  };
}

/** The page a second start asked for, out of what Electron handed over; anything else is null. */
export function pageOfSecondStart(data: unknown): MenuPage | null {
  return typeof data === 'object' && data !== null ? readPage(Reflect.get(data, 'page')) : null;
}

function readPage(name: unknown): MenuPage | null {
  return MENU_PAGES.find((page) => page === name) ?? null;
}
