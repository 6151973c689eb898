import { useStore } from 'zustand';
import { t } from '../i18n/i18n.ts';
import { isGraveUnseen, unseenOf } from '../stores/alerts.ts';
import { useStores } from '../stores/context.ts';
import { type PageId, pages } from '../stores/ui.ts';
import { formatCount } from '../ui/format.ts';
import { Icon } from '../ui/icons.tsx';
import { keysText } from '../ui/keys.tsx';
import { PALETTE_KEYS, SHORTCUTS_KEYS } from './actions/help-actions.ts';
import { PAGE_KEYS } from './actions/page-actions.ts';

export function Nav({ page }: { readonly page: PageId }) {
  const { ui, alerts } = useStores();
  const unseen = useStore(alerts, (state) => unseenOf(state.byId));
  const areOn = useStore(ui, (state) => state.singleKeys === 'on');
  const hint = (name: string, keys: string): string => t('nav.hint', { name, keys: keysText(keys) });
  const titleOf = (id: PageId): string => {
    const title = areOn ? hint(t(`nav.${id}`), PAGE_KEYS[id]) : t(`nav.${id}`);
    return id === 'alerts' && unseen > 0 ? `${title}: ${t('nav.alerts.unseen', { count: unseen })}` : title;
  };
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
              title={titleOf(id)}
            >
              <Icon name={id} size={18} />
              <span className="nav__word">{t(`nav.${id}`)}</span>
              {id === 'alerts' ? <UnseenCount /> : null}
            </a>
          </li>
        ))}
      </ul>
      <div className="nav__help">
        <button
          type="button"
          className="nav__link"
          title={hint(t('do.palette'), PALETTE_KEYS)}
          onClick={() => ui.setState({ dialog: 'palette' })}
        >
          <Icon name="search" size={18} />
          <span className="nav__word">{t('nav.commands')}</span>
        </button>
        <button
          type="button"
          className="nav__link"
          title={areOn ? hint(t('do.shortcuts'), SHORTCUTS_KEYS) : t('do.shortcuts')}
          onClick={() => ui.setState({ dialog: 'shortcuts' })}
        >
          <Icon name="keyboard" size={18} />
          <span className="nav__word">{t('nav.shortcuts')}</span>
        </button>
      </div>
    </nav>
  );
}

/** Beside the name, which stays as it is; the same is said after it by `title`. */
function UnseenCount() {
  const { alerts } = useStores();
  const count = useStore(alerts, (state) => unseenOf(state.byId));
  const isGrave = useStore(alerts, (state) => isGraveUnseen(state.byId));
  if (count === 0) return null;
  return (
    <span className="nav__count" data-grave={isGrave} aria-hidden="true">
      {formatCount(count)}
    </span>
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
