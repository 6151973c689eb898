import type { ActivityDetail, ActivityHistogram } from '../../../shared/model/activity-query.ts';
import type { Contributions, Marks } from '../../../shared/model/spend.ts';
import type { ActivityQueries, ActivityStats, EndpointUse, FoundRows } from '../../engine/recorder/queries.ts';
import type { StoreQuery } from './activity-messages.ts';

/** Asks the store's thread; what it answers is what its readers gave. */
export function queriesOver(ask: (query: StoreQuery) => Promise<unknown>): ActivityQueries {
  return {
    contributions: async (key, fromMs, untilMs) =>
      (await ask({ about: 'contributions', key, fromMs, untilMs })) as Contributions,
    marks: async (scope, span) => (await ask({ about: 'marks', scope, span })) as Marks,
    rows: async (filter, before, limit) => (await ask({ about: 'rows', filter, before, limit })) as FoundRows,
    histogram: async (filter, points, nowMs) =>
      (await ask({ about: 'histogram', filter, points, nowMs })) as ActivityHistogram,
    row: async (id) => (await ask({ about: 'row', id })) as ActivityDetail | null,
    endpointUse: async (account, fromMs, untilMs) =>
      (await ask({ about: 'endpointUse', account, fromMs, untilMs })) as EndpointUse[],
    stats: async () => (await ask({ about: 'stats' })) as ActivityStats,
  };
}
