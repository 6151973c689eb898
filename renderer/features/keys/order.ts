import type { Environment } from '../../../shared/model/account.ts';
import type { Advice, Grade, KeyView } from '../../../shared/model/vault.ts';

export interface KeyGroup {
  readonly account: string;
  readonly label: string;
  readonly exchange: KeyView['exchange'];
  readonly environment: Environment;
  readonly keys: readonly KeyView[];
}

const ENVIRONMENTS: readonly Environment[] = ['live', 'testnet', 'practice'];
const ROLES: readonly KeyView['role'][] = ['active', 'candidate', 'retired'];
const GRADES: readonly (Grade | null)[] = ['F', 'D', 'C', 'B', 'A', null];
const SEVERITIES: readonly Advice['severity'][] = ['critical', 'warning', 'notice'];

/** Keys by account: real money first, then by name; in each the key at work first. */
export function groupsOf(keys: readonly KeyView[]): readonly KeyGroup[] {
  const groups = [...Map.groupBy(keys, ({ account }) => account).values()].flatMap((own): KeyGroup[] => {
    const [first] = own;
    if (first === undefined) return [];
    const { account, accountLabel: label, exchange, environment } = first;
    return [{ account, label, exchange, environment, keys: own.toSorted(byRole) }];
  });
  return groups.toSorted(
    (a, b) =>
      ENVIRONMENTS.indexOf(a.environment) - ENVIRONMENTS.indexOf(b.environment) ||
      worstRank(a.keys) - worstRank(b.keys) ||
      a.label.localeCompare(b.label),
  );
}

function byRole(a: KeyView, b: KeyView): number {
  return ROLES.indexOf(a.role) - ROLES.indexOf(b.role) || a.addedAtMs - b.addedAtMs;
}

function worstRank(keys: readonly KeyView[]): number {
  return Math.min(...keys.map(({ audit }) => GRADES.indexOf(audit?.grade ?? null)));
}

/** The gravest reason first; the engine's own order within. */
export function byGravity(advice: readonly Advice[]): readonly Advice[] {
  return advice.toSorted((a, b) => SEVERITIES.indexOf(a.severity) - SEVERITIES.indexOf(b.severity));
}

export function worstReason({ audit }: KeyView): Advice | null {
  return byGravity(audit?.advice ?? [])[0] ?? null;
}
