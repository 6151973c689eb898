import { memo } from 'react';
import { useStore } from 'zustand';
import type { BucketView } from '../../../shared/model/bucket.ts';
import { t } from '../../i18n/i18n.ts';
import { useHostSecond, useStores } from '../../stores/context.ts';
import { formatAmount, formatHeadroom, formatLarge } from '../../ui/format.ts';
import { StackedBar } from '../../ui/stacked-bar.tsx';
import { StatusMark } from '../../ui/status-mark.tsx';
import { countdownText, nameOf, sharesOf } from './row-text.ts';
import { useSelectedKey } from './selected.ts';

/** One limit in one line. Enter or a click draws it in the chart. */
export const BucketRow = memo(function BucketRow({ bucketKey }: { readonly bucketKey: string }) {
  const { limits, ui } = useStores();
  const view = useStore(limits, (state) => state.byKey[bucketKey]);
  const isSelected = useSelectedKey() === bucketKey;
  if (view === undefined) return null;
  return (
    <li>
      <button
        type="button"
        className={`row row--${view.status}`}
        data-bucket-row={bucketKey}
        aria-pressed={isSelected}
        title={nameOf(view)}
        onClick={() => ui.setState({ selected: bucketKey })}
      >
        <span className="row__status">
          <StatusMark status={view.status} />
        </span>
        <Name view={view} />
        <span className="row__bar">
          <StackedBar {...sharesOf(view)} />
        </span>
        <Figures view={view} />
      </button>
    </li>
  );
});

function Name({ view }: { readonly view: BucketView }) {
  return (
    <span className="row__name">
      <span className="row__title">{view.bucket.name}</span>
      {view.part === null ? null : <span className="row__part">{view.part}</span>}
      {view.waiting > 0 ? (
        <span className="row__chip row__chip--waiting">{t('bucket.waiting', { count: view.waiting })}</span>
      ) : null}
      {view.accounts.length > 1 ? (
        <span className="row__chip">{t('account.shared', { count: view.accounts.length })}</span>
      ) : null}
    </span>
  );
}

function Figures({ view }: { readonly view: BucketView }) {
  return (
    <>
      <span className="row__use">
        <span className="row__used">{formatAmount(view.used)}</span>
        <span className="row__capacity">
          {' / '}
          {formatLarge(view.capacity)} {t(`unit.${view.bucket.unit}`)}
        </span>
      </span>
      <span className="row__left">{t('bucket.headroom', { headroom: formatHeadroom(view.headroom) })}</span>
      <Countdown view={view} />
    </>
  );
}

function Countdown({ view }: { readonly view: BucketView }) {
  const nowMs = useHostSecond();
  return <span className="row__time">{countdownText(view, nowMs)}</span>;
}
