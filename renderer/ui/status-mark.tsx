import type { ReactElement } from 'react';
import type { BucketStatus } from '../../shared/model/bucket.ts';
import { t } from '../i18n/i18n.ts';

/** Each status has a shape of its own, so that it is told without its colour. */
const SHAPES: Readonly<Record<BucketStatus, ReactElement>> = {
  calm: <circle cx="6" cy="6" r="3.25" fill="none" stroke="currentColor" strokeWidth="1.5" />,
  warm: <path d="M6 1.75 10.75 10h-9.5z" fill="none" stroke="currentColor" strokeWidth="1.5" strokeLinejoin="round" />,
  hot: <path d="M6 1.25 11.25 10.5H.75z" fill="currentColor" stroke="currentColor" strokeLinejoin="round" />,
  held: <path d="M3 1.5h2.25v9H3zM6.75 1.5H9v9H6.75z" fill="currentColor" />,
  stale: <circle cx="6" cy="6" r="4" fill="none" stroke="currentColor" strokeWidth="1.5" strokeDasharray="2 2.2" />,
};

export function StatusMark({ status }: { readonly status: BucketStatus }) {
  return (
    <span className={`status status--${status}`}>
      <svg width="12" height="12" viewBox="0 0 12 12" aria-hidden="true">
        {SHAPES[status]}
      </svg>
      {t(`status.${status}`)}
    </span>
  );
}
