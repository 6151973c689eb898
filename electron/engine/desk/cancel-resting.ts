import type { Account } from '../../../shared/model/account.ts';
import type { Failure } from '../../../shared/contract/failure.ts';
import type { Client } from '../client/client.ts';
import type { Resting } from '../exchanges/definition.ts';
import { exchange } from '../exchanges/registry.ts';
import type { ExchangeRequest } from '../http.ts';

const WITHIN_MS = 15_000;
/** Calls under way at once. */
const AT_ONCE = 8;

/** After these every further cancel is refused as well, and refusals add up to a ban. */
const WANTS_QUIET: ReadonlySet<Failure['kind']> = new Set(['rate-limited', 'banned', 'firewall', 'held']);

/** True where it is better to wait than to try the next one. */
export function wantsQuiet({ kind }: Failure): boolean {
  return WANTS_QUIET.has(kind);
}

export interface CancelManner {
  /** Whether a symbol may be cancelled whole, with whatever else rests there. */
  readonly isWhole: boolean;
  readonly atOnce?: number | undefined;
}

/** Cancels orders by name, in as few calls as the exchange allows; null when each was taken or gone already. */
export async function cancelResting(
  client: Client,
  account: Account,
  orders: readonly Resting[],
  { isWhole, atOnce = AT_ONCE }: CancelManner,
): Promise<Failure | null> {
  const left = requestsFor(account, orders, isWhole);
  const failures: Failure[] = [];
  const work = async (): Promise<void> => {
    for (let request = left.shift(); request !== undefined; request = left.shift()) {
      const answer = await client.send({ account, request, caller: 'ticket', lane: 'cancel', withinMs: WITHIN_MS });
      if (answer.ok || answer.failure.kind === 'unknown-order') continue;
      failures.push(answer.failure);
      if (wantsQuiet(answer.failure)) left.length = 0;
    }
  };
  await Promise.all(Array.from({ length: Math.min(atOnce, left.length) }, work));
  return failures.find(wantsQuiet) ?? failures[0] ?? null;
}

function requestsFor(account: Account, orders: readonly Resting[], isWhole: boolean): ExchangeRequest[] {
  const { orders: calls, sweep } = exchange(account.exchange);
  const wholes = new Map<string, ExchangeRequest>();
  const single: Resting[] = [];
  for (const order of orders) {
    const whole = isWhole ? calls.cancelAll(order.symbol) : null;
    if (whole === null) single.push(order);
    else wholes.set(order.symbol, whole);
  }
  return [...wholes.values(), ...batchesOf(single, sweep.most).map((batch) => sweep.cancel(batch))];
}

function batchesOf(orders: readonly Resting[], most: number): readonly (readonly [Resting, ...Resting[]])[] {
  const batches: (readonly [Resting, ...Resting[]])[] = [];
  for (let index = 0; index < orders.length; index += most) {
    const [first, ...rest] = orders.slice(index, index + most);
    if (first !== undefined) batches.push([first, ...rest]);
  }
  return batches;
}
