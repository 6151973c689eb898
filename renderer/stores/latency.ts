import { createStore, type StoreApi } from 'zustand/vanilla';
import type { ExchangeId } from '../../shared/model/account.ts';
import type { LatencyPoint, LatencySummary } from '../../shared/model/activity.ts';
import { LOADING, type Phase, READY } from './phase.ts';

export interface ExchangeLatency {
  readonly points: readonly LatencyPoint[];
  /** Over the last five minutes, from the host's histograms; null until asked. */
  readonly summary: LatencySummary | null;
}

export interface LatencyState {
  readonly phase: Phase;
  readonly byExchange: Readonly<Partial<Record<ExchangeId, ExchangeLatency>>>;
}

export type LatencyStore = StoreApi<LatencyState>;

export const LATENCY_SPAN_MS = 15 * 60_000;
export const SUMMARY_SPAN_MS = 5 * 60_000;
export const NO_LATENCY: ExchangeLatency = { points: [], summary: null };

export function createLatencyStore(): LatencyStore {
  return createStore(() => ({ phase: LOADING, byExchange: {} }));
}

interface Sample {
  readonly exchange: ExchangeId;
  readonly point: LatencyPoint;
}

export function withSamples(state: LatencyState, samples: readonly Sample[]): LatencyState {
  const byExchange = { ...state.byExchange };
  for (const { exchange, point } of samples) {
    const known = byExchange[exchange] ?? NO_LATENCY;
    const points = known.points.filter((one) => one.atMs >= point.atMs - LATENCY_SPAN_MS && one.atMs !== point.atMs);
    byExchange[exchange] = { ...known, points: [...points, point] };
  }
  return { ...state, byExchange };
}

interface History {
  readonly exchange: ExchangeId;
  readonly points: readonly LatencyPoint[];
}

/** Seeds the rings; points the page has seen itself stay. */
export function withLatencyHistory(state: LatencyState, histories: readonly History[]): LatencyState {
  const byExchange = { ...state.byExchange };
  for (const { exchange, points } of histories) {
    const known = byExchange[exchange] ?? NO_LATENCY;
    const firstMs = known.points[0]?.atMs ?? Number.POSITIVE_INFINITY;
    byExchange[exchange] = { ...known, points: [...points.filter((point) => point.atMs < firstMs), ...known.points] };
  }
  return { ...state, phase: READY, byExchange };
}

export function withSummaries(state: LatencyState, summaries: readonly LatencySummary[]): LatencyState {
  const byExchange = { ...state.byExchange };
  for (const summary of summaries) {
    byExchange[summary.exchange] = { ...(byExchange[summary.exchange] ?? NO_LATENCY), summary };
  }
  return { ...state, byExchange };
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
