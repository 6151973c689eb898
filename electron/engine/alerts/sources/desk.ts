import type { Account } from '../../../../shared/model/account.ts';
import type { DeskOrder, DeskState } from '../../../../shared/model/desk.ts';
import type { Observation } from '../observation.ts';

/** Whether an order is unknown; how long it must be so is the rule's affair. */
export function orderObservation(order: DeskOrder): Observation {
  return {
    kind: 'order-unknown',
    subject: order.key,
    exchange: order.exchange,
    account: order.account,
    value: order.status === 'unknown',
    facts: { symbol: order.symbol, environment: order.environment, side: order.side ?? 'unknown' },
    endsAtMs: null,
  };
}

/** How much of its time each armed dead-man switch has left; one that is off or fired has all of it. */
export function deadManObservations(
  { deadMan }: Pick<DeskState, 'deadMan'>,
  find: (id: string) => Account | undefined,
  nowMs: number,
): readonly Observation[] {
  return deadMan.flatMap(({ account: id, isOn, timeoutS, firesAtMs, detail }) => {
    const account = find(id);
    if (account === undefined || timeoutS === null) return [];
    const leftMs = isOn && firesAtMs !== null ? firesAtMs - nowMs : timeoutS * 1_000;
    return [
      {
        kind: 'dead-man-near' as const,
        subject: id,
        exchange: account.exchange,
        account: id,
        value: Math.max(0, leftMs / (timeoutS * 1_000)),
        facts: {
          environment: account.environment,
          seconds: `${Math.max(0, Math.round(leftMs / 1_000))}`,
          ...(detail === null ? {} : { why: detail }),
        },
        endsAtMs: null,
      },
    ];
  });
}

/** Whether orders of an account may still rest while trading is halted; a pause after sleep cancels nothing. */
export function haltObservations(
  { cause, cancels }: Pick<DeskState, 'cause' | 'cancels'>,
  accounts: readonly Account[],
): readonly Observation[] {
  const isWhole = cause !== null && cause !== 'sleep';
  return accounts.map(({ id, exchange, label }) => {
    const cancel = isWhole ? cancels.find(({ account }) => account === id) : undefined;
    const isUnfinished = cancel !== undefined && cancel.state !== 'done';
    const detail = cancel?.detail ?? 'no answer yet';
    return {
      kind: 'halt-unfinished',
      subject: id,
      exchange,
      account: id,
      value: isUnfinished,
      facts: isUnfinished ? { label, detail } : {},
      endsAtMs: null,
    };
  });
}

/** Whether an account's switch is wanted and given up, because its exchange will never set it. */
export function deadManOffObservations(
  { deadMan }: Pick<DeskState, 'deadMan'>,
  find: (id: string) => Account | undefined,
): readonly Observation[] {
  return deadMan.flatMap(({ account: id, isGivenUp, detail }) => {
    const account = find(id);
    if (account === undefined) return [];
    const facts = isGivenUp ? { label: account.label, detail: detail ?? 'refused' } : {};
    const { exchange } = account;
    return [{ kind: 'dead-man-off', subject: id, exchange, account: id, value: isGivenUp, facts, endsAtMs: null }];
  });
}
