import type { Advice, AdviceCode } from '../../../shared/model/vault.ts';
import { t } from '../../i18n/i18n.ts';
import { reasonOf } from '../../ui/failure-text.ts';

/** The one thing the page offers for a finding; `page`: the exchange's own key page. */
export type AdviceAct = 'page' | 'check' | 'replace' | 'remove';

const ACTS: Readonly<Record<AdviceCode, AdviceAct>> = {
  'can-withdraw': 'page',
  'withdraw-without-ip-list': 'page',
  'trade-without-ip-list': 'page',
  'rights-without-ip-list': 'page',
  'read-without-ip-list': 'page',
  'egress-not-on-list': 'page',
  'trade-moves-funds': 'page',
  'transfer-granted': 'page',
  'unknown-grant': 'page',
  'unused-grant': 'page',
  expired: 'replace',
  'expires-soon': 'replace',
  'lapses-by-rule': 'page',
  'lapsed-by-rule': 'page',
  'old-key': 'replace',
  'never-used': 'remove',
  'permissions-drifted': 'page',
  'cannot-check': 'page',
  'check-failed': 'check',
  'hmac-algorithm': 'replace',
  'sub-account-granted': 'page',
  'may-borrow': 'page',
  'nonce-window': 'page',
  'history-window': 'page',
  'account-restricted': 'check',
};

export interface AdviceText {
  readonly what: string;
  readonly todo: string;
  readonly act: AdviceAct;
}

/** The sentence of a finding with its facts filled in, and what to do about it. */
export function adviceText({ code, facts }: Advice): AdviceText {
  const values = {
    names: facts['names'] ?? facts['name'] ?? '',
    name: facts['name'] ?? facts['names'] ?? '',
    address: facts['address'] ?? '',
    days: facts['days'] ?? '',
    status: facts['status'] ?? t('advice.account-restricted.locked'),
    rule: ruleName(facts['rule']),
    reason: reasonOf(facts['failure']),
  };
  const what = t(`advice.${code}`, values);
  const deleted = code === 'check-failed' ? t('advice.check-failed.deleted') : t('advice.deleted');
  return {
    what: facts['deletedBy'] === undefined ? what : `${what} ${deleted}`,
    todo: t(`advice.${code}.do`, values),
    act: ACTS[code],
  };
}

function ruleName(rule: string | undefined): string {
  return rule === 'unrestricted-trading' ? t('advice.rule.unrestricted-trading') : t('advice.rule.inactivity');
}
