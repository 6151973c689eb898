import { type Result, fail, ok } from '../../../shared/contract/failure.ts';
import type { Account, AccountId } from '../../../shared/model/account.ts';
import type { IntentId } from '../../../shared/model/desk.ts';
import type { AccountBook } from '../accounts/account-book.ts';
import type { Client } from '../client/client.ts';
import { laneRules } from '../client/lane-rules.ts';
import type { ExchangeRequest } from '../http.ts';
import type { Log } from '../log.ts';
import type { Clock } from '../ports.ts';
import type { DeskBook } from './desk-book.ts';
import type { Intent } from './intent-journal.ts';
import { confirmed } from './live-word.ts';
import { newOrder } from './new-order.ts';
import { refusalOf } from './order-words.ts';
import { requestOf, type Reviews } from './reviews.ts';
import { stepOf } from './steps.ts';
import type { TicketJudge } from './ticket-judge.ts';

export interface BeginParts {
  readonly clock: Clock;
  readonly client: Client;
  readonly accounts: AccountBook;
  readonly book: DeskBook;
  readonly reviews: Reviews;
  readonly judge: TicketJudge;
  readonly log: Log;
  /** Whether a new order may leave now: the app lock, the halt. */
  readonly mayOrder: (account: AccountId) => Result<null>;
}

/** An order that is written down and about to be sent. */
export interface Sending {
  readonly account: Account;
  readonly intent: Intent;
  readonly request: ExchangeRequest;
}

/**
 * Judges a confirm and writes its intent down; from here to there nothing else can run. A failure means that nothing was
 * kept and nothing will be sent.
 */
export function beginOrder(parts: BeginParts, id: IntentId, hash: string, typed: string): Result<Sending> {
  const { reviews, judge, book, clock, client } = parts;
  const reviewed = reviews.find(id, hash);
  if (reviewed === null || reviewed.act.kind !== 'place') return fail({ kind: 'review-void', why: 'expired' });
  const may = parts.mayOrder(reviewed.account.id);
  if (!may.ok) return may;
  const { review, seen } = reviewed;
  const { clientOrderId } = reviewed.act;
  // Account and instrument as they are now; what will be signed must be what was read.
  const account = parts.accounts.find(reviewed.account.id);
  const instrument = account === undefined ? null : judge.instrument(account, review.ticket.symbol);
  if (account === undefined || instrument === null) return fail({ kind: 'review-void', why: 'changed' });
  const isMeant = confirmed(account, typed);
  if (!isMeant.ok) return isMeant;
  if (judge.hasMoved(account, review.ticket.symbol, seen)) return fail({ kind: 'review-void', why: 'moved' });
  const refusal = judge.judge(account, review.ticket).breaches.find(({ weight }) => weight === 'refuse');
  if (refusal !== undefined) return fail(refusalOf(refusal.rule, refusal.bound));
  const serverMs = client.peers.clockOf(account).serverMs();
  const { validForMs } = laneRules.order;
  const built = requestOf(account, review.ticket, instrument, clientOrderId, serverMs, validForMs);
  if (!built.ok) return built;
  const request = built.value;
  if (reviews.hashOf(account, request) !== hash) return fail({ kind: 'review-void', why: 'changed' });
  const order = newOrder(id, account, review.ticket, clientOrderId, clock.now());
  const intent: Intent = {
    id,
    account: account.id,
    ticket: review.ticket,
    clientOrderId,
    hash,
    serverMs,
    validForMs,
    order,
  };
  try {
    book.create(intent, stepOf(clock.now(), 'journaled', order, null, null));
  } catch (error) {
    parts.log.error('intent not kept', { intent: id, detail: String(error) });
    return fail({ kind: 'storage', detail: 'the order could not be written down, so it was not sent' });
  }
  reviews.forget(id);
  return ok({ account, intent, request });
}
