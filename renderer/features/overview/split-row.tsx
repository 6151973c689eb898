import { useStore } from 'zustand';
import type { LatencySplit } from '../../../shared/model/activity.ts';
import { t } from '../../i18n/i18n.ts';
import { useStores } from '../../stores/context.ts';
import { type LatencyRealm, NO_LATENCY, realmName } from '../../stores/latency.ts';
import { formatSpan } from '../../ui/format.ts';

const PARTS = [
  { id: 'queue', of: 'queueMs' },
  { id: 'network', of: 'networkMs' },
  { id: 'exchange', of: 'exchangeMs' },
] as const;

/** Where the mean call spends its time, and whether the exchange said so or it was worked out. */
export function SplitRow({ realms }: { readonly realms: readonly LatencyRealm[] }) {
  const { latency } = useStores();
  const byRealm = useStore(latency, (state) => state.byRealm);
  return (
    <tr className="exchanges__split">
      <th scope="row" title={t('split.hint')}>
        {t('split.title')}
        <ul className="split__names" aria-hidden="true">
          {PARTS.map(({ id }) => (
            <li key={id}>
              <span className={`swatch swatch--${id}`} /> {t(`split.${id}`)}
            </li>
          ))}
        </ul>
      </th>
      {realms.map((realm) => (
        <td key={realmName(realm)}>
          <Split split={(byRealm[realmName(realm)] ?? NO_LATENCY).split} />
        </td>
      ))}
    </tr>
  );
}

function Split({ split }: { readonly split: LatencySplit | null }) {
  const whole = split === null ? 0 : split.queueMs + split.networkMs + split.exchangeMs;
  let left = 0;
  return (
    <>
      <svg className="split" viewBox="0 0 100 6" preserveAspectRatio="none" aria-hidden="true">
        {PARTS.map(({ id, of }) => {
          const width = split === null || whole <= 0 ? 0 : (split[of] / whole) * 100;
          const x = left;
          left += width;
          return <rect key={id} className={`split__${id}`} x={x} width={width} height="6" />;
        })}
      </svg>
      <dl className="split__parts">
        {PARTS.map(({ id, of }) => (
          <div key={id}>
            <dt className="unseen">{t(`split.${id}`)}</dt>
            <dd>{formatSpan(split === null ? null : split[of])}</dd>
          </div>
        ))}
      </dl>
      <span
        className="exchanges__before"
        title={t(split?.isEstimated === true ? 'split.estimated.hint' : 'split.told.hint')}
      >
        {split === null ? t('figure.none') : t(split.isEstimated ? 'split.estimated' : 'split.told')}
      </span>
    </>
  );
}
