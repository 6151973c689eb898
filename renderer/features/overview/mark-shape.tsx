import type { ReactElement } from 'react';
import type { MarkKind } from '../../series/marks.ts';

/** Each kind has a shape of its own, so that it is told without its colour. */
const SHAPES: Readonly<Record<MarkKind, ReactElement>> = {
  'rate-limited': <path d="M6 1 11.5 10.5H.5z" fill="currentColor" />,
  banned: <path d="M3.7 1h4.6L11 3.7v4.6L8.3 11H3.7L1 8.3V3.7z" fill="currentColor" />,
  forbidden: <path d="M1.5 1.5h9v9h-9z" fill="none" stroke="currentColor" strokeWidth="2" />,
  'server-error': <path d="M6 .5 11.5 6 6 11.5.5 6z" fill="none" stroke="currentColor" strokeWidth="2" />,
};

export function MarkShape({ kind }: { readonly kind: MarkKind }) {
  return (
    <svg className={`mark mark--${kind}`} width="10" height="10" viewBox="0 0 12 12" aria-hidden="true">
      {SHAPES[kind]}
    </svg>
  );
}
