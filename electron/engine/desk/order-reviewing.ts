import { type Result, fail, ok } from '../../../shared/contract/failure.ts';
import type { IntentId, Review } from '../../../shared/model/desk.ts';
import type { OrderTicket } from '../../../shared/model/order.ts';
import { exchange } from '../exchanges/registry.ts';
import type { Random } from '../ports.ts';
import type { BeginParts } from './order-beginning.ts';
import { refusalOf } from './order-words.ts';
import { ownIdOf } from './own-id.ts';
import { requestOf } from './reviews.ts';

export interface ReviewParts extends BeginParts {
  readonly random: Random;
}

/**
 * Builds the exact request and keeps it under its hash for 15 s; a ticket that breaks a rule, or an intent that was sent
 * already, is refused. `ownId`: a client order id its user chose.
 */
export function reviewOrder(
  { book, accounts, judge, reviews, random }: ReviewParts,
  intent: IntentId,
  ticket: OrderTicket,
  ownId: string | null,
): Result<Review> {
  if (book.intent(intent) !== null) return fail({ kind: 'review-void', why: 'changed' });
  const account = accounts.find(ticket.account);
  if (account === undefined) return fail({ kind: 'not-found', what: `account ${ticket.account}` });
  const instrument = judge.instrument(account, ticket.symbol);
  if (instrument === null) return fail({ kind: 'not-found', what: `instrument ${ticket.symbol}` });
  const preflight = judge.judge(account, ticket);
  const refusal = preflight.breaches.find(({ weight }) => weight === 'refuse');
  if (refusal !== undefined) return fail(refusalOf(refusal.rule, refusal.bound));
  const chosen = ownId === null ? null : ownIdOf(account, ownId, book);
  if (chosen?.ok === false) return chosen;
  const made = exchange(account.exchange).orders.newClientOrderId((size) => random.bytes(size));
  const clientOrderId = chosen?.value ?? made;
  const built = requestOf(account, ticket, instrument, clientOrderId);
  if (!built.ok) return built;
  const act = { kind: 'place', clientOrderId } as const;
  const seen = judge.prices(account, ticket.symbol);
  return ok(reviews.make({ intent, account, ticket, request: built.value, preflight, act, seen }));
}
