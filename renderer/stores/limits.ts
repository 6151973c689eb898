import { createStore, type StoreApi } from 'zustand/vanilla';
import type { BucketView, Gate } from '../../shared/model/bucket.ts';
import { LOADING, type Phase, READY } from './phase.ts';

export interface LimitsState {
  readonly phase: Phase;
  readonly byKey: Readonly<Record<string, BucketView>>;
  /** When each bucket was last in use, host time, ms. */
  readonly activeAtMs: Readonly<Record<string, number>>;
  readonly gates: readonly Gate[];
  /** Host time of the newest view, ms. */
  readonly atMs: number | null;
}

export type LimitsStore = StoreApi<LimitsState>;

export function createLimitsStore(): LimitsStore {
  return createStore(() => ({ phase: LOADING, byKey: {}, activeAtMs: {}, gates: [], atMs: null }));
}

/** At rest: nothing spent, on its way or waiting, and no gate in front of it. */
export function isAtRest(view: BucketView): boolean {
  return view.used <= 0 && view.inFlight <= 0 && view.waiting === 0 && view.status !== 'held';
}

/** Share of the capacity that is taken, 0 … 1. */
export function fillOf(view: BucketView): number {
  return Math.min(1, Math.max(0, 1 - view.headroom / view.capacity));
}

/** What rows are ordered by: the fill, or 1 while calls wait for the bucket or a gate is closed before it. */
export function tightnessOf(view: BucketView): number {
  return view.status === 'held' ? 1 : fillOf(view);
}

/** The bucket in use with the least headroom by share; undefined while all are at rest. */
export function tightestOf(views: readonly BucketView[]): BucketView | undefined {
  return views
    .filter((view) => !isAtRest(view))
    .reduce<BucketView | undefined>(
      (best, view) => (best !== undefined && fillOf(best) >= fillOf(view) ? best : view),
      undefined,
    );
}

/** A whole picture replaces what was known; a view already newer than the picture's stays. */
export function withSnapshot(state: LimitsState, buckets: readonly BucketView[], gates: readonly Gate[]): LimitsState {
  const fresh = { ...state, phase: READY, gates, byKey: {}, activeAtMs: {} };
  const newest = buckets.map((view) => newerOf(state.byKey[view.key], view));
  const activeAtMs = Object.fromEntries(
    newest.flatMap((view) => {
      const atMs = state.activeAtMs[view.key];
      return atMs === undefined ? [] : [[view.key, atMs]];
    }),
  );
  return withViews({ ...fresh, activeAtMs }, newest, []);
}

export function withViews(state: LimitsState, views: readonly BucketView[], removed: readonly string[]): LimitsState {
  const byKey: Record<string, BucketView> = { ...state.byKey };
  const active = views.filter((view) => !isAtRest(view));
  const activeAtMs =
    active.length === 0
      ? state.activeAtMs
      : { ...state.activeAtMs, ...Object.fromEntries(active.map((view) => [view.key, view.atMs])) };
  for (const view of views) byKey[view.key] = newerOf(byKey[view.key], view);
  for (const key of removed) delete byKey[key];
  const atMs = views.reduce((latest, view) => Math.max(latest, view.atMs), state.atMs ?? 0);
  return { ...state, byKey, activeAtMs, atMs };
}

function newerOf(known: BucketView | undefined, view: BucketView): BucketView {
  return known !== undefined && known.atMs > view.atMs ? known : view;
}
