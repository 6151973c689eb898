import { useStore } from 'zustand';
import type { ActivityDetail, RowParam, RowReading } from '../../../shared/model/activity-query.ts';
import type { UsePoint } from '../../../shared/model/activity.ts';
import type { BucketView } from '../../../shared/model/bucket.ts';
import { t } from '../../i18n/i18n.ts';
import { useStores } from '../../stores/context.ts';
import { formatAmount } from '../../ui/format.ts';

/** A bucket by its key: the exchange's own name where the limit is known now, else what the key says. */
export function bucketName(view: BucketView | undefined, key: string): string {
  if (view !== undefined) return view.part === null ? view.bucket.name : `${view.bucket.name} · ${view.part}`;
  return key.split('|')[1] ?? key;
}

function Name({ bucketKey }: { readonly bucketKey: string }) {
  const { limits } = useStores();
  const view = useStore(limits, (state) => state.byKey[bucketKey]);
  return (
    <span title={bucketKey} translate="no">
      {bucketName(view, bucketKey)}
    </span>
  );
}

/** What it was priced at, what it took, and how full each bucket was before and after. */
export function BucketTable({ detail: { charges, uses } }: { readonly detail: ActivityDetail }) {
  if (charges.length === 0) return <p className="block__none">{t('activity.buckets.none')}</p>;
  return (
    <table className="buckets">
      <thead>
        <tr>
          <th scope="col">{t('activity.bucket')}</th>
          <th scope="col">{t('activity.column.cost')}</th>
          <th scope="col">{t('activity.spent')}</th>
          <th scope="col">{t('activity.before')}</th>
          <th scope="col">{t('activity.after')}</th>
          <th scope="col">{t('activity.capacity')}</th>
        </tr>
      </thead>
      <tbody>
        {charges.map(({ key, cost, spent }) => {
          const use = uses.find((one) => one.key === key);
          const capacity = use?.after?.capacity ?? use?.before?.capacity;
          return (
            <tr key={key}>
              <th scope="row">
                <Name bucketKey={key} />
              </th>
              <td>{formatAmount(cost)}</td>
              <td>{formatAmount(spent)}</td>
              <td>{usedText(use?.before)}</td>
              <td>{usedText(use?.after)}</td>
              <td>{capacity === undefined ? t('figure.none') : formatAmount(capacity)}</td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}

function usedText(point: UsePoint | null | undefined): string {
  return point === null || point === undefined ? t('figure.none') : formatAmount(point.used);
}

export function Readings({ readings }: { readonly readings: readonly RowReading[] }) {
  if (readings.length === 0) return <p className="block__none">{t('activity.readings.none')}</p>;
  return (
    <ul className="readings">
      {readings.map(({ key, kind, value }) => (
        <li key={`${key} ${kind}`}>
          <Name bucketKey={key} /> <span className="readings__kind">{t(`activity.reading.${kind}`)}</span>{' '}
          <strong>{formatAmount(value)}</strong>
        </li>
      ))}
    </ul>
  );
}

/** Names of all, values of those that may be shown. */
export function Params({ params }: { readonly params: readonly RowParam[] }) {
  if (params.length === 0) return <p className="block__none">{t('activity.params.none')}</p>;
  return (
    <dl className="params">
      {params.map(({ name, value }) => (
        <div key={name} className="params__line">
          <dt translate="no">{name}</dt>
          <dd data-hidden={value === null} translate={value === null ? undefined : 'no'}>
            {value ?? t('activity.param.hidden')}
          </dd>
        </div>
      ))}
    </dl>
  );
}
