import type { ReactNode } from 'react';
import { t } from '../i18n/i18n.ts';

interface EmptyPageProps {
  readonly icon: ReactNode;
  readonly title: string;
  readonly text: string;
  readonly now: string;
  readonly href: string;
  readonly link: string;
}

/** A page whose subject does not exist yet: what it will hold, and what can be done meanwhile. */
export function EmptyPage({ icon, title, text, now, href, link }: EmptyPageProps) {
  return (
    <div className="empty">
      <span className="empty__mark">{icon}</span>
      <h2 className="empty__title">{title}</h2>
      <p className="empty__text">{text}</p>
      <div className="empty__now">
        <span className="empty__label">{t('empty.meanwhile')}</span>
        <p>{now}</p>
        <a className="button" href={href}>
          {link}
        </a>
      </div>
    </div>
  );
}
