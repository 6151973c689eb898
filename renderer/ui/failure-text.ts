import { Failure } from '../../shared/contract/failure.ts';
import { t } from '../i18n/i18n.ts';

/** The reason of a failure as the end of a sentence. */
export function failureText(failure: Failure): string {
  if (failure.kind === 'review-void' && failure.why === 'moved') return t('failure.review-void.moved');
  return t(`failure.${failure.kind}`, { detail: 'detail' in failure ? failure.detail : '' });
}

const KINDS = Failure.options.map(({ shape }) => shape.kind.value);

/** The same where only the kind is known; what is no kind counts as an answer nobody understands. */
export function reasonOf(kind: string | null | undefined): string {
  const known = KINDS.find((one) => one === kind);
  return known === undefined ? t('failure.bad-reply') : t(`failure.${known}`, { detail: '' }).replace(/\s*\(\)/, '');
}
