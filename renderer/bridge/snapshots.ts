import type { Bridge } from '../../shared/contract/client.ts';
import { PROTOCOL } from '../../shared/contract/channels.ts';
import type { Result } from '../../shared/contract/failure.ts';
import {
  LATENCY_SPAN_MS,
  SUMMARY_SPAN_MS,
  withLatencyHistory,
  withSummaries,
  withYesterday,
} from '../stores/latency.ts';
import { withSnapshot } from '../stores/limits.ts';
import { type Phase, READY } from '../stores/phase.ts';
import { NO_SERIES, SERIES_SPAN_MS, withHistory, withSeriesPhase } from '../stores/series.ts';
import type { Stores } from '../stores/stores.ts';
import type { KeptChoices } from './kept-choices.ts';
import { loadAlerts } from './alerts-feed.ts';
import { loadOrders } from './orders-feed.ts';
import { loadKeys } from './keys-feed.ts';
import type { Timers } from './timers.ts';

const HISTORY_POINTS = 900;
const ROW_POINTS = 100;

/** Asks for everything a page shows. A snapshot that fails marks its own panel and no other. */
export async function loadSnapshots(
  bridge: Bridge,
  stores: Stores,
  timers: Timers,
  choices: Pick<KeptChoices, 'begin'>,
): Promise<void> {
  if (!(await greet(bridge, stores, timers, choices))) return;
  dropSeries(stores);
  await Promise.all([
    loadAccounts(bridge, stores),
    loadLimits(bridge, stores),
    loadConnections(bridge, stores),
    loadPractice(bridge, stores),
    loadTroubles(bridge, stores),
    loadLatency(bridge, stores),
    loadOrders(bridge, stores),
    loadKeys(bridge, stores),
    loadAlerts(bridge, stores),
  ]);
}

async function greet(
  bridge: Bridge,
  stores: Stores,
  timers: Timers,
  choices: Pick<KeptChoices, 'begin'>,
): Promise<boolean> {
  const askedMs = timers.now();
  const settings = bridge.call('settings.get', {});
  const hello = await bridge.call('app.hello', { protocol: PROTOCOL });
  if (!hello.ok) {
    if (hello.failure.kind !== 'unavailable') stores.link.setState({ status: { kind: 'other-version' } });
    return false;
  }
  if (hello.value.protocol !== PROTOCOL) {
    stores.link.setState({ status: { kind: 'other-version' } });
    return false;
  }
  const halfWayMs = (askedMs + timers.now()) / 2;
  const kept = await settings;
  // Before anything is drawn with figures, times and rows in it.
  if (kept.ok) choices.begin(kept.value.page);
  stores.link.setState({ status: { kind: 'open' }, hello: hello.value, offsetMs: hello.value.nowMs - halfWayMs });
  return true;
}

async function loadAccounts(bridge: Bridge, stores: Stores): Promise<void> {
  const result = await bridge.call('accounts.list', {});
  if (result.ok) stores.accounts.setState({ phase: READY, list: result.value.accounts });
  else stores.accounts.setState(failed(stores.accounts.getState(), result));
}

async function loadLimits(bridge: Bridge, stores: Stores): Promise<void> {
  const result = await bridge.call('limits.snapshot', {});
  if (result.ok) stores.limits.setState((state) => withSnapshot(state, result.value.buckets, result.value.gates));
  else stores.limits.setState(failed(stores.limits.getState(), result));
}

async function loadConnections(bridge: Bridge, stores: Stores): Promise<void> {
  const result = await bridge.call('connections.snapshot', {});
  if (result.ok) stores.connections.setState({ phase: READY, list: result.value.connections });
  else stores.connections.setState(failed(stores.connections.getState(), result));
}

async function loadPractice(bridge: Bridge, stores: Stores): Promise<void> {
  const result = await bridge.call('practice.state', {});
  if (result.ok) stores.practice.setState({ phase: READY, state: result.value });
  else stores.practice.setState(failed(stores.practice.getState(), result));
}

async function loadTroubles(bridge: Bridge, stores: Stores): Promise<void> {
  const result = await bridge.call('host.troubles', {});
  if (result.ok) stores.troubles.setState({ troubles: result.value.troubles });
}

async function loadLatency(bridge: Bridge, stores: Stores): Promise<void> {
  const result = await bridge.call('latency.history', { spanMs: LATENCY_SPAN_MS, points: HISTORY_POINTS });
  if (result.ok) stores.latency.setState((state) => withLatencyHistory(state, result.value.exchanges));
  else stores.latency.setState(failed(stores.latency.getState(), result));
  await Promise.all([loadSummaries(bridge, stores), loadYesterday(bridge, stores)]);
}

/** The exact quantiles of the last minutes; the page's own points cannot be added up to them. */
export async function loadSummaries(bridge: Bridge, stores: Stores): Promise<void> {
  const result = await bridge.call('latency.history', { spanMs: SUMMARY_SPAN_MS, points: 2 });
  if (result.ok) stores.latency.setState((state) => withSummaries(state, result.value.exchanges));
}

const DAY_MS = 86_400_000;

/** The same minutes of the day before, to compare with. */
export async function loadYesterday(bridge: Bridge, stores: Stores): Promise<void> {
  const result = await bridge.call('latency.history', { spanMs: SUMMARY_SPAN_MS, points: 2, offsetMs: DAY_MS });
  if (result.ok) stores.latency.setState((state) => withYesterday(state, result.value.exchanges));
}

/** The history of one bucket, as far back as the page keeps it. */
export async function loadSeries(bridge: Bridge, stores: Stores, key: string): Promise<void> {
  const result = await bridge.call('limits.history', { key, spanMs: SERIES_SPAN_MS, points: ROW_POINTS });
  if (result.ok) stores.series.setState((state) => withHistory(state, key, result.value.points));
  else
    stores.series.setState((state) => withSeriesPhase(state, key, failed(state.byKey[key] ?? NO_SERIES, result).phase));
}

/** After a loss the rings have a hole: drop them. Rows in sight ask anew. */
function dropSeries(stores: Stores): void {
  stores.series.setState({ byKey: {} });
}

/** Data that is there stays; only a panel that has none shows the failure. */
function failed(state: { readonly phase: Phase }, result: Result<unknown>): { readonly phase: Phase } {
  if (result.ok || state.phase.kind === 'ready') return { phase: state.phase };
  return { phase: { kind: 'failed', failure: result.failure } };
}
