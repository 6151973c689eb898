import type { Failure } from '../../shared/contract/failure.ts';
import type { ActivityActions, ActivityState, Span } from '../stores/activity.ts';
import { asked, type LogFilter, withTimes } from '../stores/activity-filter.ts';
import { type Count, missingPages, PAGE_ROWS, viewFrom, withRows } from '../stores/activity-rows.ts';
import { LOADING, READY } from '../stores/phase.ts';
import type { Stores } from '../stores/stores.ts';
import { loadPage, type PageSource } from './activity-pages.ts';
import type { Feed } from './feed.ts';
import type { Timers } from './timers.ts';

const POLL_MS = 1_000;
const RECOUNT_EVERY_POLLS = 5;
const TOP_ROWS = 2 * PAGE_ROWS;
const BARS = 180;
/** Rows fetched ahead of what is in sight. */
const AHEAD_ROWS = 40;

/** Keeps the page of requests: the rows in sight, the newest ones, the histogram, and the details of one. */
export function createActivity(feed: Feed, { activity }: Pick<Stores, 'activity'>, timers: Timers): ActivityActions {
  /** Rises with every view: answers to questions about an earlier one are dropped. */
  let generation = 0;
  let newestId = 0;
  let polls = 0;
  let wanted = { first: 0, last: 0 };
  let filling: number | null = null;
  let overall: PageSource['overall'] = { value: null };

  const get = (): ActivityState => activity.getState();
  const set = (state: Partial<ActivityState>): void => activity.setState(state);

  function failedWith(failure: Failure): void {
    // The banner already says that Headroom is away.
    if (feed.bridge === null) return;
    set(get().phase.kind === 'ready' ? { failure, isAsking: false } : { phase: { kind: 'failed', failure } });
  }

  /** Shows the newest rows under the filter as it is now. */
  async function load(): Promise<void> {
    generation += 1;
    const mine = generation;
    const { bridge } = feed;
    if (bridge === null) return;
    void loadHistogram();
    const counting = count(get().filter);
    const result = await bridge.call('activity.query', { filter: asked(get().filter), before: null, limit: TOP_ROWS });
    if (mine !== generation) return;
    if (!result.ok) return failedWith(result.failure);
    const { rows, next } = result.value;
    newestId = rows[0]?.id ?? 0;
    overall = { value: null };
    set({
      phase: READY,
      isAsking: false,
      failure: null,
      newCount: 0,
      isNewCountLow: false,
      view: viewFrom(rows, next === null, { total: rows.length + 1, isExact: false }),
    });
    const total = await counting;
    if (mine === generation && total !== null) takeCount(total);
  }

  function takeCount({ total, isExact }: Count): void {
    const { view } = get();
    // So few rows that all of them are here: they count themselves.
    if (view.total <= TOP_ROWS) return;
    set({ view: { ...view, total: Math.max(total, TOP_ROWS + 1), isTotalExact: isExact } });
  }

  async function count(filter: LogFilter): Promise<Count | null> {
    const result = await feed.bridge?.call('activity.histogram', { filter: asked(filter), points: 2 });
    return result?.ok === true ? { total: result.value.calls, isExact: result.value.isExact } : null;
  }

  async function loadHistogram(): Promise<void> {
    const { filter, zoom } = get();
    const about = withTimes(filter, zoom?.fromMs ?? null, zoom?.untilMs ?? null);
    const result = await feed.bridge?.call('activity.histogram', { filter: asked(about), points: BARS });
    if (result === undefined || get().filter !== filter || get().zoom !== zoom) return;
    if (result.ok) return set({ histogram: { phase: READY, value: result.value } });
    if (get().histogram.phase.kind === 'ready' || feed.bridge === null) return;
    set({ histogram: { phase: { kind: 'failed', failure: result.failure }, value: null } });
  }

  /** Takes in what is new: at the top, or only counted while the view is held. */
  async function poll(): Promise<void> {
    const mine = generation;
    const { filter } = get();
    const result = await feed.bridge?.call('activity.query', { filter: asked(filter), before: null, limit: TOP_ROWS });
    if (result === undefined || mine !== generation) return;
    if (!result.ok) return failedWith(result.failure);
    const { rows, next } = result.value;
    const fresh = rows.filter((row) => row.id > newestId).length;
    const isLow = fresh === TOP_ROWS;
    newestId = Math.max(newestId, rows[0]?.id ?? 0);
    const { hold, view, newCount, isNewCountLow } = get();
    if (hold !== 'none') {
      set({ newCount: newCount + fresh, isNewCountLow: isNewCountLow || isLow, failure: null });
      return fill();
    }
    if (fresh === 0) return set({ failure: null });
    overall = { value: null };
    const total = { total: view.total + fresh, isExact: view.isTotalExact };
    set({ view: viewFrom(rows, next === null, total), failure: null });
  }

  async function recount(): Promise<void> {
    void loadHistogram();
    if (get().hold !== 'none') return;
    const mine = generation;
    const total = await count(get().filter);
    if (mine === generation && total !== null && get().hold === 'none') takeCount(total);
  }

  /** Loads the missing pages in sight, one after the other and always the ones wanted last. */
  function fill(): void {
    if (filling === generation) return;
    filling = generation;
    void fillNow(generation).finally(() => {
      if (filling === generation) filling = null;
    });
  }

  async function fillNow(mine: number): Promise<void> {
    for (;;) {
      const { view, filter } = get();
      const [page] = missingPages(view, wanted.first, wanted.last).concat(
        missingPages(view, wanted.first - AHEAD_ROWS, wanted.last + AHEAD_ROWS),
      );
      if (page === undefined || feed.bridge === null) return;
      const { anchorId } = view;
      const result = await loadPage({ bridge: feed.bridge, filter, view, overall }, page);
      if (mine !== generation) return;
      if (!result.ok) return failedWith(result.failure);
      // New rows at the top moved every rank meanwhile.
      if (get().view.anchorId !== anchorId) continue;
      set({ view: withRows(get().view, result.value), failure: null });
      // It could not be found where it was counted to be; the next poll tries again.
      if (get().view.pages.get(page) === undefined && get().view.total > page * PAGE_ROWS) return;
    }
  }

  function tick(): void {
    if (feed.bridge === null) return;
    if (get().phase.kind === 'loading' || get().isAsking) return void load();
    if (get().phase.kind !== 'ready') return;
    polls += 1;
    void poll();
    if (polls % RECOUNT_EVERY_POLLS === 0) void recount();
  }

  function setZoom(zoom: Span | null): void {
    set({ zoom });
    void loadHistogram();
  }

  async function open(id: number): Promise<void> {
    // What is shown stays until the next is here: stepping from row to row must not flicker.
    set({ opened: { id, phase: LOADING, detail: get().opened?.detail ?? null } });
    const result = await feed.bridge?.call('activity.row', { id });
    if (result === undefined || get().opened?.id !== id) return;
    if (result.ok) set({ opened: { id, phase: READY, detail: result.value } });
    else set({ opened: { id, phase: { kind: 'failed', failure: result.failure }, detail: null } });
  }

  return {
    watch() {
      if (get().hold === 'none' || get().phase.kind !== 'ready') void load();
      return timers.every(POLL_MS, tick);
    },
    setFilter(filter) {
      if (filter === get().filter) return;
      const hold = get().hold === 'paused' ? 'paused' : 'none';
      set({ filter, isAsking: true, hold, newCount: 0, isNewCountLow: false });
      void load();
    },
    want(first, last) {
      wanted = { first, last };
      fill();
    },
    hold(how) {
      if (get().hold !== 'paused') set({ hold: how });
    },
    follow() {
      set({ hold: 'none', newCount: 0, isNewCountLow: false });
      void load();
    },
    setZoom,
    open: (id) => void open(id),
    close: () => set({ opened: null }),
    retry() {
      set({ failure: null, ...(get().phase.kind === 'ready' ? {} : { phase: LOADING }) });
      void load();
    },
  };
}
