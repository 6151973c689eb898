import type { PageSettings } from '../../shared/model/page-settings.ts';
import { language } from './i18n.ts';

export interface Formats {
  /** Language tag whose figures and dates are used; null: those of the page's language; `system`: the computer's. */
  readonly locale: string | null;
  /** IANA name; null: the computer's own. */
  readonly timeZone: string | null;
  /** Whether what is used and left of a limit is written in its own unit or as a share of it. */
  readonly units: PageSettings['units'];
}

let chosen: Formats = { locale: null, timeZone: null, units: 'amount' };

/** Figures and times are written so from the next drawing on. */
export function setFormats(formats: Formats): void {
  chosen = formats;
}

/** For Intl; undefined: the computer's. */
export function formatLocale(): string | undefined {
  if (chosen.locale === 'system') return undefined;
  return chosen.locale ?? language();
}

/** For Intl; undefined: the computer's. */
export function timeZone(): string | undefined {
  return chosen.timeZone ?? undefined;
}

export function isInShares(): boolean {
  return chosen.units === 'share';
}
