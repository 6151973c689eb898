import { useState } from 'react';
import { useStore } from 'zustand';
import type { AccountId } from '../../../shared/model/account.ts';
import { t } from '../../i18n/i18n.ts';
import { useStores } from '../../stores/context.ts';
import { Icon } from '../../ui/icons.tsx';
import { BucketRow } from './bucket-row.tsx';
import { moveFocus } from './move-focus.ts';

interface RestingProps {
  /** In use, but less full than those shown. */
  readonly less: readonly string[];
  /** At rest. */
  readonly keys: readonly string[];
  readonly card: AccountId;
  /** No other row is on the card. */
  readonly isAlone: boolean;
}

/** One line for the limits that need no attention; it unfolds. */
export function RestingBuckets({ less, keys, card, isAlone }: RestingProps) {
  const { ui } = useStores();
  const [isUnfolded, setUnfolded] = useState(false);
  // One that is looked at must not fold away when it comes to rest.
  const holdsChosen = useStore(ui, (state) => state.selected !== null && keys.includes(state.selected));
  const isOpen = isUnfolded || holdsChosen;
  const all = [...less, ...keys];
  if (all.length === 0) return null;
  const text = foldText(less.length, keys.length, isAlone);
  return (
    <div className="resting">
      <button type="button" className="resting__toggle" aria-expanded={isOpen} onClick={() => setUnfolded(!isOpen)}>
        <Icon name="down" size={14} />
        {text}
      </button>
      {isOpen ? (
        <ul className="rows" aria-label={text} onKeyDown={moveFocus}>
          {all.map((key) => (
            <BucketRow key={key} bucketKey={key} card={card} />
          ))}
        </ul>
      ) : null}
    </div>
  );
}

function foldText(less: number, resting: number, isAlone: boolean): string {
  if (isAlone) return t('bucket.all-rest', { count: resting });
  if (less === 0) return t('bucket.rest', { count: resting });
  return resting === 0 ? t('rows.less', { count: less }) : t('rows.less-and-rest', { less, resting });
}
