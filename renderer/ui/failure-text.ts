import type { Failure } from '../../shared/contract/failure.ts';
import { t } from '../i18n/i18n.ts';

/** The reason of a failure as the end of a sentence. */
export function failureText(failure: Failure): string {
  if (failure.kind === 'review-void' && failure.why === 'moved') return t('failure.review-void.moved');
  return t(`failure.${failure.kind}`, { detail: 'detail' in failure ? failure.detail : '' });
}
