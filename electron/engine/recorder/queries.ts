import type { AccountId, Environment, ExchangeId } from '../../../shared/model/account.ts';
import type { ActivityRow } from '../../../shared/model/activity.ts';
import type { ActivityDetail, ActivityFilter, ActivityHistogram } from '../../../shared/model/activity-query.ts';
import type { Contributions, GateMark, Marks } from '../../../shared/model/spend.ts';
import type { StorageStats } from '../../../shared/model/storage.ts';
import type { Gate } from '../../../shared/model/bucket.ts';
import type { Span } from './types.ts';

/** Whose marks: of one exchange, one account, or all. */
export interface MarkScope {
  readonly exchange: ExchangeId | null;
  readonly account: AccountId | null;
  /** Gates of this environment alone; null: of all. */
  readonly environment: Environment | null;
}

export interface FoundRows {
  readonly rows: readonly ActivityRow[];
  /** The `before` of the next page; null at the end. */
  readonly next: number | null;
}

/** How often an account called an endpoint with success, and in which minute last. */
export interface EndpointUse {
  readonly endpoint: string;
  readonly calls: number;
  readonly lastAtMs: number;
}

export type ActivityStats = Omit<StorageStats, 'journalBytes' | 'folder'>;

/** What can be asked of the request log beyond its charts. Reading never blocks the event loop. */
export interface ActivityQueries {
  contributions(key: string, fromMs: number, untilMs: number): Promise<Contributions>;
  marks(scope: MarkScope, span: Span): Promise<Marks>;
  rows(filter: ActivityFilter, before: number | null, limit: number): Promise<FoundRows>;
  /** `nowMs`, wall time: where a filter without an end ends. */
  histogram(filter: ActivityFilter, points: number, nowMs: number): Promise<ActivityHistogram>;
  /** Null: no such row, or not any more. */
  row(id: number): Promise<ActivityDetail | null>;
  /** Of the minutes that lie whole between the two wall times; `untilMs` null: to now. */
  endpointUse(account: AccountId, fromMs: number, untilMs: number | null): Promise<readonly EndpointUse[]>;
  stats(): Promise<ActivityStats>;
}

export function gateMark(gate: Gate, change: GateMark['change'], atMs: number): GateMark {
  const { key, exchange, environment, cause, untilMs, code } = gate;
  return {
    atMs,
    key: key.slice(0, 300),
    exchange,
    environment,
    cause,
    change,
    untilMs,
    code: code?.slice(0, 80) ?? null,
  };
}
