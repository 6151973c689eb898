import { useState } from 'react';
import { useStore } from 'zustand';
import type { AccountId } from '../../../shared/model/account.ts';
import { t } from '../../i18n/i18n.ts';
import { useStores } from '../../stores/context.ts';
import { Icon } from '../../ui/icons.tsx';
import { BucketRow } from './bucket-row.tsx';
import { moveFocus } from './move-focus.ts';

interface RestingProps {
  readonly keys: readonly string[];
  readonly card: AccountId;
  /** No other row is on the card. */
  readonly isAlone: boolean;
}

export function RestingBuckets({ keys, card, isAlone }: RestingProps) {
  const { ui } = useStores();
  const [isUnfolded, setUnfolded] = useState(false);
  // One that is looked at must not fold away when it comes to rest.
  const holdsChosen = useStore(ui, (state) => state.selected !== null && keys.includes(state.selected));
  const isOpen = isUnfolded || holdsChosen;
  if (keys.length === 0) return null;
  const text = isAlone ? t('bucket.all-rest', { count: keys.length }) : t('bucket.rest', { count: keys.length });
  return (
    <div className="resting">
      <button type="button" className="resting__toggle" aria-expanded={isOpen} onClick={() => setUnfolded(!isOpen)}>
        <Icon name="down" size={14} />
        {text}
      </button>
      {isOpen ? (
        <ul className="rows" aria-label={text} onKeyDown={moveFocus}>
          {keys.map((key) => (
            <BucketRow key={key} bucketKey={key} card={card} />
          ))}
        </ul>
      ) : null}
    </div>
  );
}
