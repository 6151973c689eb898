import type { CallInput } from '../../shared/contract/contract.ts';
import type { AccountId } from '../../shared/model/account.ts';
import type { Result } from '../../shared/contract/failure.ts';
import type { Alert, AlertKind, AlertRule, QuietHours } from '../../shared/model/alert.ts';
import type { Done } from './orders-actions.ts';

/** What the page of alerts asks of the host; alerts and settings arrive in the store. */
export interface AlertActions {
  acknowledge(id: string): Done;
  snooze(id: string, untilMs: number): Done;
  snoozeAll(untilMs: number | null): Done;
  setRule(rule: AlertRule): Done;
  resetRule(kind: AlertKind, account: AccountId | null): Done;
  test(kind: AlertKind): Done;
  setQuietHours(quiet: QuietHours): Done;
  setNotifications(isOn: boolean): Done;
  setWebhook(webhook: CallInput<'alerts.setWebhook'>): Done;
  /** Asks for the newest page again. */
  showHistory(): void;
  moreHistory(): void;
  /** One by its id, however old; null: it is not kept any more. */
  find(id: string): Promise<Result<Alert | null>>;
  /** A page showed it. */
  told(id: string): void;
}
