import type { EventName, EventPayload } from '../../shared/contract/contract.ts';
import type { Account } from '../../shared/model/account.ts';
import type { LatencyPoint, UsePoint } from '../../shared/model/activity.ts';
import type { BucketView, Gate } from '../../shared/model/bucket.ts';
import type { Connection, HostTrouble, PracticeState, WorkloadLevel } from '../../shared/model/host.ts';
import { fakeAccounts, fakeBuckets } from './fake-accounts.ts';
import { type FakeKeys, freshKeys } from './fake-keys.ts';
import { type FakeStore, freshStore } from './fake-storage.ts';
import type { FakeLog } from './fake-log.ts';
import { latencyAt } from './fake-traffic.ts';
import { type BucketScript, keyOf, viewAt } from './fake-buckets.ts';

export type Publish = <Name extends EventName>(name: Name, payload: EventPayload<Name>) => void;

const LEVELS: Readonly<Record<WorkloadLevel, number>> = { off: 0, calm: 0.35, busy: 0.85, storm: 1.25 };

/** What a test may arrange before or while a page looks on. */
export interface FakeState {
  accounts: readonly Account[];
  buckets: readonly BucketScript[];
  gates: Gate[];
  troubles: HostTrouble[];
  connections: Connection[];
  practice: PracticeState;
  store: FakeStore;
  keys: FakeKeys;
  /** As a desktop host can. */
  canOpenFolder: boolean;
  /** Calls that answer with a failure. */
  broken: Set<string>;
  /** Rows of the request log from before the start; more come as time goes by unless it is quiet. */
  logRows: number;
  isLogQuiet: boolean;
  startedMs: number;
  /** Null: not asked for yet. */
  log: FakeLog | null;
  /** Nothing moves and nothing is told: an idle page. */
  isStill: boolean;
  /** Calls that never answer: what a page shows while it waits. */
  silent: Set<string>;
}

export function freshState(): FakeState {
  return {
    accounts: fakeAccounts,
    buckets: fakeBuckets,
    gates: [],
    troubles: [],
    connections: fakeAccounts.map(({ exchange, environment }, index) => ({
      exchange,
      environment,
      state: 'ok',
      clockOffsetMs: [-12, 4, 31][index] ?? 0,
      clockUncertaintyMs: 3,
      lastAnswerAtMs: Date.now(),
      detail: null,
    })),
    practice: {
      workloads: fakeAccounts.map(({ id }) => ({ account: id, level: 'busy' })),
      exchanges: fakeAccounts.map(({ exchange }) => ({
        exchange,
        neighbour: exchange === 'binance',
        latencyMs: 0,
        maintenance: false,
        softThrottling: false,
        ...(exchange === 'okx' ? { announced: false } : {}),
      })),
    },
    store: freshStore(Date.now()),
    keys: freshKeys(Date.now()),
    canOpenFolder: false,
    broken: new Set(),
    isStill: false,
    silent: new Set(),
    logRows: 1_000_000,
    isLogQuiet: false,
    startedMs: Date.now(),
    log: null,
  };
}

export function levelOf(state: FakeState, account: Account): number {
  const level = state.practice.workloads.find((one) => one.account === account.id)?.level ?? 'off';
  return LEVELS[level];
}

export function viewsAt(state: FakeState, nowMs: number): BucketView[] {
  return state.buckets.map((script) => {
    const isHalted = state.gates.some((gate) => gate.exchange === script.account.exchange && gate.untilMs > nowMs);
    return viewAt(script, nowMs, levelOf(state, script.account), isHalted);
  });
}

export function useHistory(state: FakeState, key: string, spanMs: number, points: number, nowMs: number): UsePoint[] {
  const script = state.buckets.find((one) => keyOf(one) === key);
  if (script === undefined) return [];
  const stepMs = Math.max(1_000, Math.round(spanMs / points));
  const lastMs = Math.floor(nowMs / 1_000) * 1_000;
  return Array.from({ length: Math.floor(spanMs / stepMs) }, (_, index) => {
    const atMs = lastMs - (Math.floor(spanMs / stepMs) - index) * stepMs;
    const { used, foreign, inFlight, capacity } = viewAt(script, atMs, levelOf(state, script.account), false);
    return { atMs, used, foreign, inFlight, capacity };
  });
}

export function latencyPoints(state: FakeState, account: Account, spanMs: number, nowMs: number): LatencyPoint[] {
  const lastMs = Math.floor(nowMs / 1_000) * 1_000;
  return Array.from({ length: Math.floor(spanMs / 1_000) }, (_, index) =>
    latencyAt(account.exchange, lastMs - (Math.floor(spanMs / 1_000) - index) * 1_000, levelOf(state, account)),
  );
}

/** One batch of moving buckets, and each full second a latency sample. */
export function publishTick(state: FakeState, publish: Publish, nowMs: number, isFullSecond: boolean): void {
  publish('limits.changed', {
    buckets: viewsAt(state, nowMs).filter((view) => view.used > 0 || isFullSecond),
    removed: [],
  });
  if (!isFullSecond) return;
  const points = state.accounts
    .filter((account) => levelOf(state, account) > 0)
    .map((account) => ({
      exchange: account.exchange,
      environment: account.environment,
      point: latencyAt(account.exchange, Math.floor(nowMs / 1_000) * 1_000, levelOf(state, account)),
    }));
  if (points.length > 0) publish('latency.sampled', { points });
}
