import { createContext, useContext } from 'react';
import { t } from '../i18n/i18n.ts';

/** True while amounts of money are hidden from whoever looks on. */
export const AmountPrivacy = createContext(false);

/** Writes an amount as it is, or as dots of one length while amounts are hidden: not even its size is told. */
export function useAmount(): (written: string) => string {
  const isPrivate = useContext(AmountPrivacy);
  return (written) => (isPrivate ? t('private.hidden') : written);
}
