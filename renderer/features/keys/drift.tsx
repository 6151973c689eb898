import type { GrantDrift } from '../../../shared/model/vault.ts';
import { t } from '../../i18n/i18n.ts';
import { formatDayTime } from '../../ui/format.ts';

/** What changed at the exchange between two checks: before and after. */
export function Drift({ drift }: { readonly drift: GrantDrift }) {
  const { atMs, changes, ipRestriction } = drift;
  return (
    <section className="key-part">
      <h3>
        {t('key.drift')} <span className="key-part__when">{t('key.drift.at', { time: formatDayTime(atMs) })}</span>
      </h3>
      <ul className="drift">
        {changes.map(({ name, grant, from, to }) => (
          <li key={`${grant} ${name}`}>
            <span>
              {t(`grant.${grant}`)} <code translate="no">{name}</code>
            </span>
            <Change from={wordOf(from)} to={wordOf(to)} />
          </li>
        ))}
        {ipRestriction === null ? null : (
          <li>
            <span>{t('key.drift.addresses')}</span>
            <Change from={placesText(ipRestriction.from)} to={placesText(ipRestriction.to)} />
          </li>
        )}
      </ul>
    </section>
  );
}

function Change({ from, to }: { readonly from: string; readonly to: string }) {
  return (
    <span className="drift__change">
      <span className="unseen">{t('key.drift.before')}</span>
      <s>{from}</s>
      <span aria-hidden="true">→</span>
      <span className="unseen">{t('key.drift.after')}</span>
      <strong>{to}</strong>
    </span>
  );
}

function wordOf(isGranted: boolean | null): string {
  if (isGranted === null) return t('key.rights.unknown');
  return isGranted ? t('key.rights.yes') : t('key.rights.no');
}

/** The engine's words for a restriction: `none`, `unknown`, `list`, or the addresses themselves. */
function placesText(text: string): string {
  if (text === 'none') return t('key.where.none');
  if (text === 'unknown') return t('key.where.unknown');
  return text === 'list' ? t('key.where.list') : text;
}
