import type { Account } from '../../shared/model/account.ts';
import type { LatencySplit } from '../../shared/model/activity.ts';
import type { Fits } from '../../shared/model/fits.ts';
import type { Contributions, GateMark, Marks } from '../../shared/model/spend.ts';
import type { FakeState } from './fake-engine.ts';
import { keyOf } from './fake-buckets.ts';

const SPENDERS = [
  { endpoint: 'GET /depth', lane: 'market', caller: 'workload', weight: 52, cost: 25 },
  { endpoint: 'GET /account', lane: 'account', caller: 'workload', weight: 23, cost: 20 },
  { endpoint: 'POST /order', lane: 'order', caller: 'workload', weight: 12, cost: 1 },
  { endpoint: 'DELETE /order', lane: 'cancel', caller: 'workload', weight: 7, cost: 1 },
  { endpoint: 'GET /exchangeInfo', lane: 'background', caller: 'probe', weight: 4, cost: 20 },
  { endpoint: 'GET /time', lane: 'background', caller: 'probe', weight: 2, cost: 1 },
] as const;
/** Calls a minute of all spenders together, in hundredths. */
const CALLS_A_MINUTE = 60;

export function contributionsOf(state: FakeState, key: string, spanMs: number, nowMs: number): Contributions {
  const account = state.buckets.find((one) => keyOf(one) === key)?.account;
  const whole = { fromMs: nowMs - spanMs, untilMs: nowMs };
  if (account === undefined) return { ...whole, calls: 0, cost: 0, entries: [] };
  const minutes = spanMs / 60_000;
  const rows = SPENDERS.map((spender) => ({
    ...spender,
    calls: Math.round((spender.weight * CALLS_A_MINUTE * minutes) / 100),
  }));
  const cost = rows.reduce((sum, row) => sum + row.calls * row.cost, 0);
  const entries = rows
    .map((row) => ({
      endpoint: row.endpoint,
      lane: row.lane,
      caller: row.caller,
      account: account.id,
      calls: row.calls,
      failures: row.lane === 'order' ? Math.floor(row.calls / 50) : 0,
      cost: row.calls * row.cost,
      share: cost === 0 ? 0 : (row.calls * row.cost) / cost,
      waitedMs: row.calls * (row.lane === 'market' ? 42 : 0),
    }))
    .toSorted((a, b) => b.cost - a.cost);
  return { ...whole, calls: rows.reduce((sum, row) => sum + row.calls, 0), cost, entries };
}

/** Some of each kind at the same places of every span, and a gate that was closed for a twentieth of it. */
export function marksOf(account: Account, spanMs: number, untilMs: number): Marks {
  const at = (share: number): number => Math.floor((untilMs - spanMs + spanMs * share) / 1_000) * 1_000;
  const mark = (share: number, outcome: Marks['marks'][number]['outcome'], count: number) => ({
    atMs: at(share),
    exchange: account.exchange,
    account: account.id,
    outcome,
    count,
  });
  const gate = (share: number, change: GateMark['change']): GateMark => ({
    atMs: at(share),
    key: `${account.exchange}/${account.environment}|ip=${account.egress}`,
    exchange: account.exchange,
    environment: account.environment,
    cause: 'rate-limited',
    change,
    untilMs: at(0.47),
    code: '-1003',
  });
  return {
    stepMs: 1_000,
    marks: [
      mark(0.21, 'server-error', 2),
      mark(0.41, 'rate-limited', 3),
      mark(0.42, 'rate-limited', 1),
      mark(0.7, 'banned', 1),
      mark(0.86, 'rate-limited', 1),
    ],
    gates: [gate(0.42, 'closed'), gate(0.47, 'opened')],
  };
}

export function fitsOf(state: FakeState, account: string): Fits {
  const script = state.buckets.find((one) => one.account.id === account);
  if (script === undefined) return { endpoints: [] };
  const boundBy = keyOf(script);
  return {
    endpoints: SPENDERS.slice(0, 5).map(({ endpoint, cost }) => ({
      endpoint,
      perMinute: Math.floor((script.capacity * 0.4) / cost),
      boundBy,
    })),
  };
}

/** OKX tells its own time; the others' is worked out. */
export function splitAt(account: Account, p50: number): LatencySplit {
  return { queueMs: p50 * 0.08, networkMs: p50 * 0.62, exchangeMs: p50 * 0.3, isEstimated: account.exchange !== 'okx' };
}
