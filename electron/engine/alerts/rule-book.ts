import { z } from 'zod';
import type { AccountId } from '../../../shared/model/account.ts';
import { type AlertKind, AlertRule } from '../../../shared/model/alert.ts';
import type { Journal } from '../recorder/types.ts';
import { defaultRule, defaultRules, faultOfRule } from './rules.ts';

const SETTING = 'alert-rules';
/** As many as the contract shows. */
const MOST_RULES = 500;

/** The rules that count: the common ones, and those that take their place for one account. */
export class RuleBook {
  readonly #journal: Pick<Journal, 'loadSetting' | 'saveSetting'>;
  #changed: Map<string, AlertRule>;

  constructor(journal: Pick<Journal, 'loadSetting' | 'saveSetting'>) {
    this.#journal = journal;
    this.#changed = new Map(read(journal.loadSetting(SETTING)).map((rule) => [nameOf(rule.kind, rule.account), rule]));
  }

  ruleOf(kind: AlertKind, account: AccountId | null): AlertRule {
    const own = account === null ? undefined : this.#changed.get(nameOf(kind, account));
    return own ?? this.#changed.get(nameOf(kind, null)) ?? defaultRule(kind);
  }

  /** The common rule of every kind, then those of accounts. */
  list(): AlertRule[] {
    const common = defaultRules.map(({ kind }) => this.ruleOf(kind, null));
    return [...common, ...[...this.#changed.values()].filter(({ account }) => account !== null)];
  }

  /** Why it is not taken; null: it is. Throws when it cannot be kept; the old one then stays. */
  set(rule: AlertRule): string | null {
    const fault = faultOfRule(rule);
    if (fault !== null) return fault;
    const next = new Map(this.#changed).set(nameOf(rule.kind, rule.account), rule);
    if (defaultRules.length + next.size > MOST_RULES) return 'there are too many rules';
    this.#keep(next);
    return null;
  }

  /** Throws when it cannot be kept. */
  reset(kind: AlertKind, account: AccountId | null): void {
    const next = new Map(this.#changed);
    if (next.delete(nameOf(kind, account))) this.#keep(next);
  }

  #keep(next: Map<string, AlertRule>): void {
    this.#journal.saveSetting(SETTING, JSON.stringify([...next.values()]));
    this.#changed = next;
  }
}

function nameOf(kind: AlertKind, account: AccountId | null): string {
  return `${kind} ${account ?? ''}`;
}

/** One rule that cannot be read must not take the others with it. */
function read(text: string | null): readonly AlertRule[] {
  try {
    const rules = z.array(z.unknown()).parse(JSON.parse(text ?? '[]'));
    return rules.flatMap((rule) => {
      const parsed = AlertRule.safeParse(rule);
      return parsed.success && faultOfRule(parsed.data) === null ? [parsed.data] : [];
    });
  } catch {
    return [];
  }
}
