import type { GrantUse } from '../../../shared/model/vault.ts';
import { t } from '../../i18n/i18n.ts';
import { formatCount, formatDayTime } from '../../ui/format.ts';

/** What the key may do against what it did, in our words and the exchange's. */
export function Rights({ matrix }: { readonly matrix: readonly GrantUse[] }) {
  return (
    <section className="key-part">
      <h3>{t('key.rights')}</h3>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: the keyboard scrolls it where the page is narrow */}
      <section className="scrolls" tabIndex={0} aria-label={t('key.rights')}>
        <table className="rights">
          <thead>
            <tr>
              <th scope="col">{t('key.rights.grant')}</th>
              <th scope="col">{t('key.rights.names')}</th>
              <th scope="col">{t('key.rights.granted')}</th>
              <th scope="col" className="rights__figure">
                {t('key.rights.calls')}
              </th>
              <th scope="col" className="rights__figure">
                {t('key.rights.last')}
              </th>
            </tr>
          </thead>
          <tbody>
            {matrix.map((row) => (
              <Row key={`${row.grant} ${row.names.join()}`} row={row} />
            ))}
          </tbody>
        </table>
      </section>
    </section>
  );
}

function Row({ row }: { readonly row: GrantUse }) {
  const { grant, names, isGranted, calls, lastUsedAtMs } = row;
  const isIdle = isGranted === true && calls === 0;
  return (
    <tr className={rowClass(row)}>
      <th scope="row">{t(`grant.${grant}`)}</th>
      <td>
        {names.length === 0 ? (
          t('key.rights.other')
        ) : (
          <span className="rights__names" translate="no">
            {names.map((name) => (
              <code key={name}>{name}</code>
            ))}
          </span>
        )}
      </td>
      <td>
        <span className="rights__granted">{grantedText(isGranted)}</span>
      </td>
      <td className="rights__figure">{isIdle ? t('key.rights.unused') : formatCount(calls)}</td>
      <td className="rights__figure">{lastUsedAtMs === null ? t('figure.none') : formatDayTime(lastUsedAtMs)}</td>
    </tr>
  );
}

const GRAVE: readonly GrantUse['grant'][] = ['withdraw', 'address-book', 'unknown'];

function rowClass({ grant, isGranted }: GrantUse): string {
  if (isGranted !== true) return 'rights__row';
  return `rights__row rights__row--on ${GRAVE.includes(grant) ? 'rights__row--grave' : ''}`;
}

function grantedText(isGranted: boolean | null): string {
  if (isGranted === null) return `? ${t('key.rights.unknown')}`;
  return isGranted ? `● ${t('key.rights.yes')}` : `○ ${t('key.rights.no')}`;
}
