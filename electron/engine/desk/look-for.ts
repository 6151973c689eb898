import type { Account } from '../../../shared/model/account.ts';
import { compare, type Decimal } from '../../../shared/model/decimal.ts';
import type { Failure, FailureKind } from '../../../shared/contract/failure.ts';
import type { OrderUpdate } from '../../../shared/model/order.ts';
import type { Client, ClientCall } from '../client/client.ts';
import type { LookUpStep, OrderIds } from '../exchanges/order-question.ts';
import { exchange } from '../exchanges/registry.ts';
import { readOrderList } from './order-lists.ts';

const WITHIN_MS = 45_000;

/**
 * `absent`: every place an order could be was asked, and each said that it is not there; `doubt`: why that proves
 * nothing. `askedMs`: exchange time of the question. `isAnswered`: the exchange said something, though nothing of use.
 */
export type Finding =
  | {
      readonly kind: 'found';
      readonly update: OrderUpdate;
      readonly askedMs: number;
      /** That its rest was cancelled is concluded from its absence everywhere but among the fills. */
      readonly isConcluded: boolean;
    }
  | { readonly kind: 'absent'; readonly doubt: string | null }
  | { readonly kind: 'unclear'; readonly why: string; readonly isAnswered: boolean };

export interface LookedFor {
  readonly account: Account;
  readonly symbol: string;
  readonly ids: OrderIds;
  /** In base; null: not known, or counted otherwise. */
  readonly quantity: Decimal | null;
  /** Exchange time, epoch ms, from which on it may have been placed. */
  readonly serverMs: number;
}

type Lane = Pick<ClientCall, 'lane' | 'caller'>;

/** Asks every place where the order could be, in the order its exchange names them. */
export async function lookFor(
  client: Client,
  wanted: LookedFor,
  lane: Lane = { caller: 'ticket', lane: 'order' },
): Promise<Finding> {
  const { account, symbol, ids, serverMs } = wanted;
  const { orders } = exchange(account.exchange);
  const askedMs = client.peers.clockOf(account).serverMs();
  const isForgotten = askedMs > serverMs + orders.absenceProvesForMs;
  for (const step of orders.lookUp({ symbol, ...ids, sentAtMs: serverMs, nowMs: askedMs })) {
    const { request } = step;
    const list = await readOrderList(client, { account, ...lane, withinMs: WITHIN_MS }, request);
    if (!list.ok) {
      if (list.failure.kind === 'unknown-order') continue;
      return unclear(list.failure);
    }
    const { updates, isWhole } = list.value;
    const update = updates.find((one) => isOf(one, ids));
    if (update !== undefined) return found(step, update, wanted, askedMs);
    // Asked for one order, told of another: the answer belongs to somebody else and says nothing of ours.
    const isNamed = [ids.clientOrderId, ids.exchangeOrderId].some((id) => id !== null && names(step, id));
    if (updates.length > 0 && isNamed) return { kind: 'unclear', why: 'another order', isAnswered: true };
    if (!isWhole) return { kind: 'unclear', why: 'a list without end', isAnswered: true };
  }
  return { kind: 'absent', doubt: isForgotten ? 'too long ago to tell' : null };
}

/** The ids may part: an amendment made elsewhere gives the order another client id. */
function isOf({ clientOrderId, exchangeOrderId }: OrderUpdate, ids: OrderIds): boolean {
  if (ids.exchangeOrderId !== null && exchangeOrderId === ids.exchangeOrderId) return true;
  return ids.clientOrderId !== null && clientOrderId === ids.clientOrderId;
}

// Where its fills are told, and neither its id nor a list names it: late enough that a cancelled rest is shown no more,
// they are what it came to.
function found(step: LookUpStep, update: OrderUpdate, wanted: LookedFor, askedMs: number): Finding {
  const { quantity, account, serverMs } = wanted;
  const { filledQuantity } = update;
  const as = (change: Partial<OrderUpdate>, isConcluded = false): Finding => ({
    kind: 'found',
    update: { ...update, ...change },
    askedMs,
    isConcluded,
  });
  if (step.tells !== 'fills' || filledQuantity === null) return as({});
  if (quantity !== null && compare(filledQuantity, quantity) >= 0) return as({ status: 'filled' });
  const isForgotten = askedMs > serverMs + exchange(account.exchange).orders.absenceProvesForMs;
  return isForgotten ? as({ status: 'cancelled', reason: 'only its fills are still told' }, true) : as({});
}

// Nothing of the kind is an answer: it never left, or nobody answered.
const UNANSWERED: ReadonlySet<FailureKind> = new Set([
  'held',
  'aborted',
  'unreachable',
  'timeout',
  'outcome-unknown',
  'secret-store',
  'app-locked',
  'not-found',
  'unavailable',
  'halted',
]);

function unclear(failure: Failure): Finding {
  return { kind: 'unclear', why: failure.kind, isAnswered: !UNANSWERED.has(failure.kind) };
}

function names({ request: { query, body } }: LookUpStep, id: string): boolean {
  return query.includes(id) || (body?.text.includes(id) ?? false);
}
