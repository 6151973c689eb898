import { t } from '../i18n/i18n.ts';
import { type PageId, pages } from '../stores/ui.ts';
import { Icon } from '../ui/icons.tsx';

export function Nav({ page }: { readonly page: PageId }) {
  return (
    <nav className="nav" aria-label={t('nav.label')}>
      <span className="nav__brand" aria-hidden="true">
        <BrandMark />
        <span className="nav__word">{t('app.name')}</span>
      </span>
      <ul>
        {pages.map((id) => (
          <li key={id}>
            <a
              className="nav__link"
              href={`#/${id}`}
              aria-current={id === page ? 'page' : undefined}
              title={t(`nav.${id}`)}
            >
              <Icon name={id} size={18} />
              <span className="nav__word">{t(`nav.${id}`)}</span>
            </a>
          </li>
        ))}
      </ul>
    </nav>
  );
}

/** A column filled to a third: the rest is headroom. */
function BrandMark() {
  return (
    <svg width="22" height="22" viewBox="0 0 22 22" aria-hidden="true">
      <path d="M4.5 13.5h13V18h-13z" fill="var(--own)" />
      <path
        d="M3.5 3v16h15V3"
        fill="none"
        stroke="currentColor"
        strokeWidth="2"
        strokeLinecap="round"
        strokeLinejoin="round"
      />
    </svg>
  );
}
