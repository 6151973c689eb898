import { type GradeRule, NOTHING, allRights, eachRight, found } from './grade-rule.ts';
import { type Sight, TRADES, isUnrestricted, namesBeyondReading, namesWith } from './sight.ts';

/** Names that speak of withdrawing, as "Alpha Withdrawals" on Binance's key page (2026). */
const SOUNDS_LIKE_WITHDRAWING = /withdraw/i;

function transferNames(sight: Sight): { readonly alone: readonly string[]; readonly withRead: readonly string[] } {
  const names = namesWith(sight, 'transfer').filter((name) => !opensTrading(sight, name));
  const isRead = (name: string): boolean => sight.granted.get(name)?.includes('read') ?? false;
  return { alone: names.filter((name) => !isRead(name)), withRead: names.filter(isRead) };
}

function opensTrading(sight: Sight, name: string): boolean {
  return sight.granted.get(name)?.some((grant) => TRADES.includes(grant)) ?? false;
}

function unknownNames(sight: Sight, isGrave: boolean): readonly string[] {
  const grave = (name: string): boolean =>
    sight.rules.unknownGrant === 'critical' || SOUNDS_LIKE_WITHDRAWING.test(name);
  return namesWith(sight, 'unknown').filter((name) => grave(name) === isGrave);
}

/** What the key may do, and from where. */
export const powerRules: readonly GradeRule[] = [
  {
    code: 'withdraw-without-ip-list',
    severity: 'critical',
    cap: 'F',
    when: 'The key may withdraw and works from any address.',
    find: (sight) => (isUnrestricted(sight) ? allRights(namesWith(sight, 'withdraw')) : NOTHING),
  },
  {
    code: 'can-withdraw',
    severity: 'critical',
    cap: 'D',
    when: 'The key may withdraw, from listed addresses or where the list is not told.',
    find: (sight) => (isUnrestricted(sight) ? NOTHING : allRights(namesWith(sight, 'withdraw'))),
  },
  {
    code: 'can-withdraw',
    severity: 'critical',
    cap: 'D',
    when: 'The key may add or change withdrawal addresses.',
    find: (sight) => allRights(namesWith(sight, 'address-book')),
  },
  {
    code: 'unknown-grant',
    severity: 'critical',
    cap: 'D',
    when: 'A right we do not know is on, and the exchange’s unknown rights are taken as grave (Kraken), or it is named after withdrawing.',
    find: (sight) => eachRight(unknownNames(sight, true)),
  },
  {
    code: 'unknown-grant',
    severity: 'warning',
    cap: 'C',
    when: 'Any other right we do not know is on.',
    find: (sight) => eachRight(unknownNames(sight, false)),
  },
  {
    code: 'trade-without-ip-list',
    severity: 'warning',
    cap: 'C',
    when: 'The key may trade and works from any address; `deletedBy` where the exchange says it deletes such keys (Binance).',
    find: tradeWithoutList,
  },
  {
    code: 'rights-without-ip-list',
    severity: 'warning',
    cap: 'C',
    when: 'The key may do more than read, though neither trade nor withdraw, works from any address, and the exchange says it deletes such keys (Binance).',
    find: deletedWithoutList,
  },
  {
    code: 'read-without-ip-list',
    severity: 'notice',
    cap: 'B',
    when: 'The key may neither trade nor withdraw and works from any address.',
    find: (sight) => (mayOnlyRead(sight) && deletedWithoutList(sight).length === 0 ? found() : NOTHING),
  },
  {
    code: 'transfer-granted',
    severity: 'warning',
    cap: 'D',
    when: 'A right for transfers alone is on and the key works from any address.',
    find: (sight) => (isUnrestricted(sight) ? eachRight(transferNames(sight).alone) : NOTHING),
  },
  {
    code: 'transfer-granted',
    severity: 'warning',
    cap: 'C',
    when: 'A right for transfers alone is on (Binance internal and universal transfers).',
    find: (sight) => (isUnrestricted(sight) ? NOTHING : eachRight(transferNames(sight).alone)),
  },
  {
    code: 'transfer-granted',
    severity: 'notice',
    cap: 'A',
    when: 'A right to read also moves funds (Kraken query-funds, to the own futures wallet).',
    find: (sight) => eachRight(transferNames(sight).withRead),
  },
  {
    code: 'trade-moves-funds',
    severity: 'notice',
    cap: 'B',
    when: 'The right to trade also moves funds between wallets and sub-accounts (OKX).',
    find: (sight) => eachRight(namesWith(sight, 'transfer').filter((name) => opensTrading(sight, name))),
  },
  {
    code: 'sub-account-granted',
    severity: 'warning',
    cap: 'C',
    when: 'A right for sub-accounts alone is on.',
    find: (sight) => eachRight(namesWith(sight, 'sub-account').filter((name) => !opensTrading(sight, name))),
  },
  {
    code: 'sub-account-granted',
    severity: 'notice',
    cap: 'B',
    when: 'The right to trade also manages keys of sub-accounts (OKX).',
    find: (sight) => eachRight(namesWith(sight, 'sub-account').filter((name) => opensTrading(sight, name))),
  },
  {
    code: 'egress-not-on-list',
    severity: 'critical',
    cap: 'D',
    when: 'The address our calls leave from is not on the key’s list, so its calls will be refused.',
    find: ({ isEgressListed, egressAddress }) =>
      isEgressListed === false && egressAddress !== null ? found({ address: egressAddress }) : NOTHING,
  },
];

function mayOnlyRead(sight: Sight): boolean {
  return sight.isTold && isUnrestricted(sight) && namesWith(sight, 'withdraw', ...TRADES).length === 0;
}

function deletedWithoutList(sight: Sight): ReturnType<GradeRule['find']> {
  const { deletesUnrestricted } = sight.rules;
  const names = namesBeyondReading(sight);
  if (deletesUnrestricted === null || !isUnrestricted(sight) || names.length === 0) return NOTHING;
  // Of a key that trades or withdraws another line tells.
  return namesWith(sight, 'withdraw', ...TRADES).length > 0
    ? NOTHING
    : found({ names: names.join(', '), deletedBy: deletesUnrestricted.source });
}

function tradeWithoutList(sight: Sight): ReturnType<GradeRule['find']> {
  const names = namesWith(sight, ...TRADES);
  if (!isUnrestricted(sight) || names.length === 0) return NOTHING;
  const { deletesUnrestricted } = sight.rules;
  const deletedBy: Record<string, string> =
    deletesUnrestricted === null ? {} : { deletedBy: deletesUnrestricted.source };
  return found({ names: names.join(', '), ...deletedBy });
}
