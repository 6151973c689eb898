import type { AccountId, ExchangeId } from '../../../shared/model/account.ts';
import type { AlertKind } from '../../../shared/model/alert.ts';

/** One look at one thing that may be alerted of. The same thing is always named by the same `kind` and `subject`. */
export interface Observation {
  readonly kind: AlertKind;
  /** What it is about: a bucket's key, a gate, an account, a key, an order. */
  readonly subject: string;
  readonly exchange: ExchangeId | null;
  readonly account: AccountId | null;
  /** The measure, in the rule's unit; or, for kinds without a threshold, whether it is so. */
  readonly value: number | boolean;
  /** Of a kind without a threshold: what is measured beside it, in the rule's unit, to be drawn when it fires; null: not known. */
  readonly level?: number | null;
  /** What the sentence names. Never an amount of money, never a secret. */
  readonly facts: Readonly<Record<string, string>>;
  /** When it ends by itself, wall ms; null: not known. */
  readonly endsAtMs: number | null;
}

export type About = Pick<Observation, 'kind' | 'subject' | 'exchange' | 'account'>;

/** What is drawn of it; null: nothing. */
export function measureOf({ value, level = null }: Pick<Observation, 'value' | 'level'>): number | null {
  return typeof value === 'number' ? value : level;
}

/** One name per thing that is watched. */
export function watchName({ kind, subject }: Pick<About, 'kind' | 'subject'>): string {
  return `${kind} ${subject}`;
}
