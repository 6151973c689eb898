import { language, t } from '../i18n/i18n.ts';

const EXAMPLE = 1_234_567.8;

/** Whose figures and dates, with an example: `German (Germany), 1.234.567,8`. */
export function formatChoiceName(choice: string): string {
  const tag = choice === 'system' ? undefined : choice;
  const example = new Intl.NumberFormat(tag).format(EXAMPLE);
  const name =
    tag === undefined ? t('settings.system') : new Intl.DisplayNames(language(), { type: 'language' }).of(tag);
  return t('settings.format.name', { name: name ?? choice, example });
}
