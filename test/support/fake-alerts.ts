import type { alertCommands, alertQueries } from '../../shared/contract/alerts-contract.ts';
import type { Handlers } from '../../shared/contract/dispatch.ts';
import { fail, ok } from '../../shared/contract/failure.ts';
import {
  type Alert,
  type AlertKind,
  alertKinds,
  type AlertRule,
  type AlertSettings,
} from '../../shared/model/alert.ts';
import type { FakeState, Publish } from './fake-engine.ts';

type AlertCalls = Pick<Handlers, keyof typeof alertQueries | keyof typeof alertCommands>;

/** What a test arranges about alerts, and what the page asked. */
export interface FakeAlerts {
  alerts: readonly Alert[];
  settings: AlertSettings;
  /** Calls as they came. */
  readonly asked: { readonly name: string; readonly input: unknown }[];
  /** Tells that these are so now. */
  change(alerts: readonly Alert[]): void;
  /** The same, and has them told. */
  raise(alert: Alert): void;
}

type Measure = readonly [threshold: number, clearAt: number];
const MEASURES: Partial<Record<AlertKind, Measure>> = {
  'headroom-low': [0.15, 0.3],
  'limit-ahead': [1, 0.9],
  'latency-drift': [0.5, 0.25],
  'error-rate': [0.2, 0.1],
  'dead-man-near': [1 / 3, 0.5],
  'clock-wrong': [5_000, 4_000],
};

function standardRule(kind: AlertKind): AlertRule {
  const [threshold, clearAt] = MEASURES[kind] ?? [null, null];
  return { kind, account: null, isOn: true, severity: 'warning', threshold, clearAt, forS: 5, coolDownS: 300 };
}

let made = 0;

/** An alert of this kind that fired a minute and a half ago. */
export function alertOf(kind: AlertKind, patch: Partial<Alert> = {}): Alert {
  made += 1;
  const firedAtMs = patch.firedAtMs ?? Date.now() - 90_000;
  return {
    id: `alert-${String(made).padStart(12, '0')}`,
    kind,
    severity: 'warning',
    subject: 'test',
    exchange: null,
    account: null,
    state: 'fired',
    firedAtMs,
    changedAtMs: firedAtMs,
    clearedAtMs: null,
    acknowledgedAtMs: null,
    snoozedUntilMs: null,
    repeats: 0,
    endsAtMs: null,
    facts: {},
    evidence: { unit: 'none', threshold: null, points: [] },
    wasTold: false,
    ...patch,
  };
}

/** Figures that fell from plenty to little over five minutes before `untilMs`. */
export function fallingPoints(untilMs: number, from: number, to: number): Alert['evidence']['points'] {
  return Array.from({ length: 60 }, (_, index) => ({
    atMs: untilMs - (59 - index) * 5_000,
    value:
      index === 20 ? null : from + (to - from) * (index / 59) + (index === 59 ? 0 : Math.sin(index / 3) * 0.04 * from),
  }));
}

const known = new WeakMap<FakeState, FakeAlerts>();

export function fakeAlerts(state: FakeState): FakeAlerts {
  const fresh: FakeAlerts = known.get(state) ?? {
    alerts: [],
    settings: {
      rules: alertKinds.map(standardRule),
      quietHours: { isOn: false, fromMinute: 1_320, untilMinute: 420, utcOffsetMinutes: 0 },
      snoozedUntilMs: null,
      webhook: { isOn: false, url: '', hasSecret: false, lastResult: null, lastAtMs: null },
      notifications: true,
    },
    asked: [],
    change: () => {},
    raise: () => {},
  };
  known.set(state, fresh);
  return fresh;
}

/** Answers every call about alerts out of the arranged state. */
export function alertHandlers(state: FakeState, publish: Publish): AlertCalls {
  const fake = fakeAlerts(state);
  fake.change = (changed) => {
    const ids = new Set(changed.map(({ id }) => id));
    fake.alerts = [...fake.alerts.filter(({ id }) => !ids.has(id)), ...changed];
    publish('alerts.changed', { alerts: [...changed] });
  };
  fake.raise = (alert) => {
    fake.change([alert]);
    publish('alerts.raised', alert);
  };

  function put(name: string, id: string, patch: Partial<Alert>) {
    fake.asked.push({ name, input: { alert: id, ...patch } });
    const alert = fake.alerts.find((one) => one.id === id);
    if (alert === undefined) return fail({ kind: 'not-found' as const, what: `alert ${id}` });
    const next = { ...alert, ...patch, changedAtMs: Date.now() };
    fake.change([next]);
    return ok(next);
  }
  function set(name: string, input: unknown, patch: Partial<AlertSettings>) {
    fake.asked.push({ name, input });
    fake.settings = { ...fake.settings, ...patch };
    publish('alerts.settingsChanged', fake.settings);
    return ok(fake.settings);
  }
  const without = (kind: AlertKind, account: string | null): readonly AlertRule[] =>
    fake.settings.rules.filter((rule) => rule.kind !== kind || rule.account !== account);

  return {
    'alerts.snapshot': () => ok({ alerts: [...fake.alerts], settings: fake.settings }),
    'alerts.history': ({ before, limit }) => {
      const all = fake.alerts
        .filter(({ firedAtMs }) => before === null || firedAtMs < before)
        .toSorted((a, b) => b.firedAtMs - a.firedAtMs);
      const page = all.slice(0, limit);
      return ok({ alerts: page, next: all.length > limit ? (page.at(-1)?.firedAtMs ?? null) : null });
    },
    'alerts.one': ({ alert: id }) => {
      const found = fake.alerts.find((alert) => alert.id === id);
      return found === undefined ? fail({ kind: 'not-found', what: `alert ${id}` }) : ok(found);
    },
    'alerts.acknowledge': ({ alert }) =>
      put('alerts.acknowledge', alert, { state: 'acknowledged', acknowledgedAtMs: Date.now() }),
    'alerts.snooze': ({ alert, untilMs }) => put('alerts.snooze', alert, { snoozedUntilMs: untilMs }),
    'alerts.snoozeAll': (input) => set('alerts.snoozeAll', input, { snoozedUntilMs: input.untilMs }),
    'alerts.setRule': (rule) => set('alerts.setRule', rule, { rules: [...without(rule.kind, rule.account), rule] }),
    'alerts.resetRule': (input) => {
      const rest = without(input.kind, input.account);
      return set('alerts.resetRule', input, {
        rules: input.account === null ? [...rest, standardRule(input.kind)] : [...rest],
      });
    },
    'alerts.setQuietHours': (quietHours) => set('alerts.setQuietHours', quietHours, { quietHours }),
    'alerts.setNotifications': (input) => set('alerts.setNotifications', input, { notifications: input.isOn }),
    'alerts.setWebhook': (input) =>
      set('alerts.setWebhook', input, {
        webhook: {
          isOn: input.isOn,
          url: input.url,
          hasSecret: input.secret !== null || fake.settings.webhook.hasSecret,
          lastResult: null,
          lastAtMs: null,
        },
      }),
    'alerts.test': ({ kind }) => {
      fake.asked.push({ name: 'alerts.test', input: { kind } });
      const nowMs = Date.now();
      const alert = alertOf(kind, { firedAtMs: nowMs, facts: { test: 'yes' }, endsAtMs: nowMs + 60_000 });
      fake.raise(alert);
      return ok(alert);
    },
    'alerts.told': ({ alert }) => {
      put('alerts.told', alert, { wasTold: true });
      return ok({});
    },
  };
}
