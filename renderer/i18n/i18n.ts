import { createInstance } from 'i18next';
import { en } from './en.ts';
import { PSEUDO, pseudoCatalogue } from '../../shared/i18n/pseudo.ts';

type CatalogueKey = keyof typeof en;
type Bare<Key extends string> = Key extends `${infer Stem}_one` | `${infer Stem}_other` ? Stem : Key;

export type MessageKey = Bare<CatalogueKey>;
export type MessageValues = Readonly<Record<string, string | number>>;

const instance = createInstance({
  lng: 'en',
  fallbackLng: 'en',
  resources: { en: { page: en } },
  defaultNS: 'page',
  keySeparator: false,
  nsSeparator: false,
  initAsync: false,
  // React escapes what it draws.
  interpolation: { escapeValue: false },
});
void instance.init();

/** The sentence of a key in the page's language. */
export function t(key: MessageKey, values: MessageValues = {}): string {
  return instance.t(key, values);
}

/** From now on every sentence is marked and lengthened: shows what was left untranslated or has too little room. */
export function speakPseudo(): void {
  instance.addResourceBundle(PSEUDO, 'page', pseudoCatalogue(en));
  void instance.changeLanguage(PSEUDO);
}

/** Language tag for Intl. */
export function language(): string {
  return instance.language;
}
