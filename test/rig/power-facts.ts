import type { Alert } from '../../shared/model/alert.ts';
import type { ActivityRow } from '../../shared/model/activity.ts';
import type { DeskOrder } from '../../shared/model/desk.ts';
import type { KeyRecord } from '../../electron/engine/vault/keys/key-record.ts';
import { orderOf } from '../support/desk-bench.ts';

/** What an order goes through in the rig, in this order. */
export const STATUSES = ['journaled', 'sending', 'open', 'filled'] as const;

const padded = (round: number): string => String(round).padStart(16, '0');

export function orderAt(round: number, status: DeskOrder['status']): DeskOrder {
  return orderOf({ key: `intent-${padded(round)}`, clientOrderId: `hr-${round}`, status, createdAtMs: round });
}

export function keyAt(round: number): KeyRecord {
  return {
    id: `key-${padded(round)}`,
    account: 'main-binance',
    label: `Key ${round}`,
    role: 'retired',
    algorithm: 'hmac',
    last4: '0001',
    fingerprint: `print-${round}`,
    addedAtMs: round,
    activeSinceMs: null,
    retiredAtMs: round,
    check: null,
    toldAtMs: null,
    drift: null,
  };
}

export function alertAt(round: number): Alert {
  return {
    id: `alert-${padded(round)}`,
    kind: 'headroom-low',
    severity: 'warning',
    subject: 'binance/live|ip-weight|ip=default',
    exchange: 'binance',
    account: null,
    state: 'fired',
    firedAtMs: round,
    changedAtMs: round,
    clearedAtMs: null,
    acknowledgedAtMs: null,
    snoozedUntilMs: null,
    repeats: 0,
    endsAtMs: null,
    facts: { bucket: 'x' },
    evidence: { unit: 'share', threshold: 0.1, points: [{ atMs: round, value: 0.05 }] },
    wasTold: false,
  };
}

export function rowAt(): Omit<ActivityRow, 'id'> {
  return {
    atMs: Date.now(),
    kind: 'request',
    exchange: 'binance',
    account: 'main-binance',
    caller: 'workload',
    endpoint: 'GET /api/v3/depth',
    lane: 'market',
    cost: 5,
    bucket: 'ip-weight',
    waitedMs: 0.5,
    connectMs: 0,
    firstByteMs: 30,
    bodyMs: 0.25,
    exchangeMs: null,
    status: 200,
    code: null,
    attempt: 1,
  };
}
