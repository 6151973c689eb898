import type { Account } from '../../shared/model/account.ts';
import type { BucketStatus, BucketUnit, BucketView, Scope, WindowRule } from '../../shared/model/bucket.ts';

/** One bucket of the scripted engine: how it looks is a function of time alone, so that a picture can be taken twice. */
export interface BucketScript {
  readonly account: Account;
  readonly sharedWith?: readonly Account[];
  readonly id: string;
  readonly name: string;
  readonly unit: BucketUnit;
  readonly capacity: number;
  readonly window: WindowRule;
  readonly scope: readonly Scope[];
  readonly part?: string;
  /** Highest share of the capacity it reaches under a busy workload. */
  readonly reach: number;
  readonly foreignShare?: number;
  /** Turns of its own slow wave, so that buckets do not move in step. */
  readonly phase: number;
}

const SLOW_WAVE_MS = 97_000;

export function keyOf(script: BucketScript): string {
  const { account, id, scope, part } = script;
  const holder = scope.map((one) => `${one}=${holderOf(one, account, part)}`).join('|');
  return `${account.exchange}/${account.environment}|${id}|${holder}`;
}

function holderOf(scope: Scope, account: Account, part = ''): string {
  if (scope === 'ip') return account.egress;
  return scope === 'instrument' || scope === 'endpoint' ? part : `ref-${account.id}`;
}

/** The bucket at `nowMs` under a workload of `level` (0 … 1.3). */
export function viewAt(script: BucketScript, nowMs: number, level: number, isHalted: boolean): BucketView {
  const { capacity, window } = script;
  const share = Math.min(1, script.reach * level * waveOf(script, nowMs));
  const used = rounded(window, capacity * share);
  const foreign = rounded(window, used * (script.foreignShare ?? 0));
  const inFlight = used > 0 ? Math.min(capacity - used, Math.max(0, Math.round(capacity * 0.02 * level))) : 0;
  const waiting = share >= 0.97 ? 4 : 0;
  return {
    key: keyOf(script),
    exchange: script.account.exchange,
    environment: script.account.environment,
    accounts: [script.account, ...(script.sharedWith ?? [])].map((account) => account.id),
    bucket: { id: script.id, name: script.name, unit: script.unit, window, scope: script.scope },
    part: script.part ?? null,
    capacity,
    used,
    own: used - foreign,
    foreign,
    foreignForecast: Math.round(foreign * 0.4),
    inFlight,
    headroom: Math.max(0, capacity - used - inFlight),
    waiting,
    emptyAtMs: used > 0 ? emptyAt(window, used, nowMs) : null,
    atMs: nowMs,
    readingAtMs: used > 0 ? nowMs - 200 : null,
    status: statusOf(share, waiting, isHalted),
  };
}

/** Between 0 and 1: a slow swell, times the saw-tooth of a fixed window or a quick ripple. */
function waveOf({ window, phase }: BucketScript, nowMs: number): number {
  const swell = 0.72 + 0.28 * Math.sin((nowMs / SLOW_WAVE_MS + phase) * 2 * Math.PI);
  if (window.kind === 'fixed') return swell * (0.05 + 0.95 * ((nowMs % window.periodMs) / window.periodMs));
  return swell * (0.86 + 0.14 * Math.sin((nowMs / 5_300 + phase * 7) * 2 * Math.PI));
}

function rounded(window: WindowRule, amount: number): number {
  return window.kind === 'decaying' ? Math.round(amount * 10) / 10 : Math.round(amount);
}

function emptyAt(window: WindowRule, used: number, nowMs: number): number {
  if (window.kind === 'fixed') return (Math.floor(nowMs / window.periodMs) + 1) * window.periodMs;
  if (window.kind === 'sliding') return nowMs + window.periodMs;
  return nowMs + (used / window.perSecond) * 1_000;
}

function statusOf(share: number, waiting: number, isGated: boolean): BucketStatus {
  if (isGated || waiting > 0) return 'held';
  if (share >= 0.8) return 'hot';
  return share >= 0.5 ? 'warm' : 'calm';
}
