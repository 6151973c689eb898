import { useEffect, useState } from 'react';
import { t } from '../../i18n/i18n.ts';
import { PanelFailure, Skeleton } from '../../ui/panel.tsx';
import { type Licence, loadLicences } from './licence-file.ts';

const WAITING = [45, 60, 50, 55];

type Loaded = readonly Licence[] | 'loading' | 'failed';

/** Libraries inside this app and the terms they come under, searchable by name, licence and wording. */
export function Licences() {
  const [loaded, setLoaded] = useState<Loaded>('loading');
  const [query, setQuery] = useState('');
  useEffect(() => {
    if (loaded !== 'loading') return;
    void loadLicences().then((licences) => setLoaded(licences ?? 'failed'));
  }, [loaded]);
  if (loaded === 'loading') return <Skeleton widths={WAITING} />;
  if (loaded === 'failed') return <PanelFailure reason={t('licences.failed')} onRetry={() => setLoaded('loading')} />;
  const shown = matching(loaded, query);
  return (
    <div className="licences">
      <input
        className="licences__query field"
        type="search"
        aria-label={t('licences.query')}
        placeholder={t('licences.query')}
        value={query}
        onChange={(event) => setQuery(event.currentTarget.value)}
      />
      <p className="setting__hint" role="status">
        {t('licences.count', { count: shown.length, total: loaded.length })}
      </p>
      <ul className="licences__list">
        {shown.map((licence) => (
          <li key={`${licence.name}@${licence.version}`}>
            <details translate="no">
              <summary>
                <span className="licences__name">{licence.name}</span> {licence.version}{' '}
                <span className="setting__hint">{licence.licence}</span>
              </summary>
              <pre>{licence.text}</pre>
            </details>
          </li>
        ))}
      </ul>
    </div>
  );
}

/** Every word must stand somewhere in the name, the licence or its text. */
export function matching(licences: readonly Licence[], query: string): readonly Licence[] {
  const words = query.toLowerCase().split(/\s+/).filter(Boolean);
  return licences.filter(({ name, version, licence, text }) => {
    const all = `${name} ${version} ${licence} ${text}`.toLowerCase();
    return words.every((word) => all.includes(word));
  });
}
