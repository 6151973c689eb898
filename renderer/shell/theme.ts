import { setFormats } from '../i18n/formats.ts';
import { type Memory, rememberTheme, type Theme } from '../stores/preferences.ts';
import type { UiStore } from '../stores/ui.ts';

export type Scheme = 'light' | 'dark';

export function schemeOf(theme: Theme, isSystemDark: boolean): Scheme {
  if (theme !== 'system') return theme;
  return isSystemDark ? 'dark' : 'light';
}

/** The UI kit's own attribute: its colours follow it as ours do. */
const SCHEME_ATTRIBUTE = 'data-mantine-color-scheme';

/** Keeps colours, heights, figures and times with what was chosen and, for `system`, with the computer's choice. */
export function followPreferences(ui: UiStore, page: Window, memory: Memory): void {
  const query = page.matchMedia('(prefers-color-scheme: dark)');
  const root = page.document.documentElement;
  const apply = (): void => {
    const { theme, density, zone, format, units } = ui.getState();
    root.setAttribute(SCHEME_ATTRIBUTE, schemeOf(theme, query.matches));
    root.setAttribute('data-density', density);
    setFormats({ locale: format, timeZone: zone === 'system' ? null : zone, units });
  };
  ui.subscribe((now, before) => {
    apply();
    if (now.theme !== before.theme) rememberTheme(memory, now.theme);
  });
  query.addEventListener('change', apply);
  apply();
}
