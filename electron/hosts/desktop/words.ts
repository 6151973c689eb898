import { enCommon } from '../../../shared/i18n/en-common.ts';
import { enDesktop } from '../../../shared/i18n/en-desktop.ts';
import { pseudoCatalogue } from '../../../shared/i18n/pseudo.ts';
import { fill, type SentenceValues } from '../../../shared/i18n/sentence.ts';
import type { PageSettings } from '../../../shared/model/page-settings.ts';

const english = { ...enCommon, ...enDesktop } as const;
type CatalogueKey = keyof typeof english;
type Bare<Key extends string> = Key extends `${infer Stem}_one` | `${infer Stem}_other` ? Stem : Key;
export type WordKey = Bare<CatalogueKey>;

let catalogue: Readonly<Record<string, string>> = english;
let format: PageSettings['format'] = 'system';

/** The sentence of a key; `count` chooses between its two forms. */
export function word(key: WordKey, values: SentenceValues = {}): string {
  const sentence = catalogue[key] ?? catalogue[`${key}_${values['count'] === 1 ? 'one' : 'other'}`] ?? key;
  return fill(sentence, values);
}

/** Whether there is a sentence of that name. */
export function isWordKey(key: string): key is WordKey {
  return key in english;
}

/** Figures are written as its user chose for every page. */
export function setFigures(chosen: PageSettings['format']): void {
  format = chosen;
}

/** Marks every sentence, to find those that are in no catalogue; null: plain again. */
export function speakPseudo(isOn: boolean): void {
  catalogue = isOn ? pseudoCatalogue(english) : english;
}

export function figure(value: number): string {
  return new Intl.NumberFormat(locale(), { maximumFractionDigits: 0 }).format(value);
}

export function tenths(value: number): string {
  return new Intl.NumberFormat(locale(), { maximumFractionDigits: 1 }).format(value);
}

/** 0 … 1 as a percentage. */
export function percent(share: number): string {
  return new Intl.NumberFormat(locale(), { style: 'percent', maximumFractionDigits: 0 }).format(share);
}

function locale(): string | undefined {
  return format === 'system' ? undefined : format;
}
