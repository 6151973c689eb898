import type { Outcome } from '../../../shared/model/activity.ts';
import type { Failure } from '../../../shared/contract/failure.ts';
import type { AttemptResult } from '../client/attempt.ts';

/** How an attempt ended. Kraken and OKX refuse in the body of a 200 too, so the failure's kind is asked before the status. */
export function outcomeOfAttempt(result: AttemptResult): Outcome {
  if (result.kind === 'held') return 'held';
  if (result.kind === 'lost') return 'lost';
  if (result.verdict === null) return 'ok';
  return outcomeOfKind(result.verdict.failure.kind) ?? outcomeOfStatus(result.reply.status);
}

/** What a row that does not say so itself tells of its end. */
export function outcomeOfRow(row: {
  readonly kind: 'request' | 'socket';
  readonly endpoint: string;
  readonly status: number | null;
  readonly code: string | null;
}): Outcome {
  if (row.code === null) return 'ok';
  if (row.status !== null) return outcomeOfStatus(row.status);
  if (row.kind === 'socket') return /(?: closed| gap)$/.test(row.endpoint) ? 'lost' : 'rejected';
  return NEVER_LEFT.has(row.code) ? 'held' : 'lost';
}

const NEVER_LEFT: ReadonlySet<string> = new Set<Failure['kind']>(['held', 'not-found', 'unavailable', 'storage']);

function outcomeOfKind(kind: Failure['kind']): Outcome | null {
  if (kind === 'rate-limited' || kind === 'banned') return kind;
  // OKX says "busy" with the status of a limit that was reached (50013 over 429, "Error Code", 2026-08).
  if (kind === 'busy' || kind === 'maintenance') return 'server-error';
  return kind === 'firewall' ? 'forbidden' : null;
}

function outcomeOfStatus(status: number): Outcome {
  if (status === 429) return 'rate-limited';
  if (status === 418) return 'banned';
  if (status === 403) return 'forbidden';
  return status >= 500 ? 'server-error' : 'rejected';
}
