import { z } from 'zod';
import { Account, AccountId, Environment, ExchangeId } from '../model/account.ts';
import { ActivityRow, LatencyPoint, LatencySummary, UsePoint } from '../model/activity.ts';
import { ActivityDetail, ActivityFilter, ActivityHistogram } from '../model/activity-query.ts';
import { BucketView, Gate } from '../model/bucket.ts';
import { Fits } from '../model/fits.ts';
import { Capabilities, Connection, Hello, HostTrouble, PracticeState, WorkloadLevel } from '../model/host.ts';
import { Contributions, Marks } from '../model/spend.ts';
import { Settings, SettingsChange, StorageStats } from '../model/storage.ts';
import { alertCommands, alertEvents, alertQueries } from './alerts-contract.ts';
import { keyCommands, keyEvents, keyQueries } from './keys-contract.ts';
import { orderCommands, orderEvents, orderQueries } from './orders-contract.ts';

const Nothing = z.object({}).strict();
const SpanMs = z
  .number()
  .int()
  .min(1_000)
  .max(31 * 86_400_000);
/** A span that ended so long ago, to compare with: a day, a week. */
const OffsetMs = z
  .number()
  .int()
  .min(0)
  .max(400 * 86_400_000)
  .optional();
const Points = z.number().int().min(2).max(2_000);
const BucketKey = z.string().max(300);

/** Snapshots: asking changes nothing. */
export const queries = {
  /** The first call of every page. */
  'app.hello': { input: z.object({ protocol: z.number().int() }), output: Hello },
  'accounts.list': { input: Nothing, output: z.object({ accounts: z.array(Account) }) },
  'connections.snapshot': { input: Nothing, output: z.object({ connections: z.array(Connection) }) },
  'limits.snapshot': {
    input: Nothing,
    output: z.object({ buckets: z.array(BucketView), gates: z.array(Gate) }),
  },
  /** Use of one bucket over the last `spanMs`, at most `points` points. */
  'limits.history': {
    input: z.object({ key: BucketKey, spanMs: SpanMs, points: Points, offsetMs: OffsetMs }),
    output: z.object({ stepMs: z.number(), points: z.array(UsePoint) }),
  },
  'latency.history': {
    input: z.object({ spanMs: SpanMs, points: Points, offsetMs: OffsetMs }),
    output: z.object({
      stepMs: z.number(),
      exchanges: z.array(
        z.object({
          exchange: ExchangeId,
          /** Absent: live. */
          environment: Environment.optional(),
          summary: LatencySummary,
          points: z.array(LatencyPoint),
        }),
      ),
    }),
  },
  /** What each endpoint, lane and caller took from one bucket in the last `spanMs`. */
  'limits.contributions': {
    input: z.object({ key: BucketKey, spanMs: SpanMs, offsetMs: OffsetMs }),
    output: Contributions,
  },
  /** How many calls a minute still fit, for the endpoints this account used most lately. */
  'limits.whatIf': { input: z.object({ account: AccountId }), output: Fits },
  /** What ended badly and which gates closed or opened; of one exchange, one account, or all (both null). */
  'activity.marks': {
    input: z.object({
      exchange: ExchangeId.nullable(),
      account: AccountId.nullable(),
      spanMs: SpanMs,
      points: Points,
      offsetMs: OffsetMs,
    }),
    output: Marks,
  },
  /** Newest first; `next` is the `before` of the page after, null at the end. */
  'activity.query': {
    input: z.object({
      filter: ActivityFilter,
      before: z.number().int().positive().nullable(),
      limit: z.number().int().min(1).max(500),
    }),
    output: z.object({ rows: z.array(ActivityRow), next: z.number().int().nullable() }),
  },
  /** Requests that fit, per step, over the filter's times or all that is kept. */
  'activity.histogram': { input: z.object({ filter: ActivityFilter, points: Points }), output: ActivityHistogram },
  'activity.row': { input: z.object({ id: z.number().int().positive() }), output: ActivityDetail },
  'storage.stats': { input: Nothing, output: StorageStats },
  'settings.get': { input: Nothing, output: Settings },
  'practice.state': { input: Nothing, output: PracticeState },
  'host.troubles': { input: Nothing, output: z.object({ troubles: z.array(HostTrouble) }) },
  ...keyQueries,
  ...orderQueries,
  ...alertQueries,
} as const;

/** Acts: each may fail, none is repeated by the pipe. */
export const commands = {
  /** Removes requests older than so many days, now; the setting stays as it is. */
  'storage.prune': {
    input: z.object({ keepDays: z.number().int().min(1).max(400) }),
    output: z.object({ rowsRemoved: z.number().int(), stats: StorageStats }),
  },
  'settings.set': { input: SettingsChange, output: Settings },
  /** A person has read it: no page shows it any more. It is told anew when it comes back after it was over. */
  'host.dismiss': { input: z.object({ trouble: z.string().max(40) }), output: Nothing },
  /** Shows the data folder in the system's file manager; for hosts with the ability `openFolder`. */
  'storage.openFolder': { input: Nothing, output: Nothing },
  'practice.setWorkload': { input: z.object({ account: AccountId, level: WorkloadLevel }), output: PracticeState },
  'practice.setExchange': {
    input: z.object({
      exchange: ExchangeId,
      neighbour: z.boolean(),
      latencyMs: z.number().min(0).max(10_000),
      maintenance: z.boolean(),
      softThrottling: z.boolean(),
      announced: z.boolean().optional(),
    }),
    output: PracticeState,
  },
  ...keyCommands,
  ...orderCommands,
  ...alertCommands,
} as const;

/** Facts, past tense, whole. */
export const events = {
  /** Buckets that changed since the last such event; at most ten a second. `removed`: keys that are gone. */
  'limits.changed': z.object({ buckets: z.array(BucketView), removed: z.array(z.string()) }),
  'gates.changed': z.object({ gates: z.array(Gate) }),
  'connections.changed': z.object({ connections: z.array(Connection) }),
  /** Calls answered in the last second, per exchange and environment; once a second while there are any. */
  'latency.sampled': z.object({
    points: z.array(z.object({ exchange: ExchangeId, environment: Environment.optional(), point: LatencyPoint })),
  }),
  'accounts.changed': z.object({ accounts: z.array(Account) }),
  'practice.changed': PracticeState,
  'settings.changed': Settings,
  /** The host can do otherwise than its hello said, as when the system shows no notifications after all. */
  'capabilities.changed': Capabilities,
  'host.troubled': HostTrouble,
  /** It is over, or somebody put it away. */
  'host.troubleEnded': z.object({ id: z.string() }),
  ...keyEvents,
  ...orderEvents,
  ...alertEvents,
} as const;

export const calls = { ...queries, ...commands } as const;

export type CallName = keyof typeof calls;
export type EventName = keyof typeof events;
export type CallInput<Name extends CallName> = z.infer<(typeof calls)[Name]['input']>;
export type CallOutput<Name extends CallName> = z.infer<(typeof calls)[Name]['output']>;
export type EventPayload<Name extends EventName> = z.infer<(typeof events)[Name]>;

export function isCallName(name: string): name is CallName {
  return Object.hasOwn(calls, name);
}

export function isEventName(name: string): name is EventName {
  return Object.hasOwn(events, name);
}
