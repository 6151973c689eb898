import { type Failure, type Result, fail, ok } from '../../../shared/contract/failure.ts';
import type { Account } from '../../../shared/model/account.ts';
import { exchange } from '../exchanges/registry.ts';
import type { DeskBook } from './desk-book.ts';
import { refusalOf } from './order-words.ts';

/** A client order id its user chose: in the form its exchange takes, and of no other order of the account. */
export function ownIdOf(account: Account, id: string, book: Pick<DeskBook, 'match'>): Result<string> {
  const { ticketRules } = exchange(account.exchange);
  if (!ticketRules.clientOrderId.test(id)) return fail<Failure>(refusalOf('client-order-id', id));
  // Two orders under one id could not be told apart when an answer is lost.
  const isTaken = book.match(account.id, { clientOrderId: id, exchangeOrderId: null }) !== undefined;
  return isTaken ? fail<Failure>({ kind: 'duplicate-order', code: null }) : ok(id);
}
