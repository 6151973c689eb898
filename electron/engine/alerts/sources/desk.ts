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
