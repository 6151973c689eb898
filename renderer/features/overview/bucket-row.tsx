import { lazy, memo, Suspense, useId, useRef } from 'react';
import { useStore } from 'zustand';
import type { AccountId } from '../../../shared/model/account.ts';
import type { BucketUnit, BucketView } from '../../../shared/model/bucket.ts';
import { t } from '../../i18n/i18n.ts';
import { useStores } from '../../stores/context.ts';
import { formatLarge, formatLeftover, formatUse } from '../../ui/format.ts';
import { StatusMark } from '../../ui/status-mark.tsx';
import { useInSight } from './in-sight.ts';
import { useSeenView } from './pace.ts';
import { RowBar } from './row-bar.tsx';
import { countdownText, nameOf, sharesOf } from './row-text.ts';
import './row.css';
import { closeLimit, openLimit, useIsOpen } from './selected.ts';
import { Sparkline } from './sparkline.tsx';

// Charts come after the figures: their code is asked for when the page already stands.
const BucketDetail = lazy(() => import('./bucket-detail.tsx').then((file) => ({ default: file.BucketDetail })));

interface RowProps {
  readonly bucketKey: string;
  /** The card it stands in. */
  readonly card: AccountId;
}

/** One limit in one line. Enter or a click opens it. */
export const BucketRow = memo(function BucketRow({ bucketKey, card }: RowProps) {
  const stores = useStores();
  const isKnown = useStore(stores.limits, (state) => state.byKey[bucketKey] !== undefined);
  const isOpen = useIsOpen(bucketKey, card);
  const detailId = useId();
  const item = useRef<HTMLLIElement>(null);
  const isInSight = useInSight(item);
  if (!isKnown) return null;
  const show = (): void => item.current?.scrollIntoView({ block: 'nearest' });
  const close = (): void => {
    closeLimit(stores);
    item.current?.querySelector('button')?.focus();
  };
  return (
    <li ref={item} data-open={isOpen}>
      <Line
        bucketKey={bucketKey}
        isOpen={isOpen}
        isInSight={isInSight}
        detailId={detailId}
        onPress={() => (isOpen ? closeLimit(stores) : openLimit(stores, bucketKey, card))}
      />
      {isOpen ? (
        <div className="detail" id={detailId}>
          <Suspense fallback={null}>
            <BucketDetail bucketKey={bucketKey} onShown={show} onClose={close} />
          </Suspense>
        </div>
      ) : null}
    </li>
  );
});

interface LineProps {
  readonly bucketKey: string;
  readonly isOpen: boolean;
  readonly isInSight: boolean;
  readonly detailId: string;
  readonly onPress: () => void;
}

function Line({ bucketKey, isOpen, isInSight, detailId, onPress }: LineProps) {
  const { view, nowMs } = useSeenView(bucketKey, isInSight);
  if (view === undefined) return null;
  return (
    <button
      type="button"
      className={`row row--${view.status}`}
      data-bucket-row={bucketKey}
      aria-expanded={isOpen}
      aria-controls={isOpen ? detailId : undefined}
      title={nameOf(view)}
      onClick={onPress}
    >
      <span className="row__status">
        <Status status={view.status} />
      </span>
      <Name name={view.bucket.name} part={view.part} waiting={view.waiting} sharers={view.accounts.length} />
      <span className="row__bar">
        <RowBar {...sharesOf(view)} />
      </span>
      <span className="row__spark">{isInSight ? <Sparkline bucketKey={bucketKey} /> : null}</span>
      <Figures view={view} />
      <span className="row__time">{countdownText(view, nowMs)}</span>
    </button>
  );
}

const Status = memo(StatusMark);

interface NameProps {
  readonly name: string;
  readonly part: string | null;
  readonly waiting: number;
  readonly sharers: number;
}

const Name = memo(function Name({ name, part, waiting, sharers }: NameProps) {
  return (
    <span className="row__name">
      <span className="row__title">{name}</span>
      {part === null ? null : <span className="row__part">{part}</span>}
      {waiting > 0 ? (
        <span className="row__chip row__chip--waiting">{t('bucket.waiting', { count: waiting })}</span>
      ) : null}
      {sharers > 1 ? <span className="row__chip">{t('account.shared', { count: sharers })}</span> : null}
    </span>
  );
});

function Figures({ view }: { readonly view: BucketView }) {
  return (
    <>
      <span className="row__use">
        <span className="row__used">{formatUse(view.used, view.capacity)}</span>
        <Capacity capacity={view.capacity} unit={view.bucket.unit} />
      </span>
      <span className="row__left">
        {t('bucket.headroom', { headroom: formatLeftover(view.headroom, view.capacity) })}
      </span>
    </>
  );
}

const Capacity = memo(function Capacity({ capacity, unit }: { readonly capacity: number; readonly unit: BucketUnit }) {
  return (
    <span className="row__capacity">
      {' / '}
      {formatLarge(capacity)} {t(`unit.${unit}`)}
    </span>
  );
});
