import type { Failure } from '../../../shared/contract/failure.ts';
import type { Attempt, AttemptResult } from '../client/attempt.ts';
import type { Peer } from '../client/peers.ts';
import type { Charge } from '../exchanges/limit-rules.ts';
import type { Timing } from '../http.ts';
import { outcomeOfAttempt } from './outcome.ts';
import type { RecordedRow } from './recorded-row.ts';
import { rowCharges, spentBy } from './row-charges.ts';
import { rowParams } from './row-params.ts';
import { rowReadings } from './row-readings.ts';

const NO_TIMING: Timing = { queueMs: 0, connectMs: 0, firstByteMs: 0, bodyMs: 0 };

export interface RowMoment {
  readonly atMs: number;
  /** Our own event loop stood still just now. */
  readonly isStalled: boolean;
}

/**
 * What is kept of one attempt: path and names, and values of harmless parameters; no query, no body, no header value.
 * With `peer`, whose counters it was charged to and what its answer said of them.
 */
export function activityRow(
  attempt: Attempt,
  result: AttemptResult,
  { atMs, isStalled }: RowMoment,
  peer?: Peer,
): RecordedRow {
  const { call, priced, lane, number } = attempt;
  const timing = result.kind === 'held' ? { ...NO_TIMING, queueMs: result.waitedMs } : result.timing;
  const heaviest = heaviestCharge(priced.charges);
  return {
    atMs,
    kind: 'request',
    exchange: call.account.exchange,
    environment: call.account.environment,
    ...(isStalled && result.kind === 'answered' ? { isStalled } : {}),
    account: call.account.id,
    caller: call.caller,
    endpoint: priced.name.slice(0, 200),
    lane,
    cost: heaviest?.cost ?? 0,
    bucket: heaviest?.bucket.id ?? '',
    waitedMs: timing.queueMs,
    connectMs: timing.connectMs,
    firstByteMs: timing.firstByteMs,
    bodyMs: timing.bodyMs,
    exchangeMs: result.kind === 'answered' ? result.exchangeMs : null,
    status: result.kind === 'answered' ? result.reply.status : null,
    code: codeOf(result),
    attempt: number,
    outcome: outcomeOfAttempt(result),
    params: rowParams(call.request),
    ...(peer === undefined ? {} : boundTo(peer, attempt, result)),
  };
}

function boundTo(peer: Peer, attempt: Attempt, result: AttemptResult): Partial<RecordedRow> {
  const charges = rowCharges(attempt.priced.charges, peer, (charge) => spentBy(result, charge));
  const readings = rowReadings(attempt, result, peer);
  const bucketKey = charges[0]?.key;
  return { charges, readings, ...(bucketKey === undefined ? {} : { bucketKey }) };
}

/** The charge that takes the largest share of its bucket. */
function heaviestCharge(charges: readonly Charge[]): Charge | null {
  return charges.reduce<Charge | null>((heaviest, charge) => {
    const share = charge.cost / charge.bucket.capacity;
    return heaviest === null || share > heaviest.cost / heaviest.bucket.capacity ? charge : heaviest;
  }, null);
}

function codeOf(result: AttemptResult): string | null {
  if (result.kind !== 'answered') return result.failure.kind;
  return result.verdict === null ? null : codeOfFailure(result.verdict.failure);
}

function codeOfFailure(failure: Failure): string {
  const code = 'code' in failure ? failure.code : null;
  return (code ?? failure.kind).slice(0, 80);
}
