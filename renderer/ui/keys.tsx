import { Fragment } from 'react';
import { t } from '../i18n/i18n.ts';

/** Keys of an action as they are printed: `g o`, `mod+k`. */
export function Keys({ keys }: { readonly keys: string }) {
  return (
    <span className="keys">
      {keys.split(' ').map((chord, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the keys of one action never change
        <Fragment key={index}>
          {index > 0 ? <span className="keys__then">{t('keys.then')}</span> : null}
          {chord.startsWith('mod+') ? <kbd>{t('keys.mod')}</kbd> : null}
          {chord.includes('shift+') ? <kbd>{t('keys.shift')}</kbd> : null}
          <kbd translate="no">{capital(bare(chord))}</kbd>
        </Fragment>
      ))}
    </span>
  );
}

/** The same in one line of text, for a title. */
export function keysText(keys: string): string {
  return keys
    .split(' ')
    .map((chord) =>
      [
        ...(chord.startsWith('mod+') ? [t('keys.mod')] : []),
        ...(chord.includes('shift+') ? [t('keys.shift')] : []),
        capital(bare(chord)),
      ].join(' '),
    )
    .join(` ${t('keys.then')} `);
}

/** The key itself, without those held with it. */
function bare(chord: string): string {
  return chord.replace('mod+', '').replace('shift+', '');
}

function capital(chord: string): string {
  return /^[a-z]$/.test(chord) ? chord.toUpperCase() : chord;
}
