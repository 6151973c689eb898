import type { ReactElement } from 'react';
import type { AlertSeverity } from '../../../shared/model/alert.ts';
import { severityText } from './alert-text.ts';

/** Each severity has a shape of its own, so that it is told without its colour. */
const SHAPES: Readonly<Record<AlertSeverity, ReactElement>> = {
  notice: <circle cx="6" cy="6" r="4.25" fill="none" stroke="currentColor" strokeWidth="1.75" />,
  warning: <path d="M6 1.25 11.25 10.5H.75z" fill="currentColor" stroke="currentColor" strokeLinejoin="round" />,
  critical: <path d="M3.7 1h4.6L11 3.7v4.6L8.3 11H3.7L1 8.3V3.7z" fill="currentColor" />,
};

export function SeverityMark({ severity }: { readonly severity: AlertSeverity }) {
  return (
    <span className={`severity severity--${severity}`}>
      <svg width="12" height="12" viewBox="0 0 12 12" aria-hidden="true">
        {SHAPES[severity]}
      </svg>
      {severityText(severity)}
    </span>
  );
}
