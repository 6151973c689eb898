import type { z } from 'zod';
import { alertCommands, alertQueries } from '../../../shared/contract/alerts-contract.ts';
import { type Failure, type Result, fail, ok } from '../../../shared/contract/failure.ts';
import type { AccountId } from '../../../shared/model/account.ts';
import type { Alert, AlertSettings } from '../../../shared/model/alert.ts';
import type { Clock } from '../ports.ts';
import type { AlertBook } from './alert-book.ts';
import type { Monitor } from './monitor.ts';
import type { RuleBook } from './rule-book.ts';
import type { SettingsBook } from './settings-book.ts';
import type { Teller } from './teller.ts';
import type { WebhookWay } from './webhook-way.ts';

const calls = { ...alertQueries, ...alertCommands } as const;
type Calls = typeof alertQueries & typeof alertCommands;
export type AlertCall = keyof typeof calls;

/** One function per call about alerts. */
export type AlertHandlers = {
  readonly [Name in AlertCall]: (
    input: z.infer<Calls[Name]['input']>,
  ) => Result<z.infer<Calls[Name]['output']>> | Promise<Result<z.infer<Calls[Name]['output']>>>;
};

export interface AlertHandlerParts {
  readonly clock: Clock;
  readonly book: AlertBook;
  readonly monitor: Monitor;
  readonly rules: RuleBook;
  readonly settings: SettingsBook;
  readonly teller: Teller;
  readonly webhook: WebhookWay;
  readonly hasAccount: (id: AccountId) => boolean;
  readonly onSettings: () => void;
}

/** A snooze is a rest, not an end: a month at most. */
const LONGEST_SNOOZE_MS = 31 * 86_400_000;

/** The engine's answer to every call about alerts. */
export function alertHandlers(parts: AlertHandlerParts): AlertHandlers {
  const { clock, book, monitor, rules, settings, teller, webhook } = parts;

  function changed(change: () => string | null): Result<AlertSettings> {
    const fault = kept(change);
    if (!fault.ok) return fault;
    parts.onSettings();
    teller.review();
    return ok(settingsView(rules, settings));
  }

  function onAlert(
    id: string,
    change: (alert: Alert) => Alert | null,
    step: 'acknowledged' | 'snoozed',
  ): Result<Alert> {
    const alert = book.find(id);
    if (alert === null) return fail<Failure>({ kind: 'not-found', what: `alert ${id}` });
    const next = change(alert);
    if (next !== null) book.put(next, step, true);
    return ok(next ?? alert);
  }

  return {
    'alerts.snapshot': () => stored(() => ({ alerts: [...book.recent()], settings: settingsView(rules, settings) })),
    'alerts.history': ({ before, limit }) =>
      stored(() => {
        const { alerts, next } = book.page(before, limit);
        return { alerts: [...alerts], next };
      }),
    'alerts.one': ({ alert: id }) => {
      const found = stored(() => book.find(id));
      if (!found.ok) return found;
      return found.value === null ? fail<Failure>({ kind: 'not-found', what: `alert ${id}` }) : ok(found.value);
    },
    'alerts.acknowledge': ({ alert: id }) => onAlert(id, (alert) => acknowledged(alert, clock.now()), 'acknowledged'),
    'alerts.snooze': ({ alert: id, untilMs }) => {
      if (!isSnooze(untilMs, clock.now())) return badTime();
      const snoozed = onAlert(
        id,
        (alert) => ({ ...alert, snoozedUntilMs: untilMs, changedAtMs: clock.now() }),
        'snoozed',
      );
      // Told again when it ends, if it still is so by then.
      if (snoozed.ok && snoozed.value.state === 'fired') teller.offer(snoozed.value);
      return snoozed;
    },
    'alerts.snoozeAll': ({ untilMs }) => {
      if (untilMs !== null && !isSnooze(untilMs, clock.now())) return badTime();
      return changed(() => {
        settings.change({ snoozedUntilMs: untilMs });
        return null;
      });
    },
    'alerts.setRule': (rule) => {
      if (rule.account !== null && !parts.hasAccount(rule.account)) {
        return fail<Failure>({ kind: 'not-found', what: `account ${rule.account}` });
      }
      const done = changed(() => rules.set(rule));
      if (done.ok) monitor.ruleChanged(rule.kind);
      return done;
    },
    'alerts.resetRule': ({ kind, account }) => {
      const done = changed(() => {
        rules.reset(kind, account);
        return null;
      });
      if (done.ok) monitor.ruleChanged(kind);
      return done;
    },
    'alerts.setQuietHours': (quietHours) =>
      changed(() => {
        settings.change({ quietHours });
        return null;
      }),
    'alerts.test': ({ kind }) => ok(monitor.fireTest(kind)),
    'alerts.setWebhook': async (input) => {
      const done = await webhook.set(input);
      return done.ok ? changed(() => null) : done;
    },
    'alerts.setNotifications': ({ isOn }) =>
      changed(() => {
        settings.change({ notifications: isOn });
        return null;
      }),
    'alerts.told': ({ alert: id }) => {
      if (book.find(id) === null) return fail<Failure>({ kind: 'not-found', what: `alert ${id}` });
      teller.confirm(id);
      return ok({});
    },
  };
}

export function settingsView(rules: RuleBook, settings: SettingsBook): AlertSettings {
  return { rules: rules.list(), ...settings.current };
}

/** Null: nothing changes, somebody saw it before, or it is over. */
function acknowledged(alert: Alert, nowMs: number): Alert | null {
  if (alert.acknowledgedAtMs !== null) return null;
  const state = alert.state === 'cleared' ? 'cleared' : 'acknowledged';
  return { ...alert, state, wasTold: true, acknowledgedAtMs: nowMs, changedAtMs: nowMs };
}

function isSnooze(untilMs: number, nowMs: number): boolean {
  return untilMs > nowMs && untilMs <= nowMs + LONGEST_SNOOZE_MS;
}

function badTime(): Result<never> {
  return fail<Failure>({ kind: 'invalid-input', detail: 'a snooze ends later than now and within a month' });
}

function kept(change: () => string | null): Result<null> {
  try {
    const fault = change();
    return fault === null ? ok(null) : fail<Failure>({ kind: 'invalid-input', detail: fault });
  } catch {
    return fail<Failure>({ kind: 'storage', detail: 'the change cannot be kept' });
  }
}

function stored<Value>(read: () => Value): Result<Value> {
  try {
    return ok(read());
  } catch (error) {
    return fail<Failure>({ kind: 'storage', detail: String(error).slice(0, 200) });
  }
}
