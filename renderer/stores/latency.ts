import { createStore, type StoreApi } from 'zustand/vanilla';
import type { Environment, ExchangeId } from '../../shared/model/account.ts';
import type { LatencyPoint, LatencySplit, LatencySummary } from '../../shared/model/activity.ts';
import { LOADING, type Phase, READY } from './phase.ts';

export interface ExchangeLatency {
  readonly points: readonly LatencyPoint[];
  /** Over the last five minutes, from the host's histograms; null until asked. */
  readonly summary: LatencySummary | null;
  /** Where the mean call of those minutes spent its time; null where nothing was measured. */
  readonly split: LatencySplit | null;
  /** The same five minutes a day before; null until asked. */
  readonly yesterday: LatencySummary | null;
}

export interface LatencyState {
  readonly phase: Phase;
  /** By `realmName`: practice and real answers never make one figure. */
  readonly byRealm: Readonly<Record<string, ExchangeLatency>>;
}

export type LatencyStore = StoreApi<LatencyState>;

export interface LatencyRealm {
  readonly exchange: ExchangeId;
  /** Absent: live. */
  readonly environment?: Environment | undefined;
}

export function realmName({ exchange, environment = 'live' }: LatencyRealm): string {
  return `${exchange}/${environment}`;
}

export const LATENCY_SPAN_MS = 15 * 60_000;
export const SUMMARY_SPAN_MS = 5 * 60_000;
export const NO_LATENCY: ExchangeLatency = { points: [], summary: null, split: null, yesterday: null };

export function createLatencyStore(): LatencyStore {
  return createStore(() => ({ phase: LOADING, byRealm: {} }));
}

interface Sample extends LatencyRealm {
  readonly point: LatencyPoint;
}

export function withSamples(state: LatencyState, samples: readonly Sample[]): LatencyState {
  const byRealm = { ...state.byRealm };
  for (const { point, ...realm } of samples) {
    const name = realmName(realm);
    const known = byRealm[name] ?? NO_LATENCY;
    const points = known.points.filter((one) => one.atMs >= point.atMs - LATENCY_SPAN_MS && one.atMs !== point.atMs);
    byRealm[name] = { ...known, points: [...points, point] };
  }
  return { ...state, byRealm };
}

interface History extends LatencyRealm {
  readonly points: readonly LatencyPoint[];
}

/** Seeds the rings; points the page has seen itself stay. */
export function withLatencyHistory(state: LatencyState, histories: readonly History[]): LatencyState {
  const byRealm = { ...state.byRealm };
  for (const { points, ...realm } of histories) {
    const name = realmName(realm);
    const known = byRealm[name] ?? NO_LATENCY;
    const firstMs = known.points[0]?.atMs ?? Number.POSITIVE_INFINITY;
    byRealm[name] = { ...known, points: [...points.filter((point) => point.atMs < firstMs), ...known.points] };
  }
  return { ...state, phase: READY, byRealm };
}

interface Summed extends LatencyRealm {
  readonly summary: LatencySummary;
  readonly points: readonly LatencyPoint[];
}

export function withSummaries(state: LatencyState, answers: readonly Summed[]): LatencyState {
  return withEach(state, answers, ({ summary, points }) => ({ summary, split: splitOf(points) }));
}

export function withYesterday(state: LatencyState, answers: readonly Summed[]): LatencyState {
  return withEach(state, answers, ({ summary }) => ({ yesterday: summary }));
}

function withEach(
  state: LatencyState,
  answers: readonly Summed[],
  change: (answer: Summed) => Partial<ExchangeLatency>,
): LatencyState {
  const byRealm = { ...state.byRealm };
  for (const answer of answers) {
    const name = realmName(answer);
    byRealm[name] = { ...(byRealm[name] ?? NO_LATENCY), ...change(answer) };
  }
  return { ...state, byRealm };
}

/** The mean of the points' splits, weighted by calls; estimated as soon as one of them is. */
export function splitOf(points: readonly LatencyPoint[]): LatencySplit | null {
  const known = points.flatMap(({ count, split }) => (split === undefined || count === 0 ? [] : [{ count, split }]));
  const calls = known.reduce((sum, { count }) => sum + count, 0);
  if (calls === 0) return null;
  const mean = (part: 'queueMs' | 'networkMs' | 'exchangeMs'): number =>
    known.reduce((sum, { count, split }) => sum + split[part] * count, 0) / calls;
  return {
    queueMs: mean('queueMs'),
    networkMs: mean('networkMs'),
    exchangeMs: mean('exchangeMs'),
    isEstimated: known.some(({ split }) => split.isEstimated),
  };
}

/** Failures per call, 0 … 1; null without calls. */
export function errorRateOf(summary: LatencySummary | null): number | null {
  return summary === null || summary.count === 0 ? null : summary.failures / summary.count;
}

export interface Rate {
  readonly callsPerSecond: number;
  readonly failures: number;
}

/** Calls a second and failures over the `spanMs` before `nowMs`. */
export function rateOver(points: readonly LatencyPoint[], nowMs: number, spanMs: number): Rate {
  const recent = points.filter((point) => point.atMs >= nowMs - spanMs && point.atMs <= nowMs);
  const calls = recent.reduce((sum, point) => sum + point.count, 0);
  return { callsPerSecond: (calls * 1_000) / spanMs, failures: recent.reduce((sum, point) => sum + point.failures, 0) };
}
