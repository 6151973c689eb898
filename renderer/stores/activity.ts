import { createStore, type StoreApi } from 'zustand/vanilla';
import type { Failure } from '../../shared/contract/failure.ts';
import type { ActivityDetail, ActivityHistogram } from '../../shared/model/activity-query.ts';
import { type LogFilter, NO_FILTER } from './activity-filter.ts';
import { type LogRows, NO_ROWS } from './activity-rows.ts';
import { LOADING, type Phase } from './phase.ts';

/** `none`: new rows come in at the top · `browsing`: they wait while a row is looked at · `paused`: they wait until asked for. */
export type Hold = 'none' | 'browsing' | 'paused';

export interface Span {
  readonly fromMs: number;
  readonly untilMs: number;
}

export interface HistogramState {
  readonly phase: Phase;
  /** Of the filter without its times, over the zoomed span; null until known. */
  readonly value: ActivityHistogram | null;
}

/** The request whose details are open. */
export interface OpenedRow {
  readonly id: number;
  readonly phase: Phase;
  readonly detail: ActivityDetail | null;
}

export interface ActivityState {
  /** Of the first rows under a filter. */
  readonly phase: Phase;
  readonly filter: LogFilter;
  /** The rows shown still are those of the filter before. */
  readonly isAsking: boolean;
  readonly view: LogRows;
  readonly hold: Hold;
  /** Rows that came since the view was held. */
  readonly newCount: number;
  /** There were more of them than could be counted. */
  readonly isNewCountLow: boolean;
  /** Why rows could not be had though some are shown. */
  readonly failure: Failure | null;
  readonly histogram: HistogramState;
  /** Part of the log the histogram covers; null: all of it. */
  readonly zoom: Span | null;
  readonly opened: OpenedRow | null;
}

export type ActivityStore = StoreApi<ActivityState>;

/** What the page of requests asks of the host; answers arrive in the store. */
export interface ActivityActions {
  /** Keeps up with the log until the returned function is called. */
  watch(): () => void;
  setFilter(filter: LogFilter): void;
  /** Rows of these ranks are in sight. */
  want(first: number, last: number): void;
  hold(how: 'browsing' | 'paused'): void;
  /** Back to the newest rows, and on with them. */
  follow(): void;
  setZoom(span: Span | null): void;
  open(id: number): void;
  close(): void;
  retry(): void;
}

export function createActivityStore(): ActivityStore {
  return createStore<ActivityState>(() => ({
    phase: LOADING,
    filter: NO_FILTER,
    isAsking: false,
    view: NO_ROWS,
    hold: 'none',
    newCount: 0,
    isNewCountLow: false,
    failure: null,
    histogram: { phase: LOADING, value: null },
    zoom: null,
    opened: null,
  }));
}
