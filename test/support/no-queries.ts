import type { ActivityQueries } from '../../electron/engine/recorder/queries.ts';

/** What a store answers that keeps nothing to ask about. */
export const noQueries: ActivityQueries = {
  contributions: (_key, fromMs, untilMs) => Promise.resolve({ fromMs, untilMs, calls: 0, cost: 0, entries: [] }),
  marks: () => Promise.resolve({ stepMs: 1_000, marks: [], gates: [] }),
  rows: () => Promise.resolve({ rows: [], next: null }),
  histogram: (_filter, _points, nowMs) =>
    Promise.resolve({ stepMs: 1_000, fromMs: nowMs, untilMs: nowMs, bars: [], calls: 0, failures: 0, isExact: true }),
  row: () => Promise.resolve(null),
  endpointUse: () => Promise.resolve([]),
  stats: () =>
    Promise.resolve({ activityBytes: 0, activityLiveBytes: 0, rows: 0, oldestRowAtMs: null, newestRowAtMs: null }),
};
