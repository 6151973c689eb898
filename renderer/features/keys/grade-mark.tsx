import type { ReactElement } from 'react';
import type { Grade } from '../../../shared/model/vault.ts';
import { t } from '../../i18n/i18n.ts';

/** Each grade has an outline of its own, so that it is told without its colour. */
const SHAPES: Readonly<Record<Grade | 'none', ReactElement>> = {
  A: <circle cx="12" cy="12" r="10" />,
  B: <rect x="2.5" y="2.5" width="19" height="19" rx="5" />,
  C: <path d="M12 1.5 22.5 12 12 22.5 1.5 12z" />,
  D: <path d="M12 1.5 23 21.5H1z" />,
  F: <path d="M7.5 1.5h9l6 6v9l-6 6h-9l-6-6v-9z" />,
  none: <circle cx="12" cy="12" r="10" strokeDasharray="3 3" />,
};

/** Letter, shape and word. */
export function GradeMark({ grade, isLarge = false }: { readonly grade: Grade | null; readonly isLarge?: boolean }) {
  const name = grade ?? 'none';
  return (
    <span className={`grade grade--${name} ${isLarge ? 'grade--large' : ''}`}>
      <span className="grade__shape" translate="no">
        <svg viewBox="0 0 24 24" aria-hidden="true">
          {SHAPES[name]}
          <text
            className={grade === 'D' ? 'grade__letter grade__letter--small' : 'grade__letter'}
            x="12"
            y={grade === 'D' ? 19 : 16.5}
            textAnchor="middle"
          >
            {grade ?? '?'}
          </text>
        </svg>
      </span>
      <span className="grade__word" aria-hidden={grade !== null}>
        {t(`grade.${name}`)}
      </span>
      {grade === null ? null : <span className="unseen">{t('grade.label', { grade, word: t(`grade.${grade}`) })}</span>}
    </span>
  );
}
