import { t } from '../../i18n/i18n.ts';

const PARTS = [
  { id: 'own', swatch: 'own' },
  { id: 'foreign', swatch: 'foreign' },
  { id: 'in-flight', swatch: 'flight' },
  { id: 'headroom', swatch: 'headroom' },
] as const;

export function Legend() {
  return (
    <ul className="legend" aria-label={t('legend.label')}>
      {PARTS.map(({ id, swatch }) => (
        <li key={id} title={t(`legend.${id}.hint`)}>
          <span className={`swatch swatch--${swatch}`} aria-hidden="true" /> {t(`legend.${id}`)}
        </li>
      ))}
    </ul>
  );
}
