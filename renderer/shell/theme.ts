import type { Theme, UiStore } from '../stores/ui.ts';

export type Scheme = 'light' | 'dark';

export function schemeOf(theme: Theme, isSystemDark: boolean): Scheme {
  if (theme !== 'system') return theme;
  return isSystemDark ? 'dark' : 'light';
}

const ATTRIBUTE = 'data-mantine-color-scheme';

/** Keeps the page's colours with the choice made and, for `system`, with the computer's. */
export function followTheme(ui: UiStore, page: Window): void {
  const query = page.matchMedia('(prefers-color-scheme: dark)');
  const apply = (): void =>
    page.document.documentElement.setAttribute(ATTRIBUTE, schemeOf(ui.getState().theme, query.matches));
  ui.subscribe(apply);
  query.addEventListener('change', apply);
  apply();
}
