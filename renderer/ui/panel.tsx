import type { ReactNode } from 'react';
import { useId } from 'react';
import { t } from '../i18n/i18n.ts';

interface PanelProps {
  readonly title: string;
  readonly extra?: ReactNode;
  readonly className?: string;
  readonly children: ReactNode;
}

export function Panel({ title, extra, className = '', children }: PanelProps) {
  const titleId = useId();
  return (
    <section className={`panel ${className}`} aria-labelledby={titleId}>
      <header className="panel__head">
        <h2 className="panel__title" id={titleId}>
          {title}
        </h2>
        {extra === undefined ? null : <div className="panel__extra">{extra}</div>}
      </header>
      <div className="panel__body">{children}</div>
    </section>
  );
}

export function PanelMessage({ children }: { readonly children: ReactNode }) {
  return <div className="panel__message">{children}</div>;
}

export function PanelFailure({ reason, onRetry }: { readonly reason: string; readonly onRetry: () => void }) {
  return (
    <div className="panel__message" role="alert">
      <p>{t('panel.failed', { reason })}</p>
      <button type="button" className="button" onClick={onRetry}>
        {t('action.retry')}
      </button>
    </div>
  );
}

/** Grey lines where figures will be; `widths` in percent. */
export function Skeleton({ widths }: { readonly widths: readonly number[] }) {
  return (
    <div className="skeletons" role="status">
      <span className="unseen">{t('panel.loading')}</span>
      {widths.map((width) => (
        <span key={width} className="skeleton" style={{ width: `${width}%` }} />
      ))}
    </div>
  );
}
