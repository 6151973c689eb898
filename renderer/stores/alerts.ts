import { createStore, type StoreApi } from 'zustand/vanilla';
import type { CallOutput } from '../../shared/contract/contract.ts';
import type { Alert, AlertSettings, AlertSeverity } from '../../shared/model/alert.ts';
import { LOADING, type Phase, READY } from './phase.ts';

/** Alerts as far back as they were asked for, newest first. */
export interface AlertHistory {
  readonly phase: Phase;
  readonly alerts: readonly Alert[];
  /** Where the next page begins; null: there is none. */
  readonly next: number | null;
  readonly isAsking: boolean;
}

/** What the browser says of notifications of this page; `none`: it has no such thing. */
export type NotifyPermission = 'granted' | 'denied' | 'default' | 'none';

export interface AlertsState {
  readonly phase: Phase;
  readonly byId: Readonly<Record<string, Alert>>;
  readonly settings: AlertSettings | null;
  readonly history: AlertHistory;
  /** The newest that is to be told; a new object each time. */
  readonly raised: Alert | null;
  /** Ids of those that are told within the page, oldest first. */
  readonly toasts: readonly string[];
  readonly permission: NotifyPermission;
  /** How often the whole picture came, the first one included. */
  readonly loads: number;
}

export type AlertsStore = StoreApi<AlertsState>;

export const NO_ALERT_HISTORY: AlertHistory = { phase: LOADING, alerts: [], next: null, isAsking: false };

export function createAlertsStore(): AlertsStore {
  return createStore<AlertsState>(() => ({
    phase: LOADING,
    byId: {},
    settings: null,
    history: NO_ALERT_HISTORY,
    raised: null,
    toasts: [],
    permission: 'none',
    loads: 0,
  }));
}

/** A whole picture replaces what was known. */
export function withAlertsSnapshot(
  state: AlertsState,
  { alerts, settings }: CallOutput<'alerts.snapshot'>,
): AlertsState {
  const byId = Object.fromEntries(alerts.map((alert) => [alert.id, newerOf(state.byId[alert.id], alert)]));
  return tidied({ ...state, phase: READY, byId, settings, loads: state.loads + 1 });
}

/** The newest view of each alert wins, in the list and in the history. */
export function withAlerts(state: AlertsState, changed: readonly Alert[]): AlertsState {
  const byId: Record<string, Alert> = { ...state.byId };
  for (const alert of changed) byId[alert.id] = newerOf(byId[alert.id], alert);
  return tidied({ ...state, byId });
}

/** Within the page as many are told at once as can be taken in. */
const MOST_TOASTS = 20;

export function withToast(state: AlertsState, id: string): AlertsState {
  return { ...state, toasts: [...state.toasts.filter((one) => one !== id), id].slice(-MOST_TOASTS) };
}

export function withoutToasts(state: AlertsState, gone: readonly string[]): AlertsState {
  return { ...state, toasts: state.toasts.filter((id) => !gone.includes(id)) };
}

/** A page that is open for weeks must not keep all that ever was. */
const MOST_OVER = 300;

/** What is over or was seen need not be told any more; of what is over the newest are kept. */
function tidied(state: AlertsState): AlertsState {
  const toasts = state.toasts.filter((id) => state.byId[id]?.state === 'fired');
  const over = Object.values(state.byId).filter((alert) => alert.state === 'cleared');
  if (over.length <= MOST_OVER) return { ...state, toasts };
  const oldest = over.toSorted((a, b) => b.firedAtMs - a.firedAtMs).slice(MOST_OVER);
  const gone = new Set(oldest.map(({ id }) => id));
  const kept = Object.values(state.byId).filter(({ id }) => !gone.has(id));
  return { ...state, toasts, byId: Object.fromEntries(kept.map((alert) => [alert.id, alert])) };
}

function newerOf(known: Alert | undefined, alert: Alert): Alert {
  return known !== undefined && known.changedAtMs > alert.changedAtMs ? known : alert;
}

const WEIGHTS: Readonly<Record<AlertSeverity, number>> = { critical: 2, warning: 1, notice: 0 };

/** What is not over: the unseen before the seen, the grave before the light, the new before the old. */
export function activeOf(byId: Readonly<Record<string, Alert>>): readonly Alert[] {
  return Object.values(byId)
    .filter(({ state }) => state !== 'cleared')
    .toSorted(
      (a, b) =>
        Number(b.state === 'fired') - Number(a.state === 'fired') ||
        WEIGHTS[b.severity] - WEIGHTS[a.severity] ||
        b.firedAtMs - a.firedAtMs ||
        a.id.localeCompare(b.id),
    );
}

/** How many nobody has seen yet. */
export function unseenOf(byId: Readonly<Record<string, Alert>>): number {
  return Object.values(byId).filter(({ state }) => state === 'fired').length;
}

/** Whether a critical one is among them. */
export function isGraveUnseen(byId: Readonly<Record<string, Alert>>): boolean {
  return Object.values(byId).some(({ state, severity }) => state === 'fired' && severity === 'critical');
}

/** The history with what changed since it was asked for, and what began and ended meanwhile. */
export function historyOf(byId: Readonly<Record<string, Alert>>, history: AlertHistory): readonly Alert[] {
  const oldestMs = history.next === null ? Number.NEGATIVE_INFINITY : (history.alerts.at(-1)?.firedAtMs ?? 0);
  const known = Object.fromEntries(history.alerts.map((alert) => [alert.id, alert]));
  const meanwhile = Object.values(byId).filter(({ firedAtMs }) => firedAtMs >= oldestMs);
  for (const alert of meanwhile) known[alert.id] = newerOf(known[alert.id], alert);
  return Object.values(known)
    .filter(({ state }) => state === 'cleared')
    .toSorted((a, b) => b.firedAtMs - a.firedAtMs);
}
