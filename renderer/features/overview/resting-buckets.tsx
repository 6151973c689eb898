import { useState } from 'react';
import { t } from '../../i18n/i18n.ts';
import { Icon } from '../../ui/icons.tsx';
import { BucketRow } from './bucket-row.tsx';
import { moveFocus } from './move-focus.ts';

interface RestingProps {
  readonly keys: readonly string[];
  /** No other row is on the card. */
  readonly isAlone: boolean;
}

export function RestingBuckets({ keys, isAlone }: RestingProps) {
  const [isOpen, setOpen] = useState(false);
  if (keys.length === 0) return null;
  const text = isAlone ? t('bucket.all-rest', { count: keys.length }) : t('bucket.rest', { count: keys.length });
  return (
    <div className="resting">
      <button type="button" className="resting__toggle" aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
        <Icon name="down" size={14} />
        {text}
      </button>
      {isOpen ? (
        <ul className="rows" aria-label={text} onKeyDown={moveFocus}>
          {keys.map((key) => (
            <BucketRow key={key} bucketKey={key} />
          ))}
        </ul>
      ) : null}
    </div>
  );
}
