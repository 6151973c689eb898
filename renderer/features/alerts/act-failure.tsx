import { t } from '../../i18n/i18n.ts';
import { failureText } from '../../ui/failure-text.ts';
import type { Act } from '../../ui/use-act.ts';

/** Why it was not done; nothing while it was. */
export function ActFailure({ act }: { readonly act: Act }) {
  if (act.failure === null) return null;
  return (
    <p className="alerts__fault" role="alert">
      {t('refusal', { reason: failureText(act.failure) })}
    </p>
  );
}
