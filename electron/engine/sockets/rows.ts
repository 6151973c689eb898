import type { Account } from '../../../shared/model/account.ts';
import type { ActivityRow } from '../../../shared/model/activity.ts';
import type { Charge } from '../exchanges/limit-rules.ts';

export interface SocketMoment {
  readonly event: string;
  readonly atMs: number;
  /** Null: all is well. */
  readonly code?: string | null;
  readonly charges?: readonly Charge[];
  readonly waitedMs?: number;
  readonly connectMs?: number;
  /** From a message to its answer. */
  readonly answerMs?: number;
}

/** One row of the request log: names and figures alone, no text of a message. */
export function socketRow(account: Account, channel: string, moment: SocketMoment): Omit<ActivityRow, 'id'> {
  const heaviest = heaviestOf(moment.charges ?? []);
  return {
    atMs: moment.atMs,
    kind: 'socket',
    exchange: account.exchange,
    account: account.id,
    caller: 'app',
    endpoint: `ws ${channel} ${moment.event}`.slice(0, 200),
    lane: 'account',
    cost: heaviest?.cost ?? 0,
    bucket: heaviest?.bucket.id ?? '',
    waitedMs: moment.waitedMs ?? 0,
    connectMs: moment.connectMs ?? 0,
    firstByteMs: moment.answerMs ?? 0,
    bodyMs: 0,
    exchangeMs: null,
    status: null,
    code: moment.code?.slice(0, 80) ?? null,
    attempt: 1,
  };
}

function heaviestOf(charges: readonly Charge[]): Charge | null {
  return charges.reduce<Charge | null>(
    (heaviest, charge) => (heaviest === null || shareOf(charge) > shareOf(heaviest) ? charge : heaviest),
    null,
  );
}

function shareOf({ cost, bucket }: Charge): number {
  return cost / bucket.capacity;
}
