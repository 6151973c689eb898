import type { Handlers } from '../../shared/contract/dispatch.ts';
import { fail, ok } from '../../shared/contract/failure.ts';
import type { ActivityDetail } from '../../shared/model/activity-query.ts';
import type { ActivityRow } from '../../shared/model/activity.ts';
import { type BucketScript, keyOf, viewAt } from './fake-buckets.ts';
import { FakeLog } from './fake-log.ts';
import type { FakeState } from './fake-engine.ts';

type ActivityHandlers = Pick<Handlers, 'activity.query' | 'activity.histogram' | 'activity.row'>;

/** The log of a state as it is now; written when it is first asked for. */
export function logOf(state: FakeState): FakeLog {
  state.log ??= new FakeLog(state.accounts, state.logRows, state.startedMs);
  const isAtRest = state.practice.workloads.every((one) => one.level === 'off');
  state.log.isQuiet = state.isLogQuiet || isAtRest || state.accounts.length === 0;
  state.log.growTo(Date.now());
  return state.log;
}

export function activityHandlers(state: FakeState): ActivityHandlers {
  return {
    'activity.query': ({ filter, before, limit }) => ok(logOf(state).query(filter, before, limit)),
    'activity.histogram': ({ filter, points }) => ok(logOf(state).histogram(filter, points)),
    'activity.row': ({ id }) => {
      const row = logOf(state).row(id);
      return row === null ? fail({ kind: 'not-found', what: `request ${id}` }) : ok(detailOf(state, row));
    },
  };
}

function detailOf(state: FakeState, row: ActivityRow): ActivityDetail {
  const script = state.buckets.find((one) => one.account.id === row.account && one.id === row.bucket);
  if (script === undefined) return { row, charges: [], readings: [], params: [], uses: [] };
  const key = keyOf(script);
  const spent = row.outcome === 'lost' ? 0 : row.cost;
  const before = pointAt(script, row.atMs - 1_000);
  const after = pointAt(script, row.atMs + 1_000);
  return {
    row: { ...row, bucketKey: key },
    charges: [{ key, cost: row.cost, spent }],
    readings: row.exchange === 'okx' ? [] : [{ key, kind: 'used', value: after.used }],
    params: [
      { name: 'symbol', value: 'BTCUSDT' },
      { name: 'limit', value: '500' },
      { name: 'signature', value: null },
    ],
    uses: [{ key, before, after }],
  };
}

function pointAt(script: BucketScript, atMs: number) {
  const { used, foreign, inFlight, capacity } = viewAt(script, atMs, 0.85, false);
  return { atMs, used, foreign, inFlight, capacity };
}
