import type { Failure } from '../../../shared/contract/failure.ts';
import type { ExchangeId } from '../../../shared/model/account.ts';
import { t } from '../../i18n/i18n.ts';
import { failureText } from '../../ui/failure-text.ts';

export interface FailureHelp {
  readonly what: string;
  readonly todo: string;
}

/** What went wrong with a key on its way in, and what its user can do about it. */
export function failureHelp(failure: Failure, exchange: ExchangeId | null): FailureHelp {
  switch (failure.kind) {
    case 'invalid-key':
      return { what: t(`fail.invalid-key.${failure.reason}`), todo: keyTodo(failure, exchange) };
    case 'secret-store':
      return { what: t(`fail.secret-store.${failure.state}`), todo: t(`fail.secret-store.${failure.state}.do`) };
    case 'duplicate-key':
      return { what: t('fail.duplicate-key', { account: failure.account }), todo: t('fail.duplicate-key.do') };
    case 'clock-skew':
      return { what: t('fail.clock-skew'), todo: t('fail.clock-skew.do') };
    case 'missing-permission':
      return { what: t('fail.missing-permission'), todo: t('fail.missing-permission.do') };
    case 'app-locked':
      return { what: t('fail.app-locked'), todo: t('fail.app-locked.do') };
    case 'unreachable':
    case 'timeout':
      return { what: t('fail.unreachable'), todo: t('fail.unreachable.do') };
    default:
      return { what: t('fail.other', { reason: failureText(failure) }), todo: t('fail.other.do') };
  }
}

function keyTodo(failure: Extract<Failure, { kind: 'invalid-key' }>, exchange: ExchangeId | null): string {
  const { reason, seenAddress } = failure;
  if (reason === 'unknown' && exchange === 'okx') return t('fail.invalid-key.unknown.okx');
  if (reason === 'ip' && typeof seenAddress === 'string')
    return t('fail.invalid-key.ip.seen', { address: seenAddress });
  return t(`fail.invalid-key.${reason}.do`);
}
