import type { Environment } from '../../shared/model/account.ts';
import { t } from '../i18n/i18n.ts';

export function EnvironmentBadge({
  environment,
  isLarge = false,
}: {
  readonly environment: Environment;
  readonly isLarge?: boolean;
}) {
  return (
    <span
      className={`badge badge--${environment} ${isLarge ? 'badge--large' : ''}`}
      title={t(`environment.${environment}.hint`)}
    >
      {t(`environment.${environment}`)}
    </span>
  );
}
