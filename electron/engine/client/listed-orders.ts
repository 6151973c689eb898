import type { Attempt, AttemptResult } from './attempt.ts';
import type { OrderAges } from './order-book-keeping.ts';
import type { Peers } from './peers.ts';

/**
 * Takes in how old the open orders of an answer are, where cancelling is priced by age: those that somebody else placed,
 * or this app before it was started. While the exchange's clock is not known their age is not either.
 */
export function noteListed(
  ages: OrderAges,
  { call, definition, priced }: Pick<Attempt, 'call' | 'definition' | 'priced'>,
  result: AttemptResult,
  nowMs: number,
  peers: Peers,
): void {
  const { readBirths } = definition;
  if (readBirths === null || result.kind !== 'answered' || result.verdict !== null) return;
  const { id } = call.account;
  const clock = peers.clockOf(call.account);
  const serverMs = clock.isTrusted ? clock.leastServerMs() : null;
  for (const { ids, instrument, madeAtMs, isAmended } of readBirths(result.reply.json, { endpoint: priced.name })) {
    const sinceMs = serverMs === null ? null : nowMs - Math.max(0, serverMs - madeAtMs);
    ages.noteListed(id, ids, instrument, sinceMs, isAmended);
  }
}
