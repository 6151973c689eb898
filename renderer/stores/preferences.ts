import type { StoreApi } from 'zustand/vanilla';

export const themes = ['system', 'light', 'dark'] as const;
export type Theme = (typeof themes)[number];

export const densities = ['comfortable', 'compact'] as const;
export type Density = (typeof densities)[number];

/** Whose figures and dates: `system`, or a language tag. */
export const formatChoices = [
  'system',
  'en-US',
  'en-GB',
  'de-DE',
  'de-CH',
  'fr-FR',
  'es-ES',
  'pt-BR',
  'en-IN',
  'ja-JP',
  'zh-CN',
] as const;
export type FormatChoice = (typeof formatChoices)[number];

/** What its user chose of this page; kept by the browser, unknown to the host. */
export interface Preferences {
  readonly theme: Theme;
  readonly density: Density;
  /** `system`, `UTC` or an IANA name. */
  readonly zone: string;
  readonly format: FormatChoice;
  /** Whether single keys do something; Ctrl or ⌘ with K always does. */
  readonly singleKeys: 'on' | 'off';
}

/** The part of Storage the page uses; it may throw where the browser forbids storage. */
export type Memory = Pick<Storage, 'getItem' | 'setItem'>;

export function readPreferences(memory: Memory): Preferences {
  const zone = recall(memory, nameOf('zone')) ?? 'system';
  return {
    theme: themes.find((known) => known === recall(memory, nameOf('theme'))) ?? 'system',
    density: densities.find((known) => known === recall(memory, nameOf('density'))) ?? 'comfortable',
    zone: zone === 'system' || isTimeZone(zone) ? zone : 'system',
    format: formatChoices.find((known) => known === recall(memory, nameOf('format'))) ?? 'system',
    singleKeys: recall(memory, nameOf('singleKeys')) === 'off' ? 'off' : 'on',
  };
}

/** Takes a choice over and keeps it. */
export function prefer(
  store: Pick<StoreApi<Preferences>, 'setState'>,
  memory: Memory,
  choice: Partial<Preferences>,
): void {
  store.setState(choice);
  for (const [name, value] of Object.entries(choice)) remember(memory, `headroom.${name}`, value);
}

function nameOf(name: keyof Preferences): string {
  return `headroom.${name}`;
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

export function remember(memory: Memory, name: string, value: string): void {
  try {
    memory.setItem(name, value);
  } catch {
    // Storage is a comfort: without it the choice lasts until the page is closed.
  }
}
