import type { Account } from '../../../shared/model/account.ts';
import type { DeskOrder, IntentId } from '../../../shared/model/desk.ts';
import type { OrderUpdate } from '../../../shared/model/order.ts';
import type { Client } from '../client/client.ts';
import { exchange } from '../exchanges/registry.ts';
import type { ExchangeRequest } from '../http.ts';
import type { Clock, Disposer } from '../ports.ts';
import { delayMs, isProven, PATIENT_TRIES, provableFromMs, secondLookAfterMs, wantsHuman } from './look-up-rules.ts';

const WITHIN_MS = 45_000;

/** `absent`: every place an order could be was asked, and each said that it is not there. */
export type Finding =
  | { readonly kind: 'found'; readonly update: OrderUpdate }
  | { readonly kind: 'absent' }
  | { readonly kind: 'unclear'; readonly why: string };

export interface Wanted {
  readonly id: IntentId;
  readonly account: Account;
  readonly symbol: string;
  readonly clientOrderId: string;
  /** Exchange time, epoch ms, from which on it may have been placed. */
  readonly serverMs: number;
  readonly validForMs: number;
  /** Refused by an answer that names no order: one look, when nothing can come any more, shows whose answer it was. */
  readonly isSecondLook?: boolean;
  /** Searched for to the end before: looked for as rarely as one that waits for a person. */
  readonly isSearched?: boolean;
}

export interface LookUpParts {
  readonly clock: Clock;
  readonly client: Client;
  /** Told of every try and what it showed; `isProven`: enough of them said that there is no such order. */
  readonly onFinding: (id: IntentId, finding: Finding, progress: Progress) => void;
}

export interface Progress {
  readonly tries: number;
  /** Local wall time of the next try; null: there is none. */
  readonly nextAtMs: number | null;
  readonly wantsHuman: boolean;
  readonly isProven: boolean;
}

interface Search {
  readonly wanted: Wanted;
  /** Exchange time from which on an absent order is no late one; null until our clock can tell. */
  provableFromMs: number | null;
  tries: number;
  cleanAnswers: number;
  cancel: Disposer;
}

/** Asks for orders whose outcome is unknown until it is known; nothing is ever sent again. */
export class LookUps {
  readonly #parts: LookUpParts;
  readonly #searches = new Map<IntentId, Search>();

  constructor(parts: LookUpParts) {
    this.#parts = parts;
  }

  /**
   * Begins to look; local wall time of the first try. Null for one that is looked for already. Whatever was sent was
   * sent before now.
   */
  begin(wanted: Wanted): number | null {
    if (this.#searches.has(wanted.id)) return null;
    const search: Search = {
      wanted,
      provableFromMs: this.#boundOf(wanted),
      tries: wanted.isSearched === true ? PATIENT_TRIES : 0,
      cleanAnswers: 0,
      cancel: () => undefined,
    };
    this.#searches.set(wanted.id, search);
    const isSecondLook = wanted.isSecondLook === true;
    return this.#schedule(search, isSecondLook ? secondLookAfterMs(wanted.validForMs) : delayMs(search.tries));
  }

  /** Looks now rather than at the next time; for somebody who waits. */
  hurry(id: IntentId): void {
    const search = this.#searches.get(id);
    if (search !== undefined) this.#schedule(search, 0);
  }

  end(id: IntentId): void {
    this.#searches.get(id)?.cancel();
    this.#searches.delete(id);
  }

  stop(): void {
    for (const id of [...this.#searches.keys()]) this.end(id);
  }

  #schedule(search: Search, inMs: number): number {
    const { clock } = this.#parts;
    search.cancel();
    search.cancel = clock.wakeAt(clock.monotonic() + inMs, () => void this.#try(search));
    return clock.now() + inMs;
  }

  async #try(search: Search): Promise<void> {
    const { wanted } = search;
    // Before the answer is asked for, so that an answer counts only when it was given after the bound.
    const askedMs = this.#serverMs(wanted.account);
    const isTimed = this.#isTimed(wanted.account);
    search.provableFromMs ??= this.#boundOf(wanted);
    const { provableFromMs: boundMs } = search;
    const finding = await lookFor(this.#parts.client, wanted);
    if (this.#searches.get(wanted.id) !== search) return;
    search.tries += 1;
    if (finding.kind === 'absent' && isTimed && boundMs !== null && askedMs >= boundMs) search.cleanAnswers += 1;
    // An order that cannot be found must not have been found before: an answer in between begins the count anew.
    if (finding.kind === 'unclear') search.cleanAnswers = 0;
    const isOver = finding.kind === 'found' || isProven(search.cleanAnswers) || hasSeenEnough(search);
    if (isOver) this.end(wanted.id);
    const nextAtMs = isOver ? null : this.#schedule(search, delayMs(search.tries));
    this.#parts.onFinding(wanted.id, finding, {
      tries: search.tries,
      nextAtMs,
      wantsHuman: wantsHuman(search.tries),
      isProven: isProven(search.cleanAnswers),
    });
  }

  // A time taken from a clock that is not trusted could lie before the order even left.
  #boundOf({ account, serverMs, validForMs }: Wanted): number | null {
    if (!this.#isTimed(account)) return null;
    return provableFromMs(Math.max(this.#serverMs(account), serverMs), validForMs);
  }

  #serverMs(account: Account): number {
    return this.#parts.client.peers.clockOf(account).serverMs();
  }

  #isTimed(account: Account): boolean {
    return this.#parts.client.peers.clockOf(account).isTrusted;
  }
}

/** Asks every place where the order could be, in the order its exchange names them. */
export async function lookFor(client: Client, wanted: Omit<Wanted, 'id' | 'validForMs'>): Promise<Finding> {
  const { account, symbol, clientOrderId, serverMs } = wanted;
  const { orders } = exchange(account.exchange);
  for (const request of orders.lookUp(symbol, clientOrderId, serverMs)) {
    const answer = await client.send({ account, request, caller: 'ticket', lane: 'order', withinMs: WITHIN_MS });
    if (!answer.ok) {
      if (answer.failure.kind === 'unknown-order') continue;
      return { kind: 'unclear', why: answer.failure.kind };
    }
    const endpoint = `${request.method} ${request.path}`;
    const updates = orders.readOrders(answer.value.reply.json, { endpoint });
    if (!updates.ok) return { kind: 'unclear', why: updates.failure.kind };
    const update = updates.value.find((one) => one.clientOrderId === clientOrderId);
    if (update !== undefined) return { kind: 'found', update };
    // Asked for one order, told of another: the answer belongs to somebody else and says nothing of ours.
    if (updates.value.length > 0 && names(request, clientOrderId)) return { kind: 'unclear', why: 'another order' };
  }
  return { kind: 'absent' };
}

function names({ query, body }: ExchangeRequest, clientOrderId: string): boolean {
  return query.includes(clientOrderId) || (body?.text.includes(clientOrderId) ?? false);
}

// A second look doubts an answer that was plain: one clean answer, or some that are not, and it stands.
function hasSeenEnough({ wanted, cleanAnswers, tries }: Search): boolean {
  return wanted.isSecondLook === true && (cleanAnswers > 0 || wantsHuman(tries));
}

export function wantedOf(
  order: DeskOrder,
  account: Account,
  id: IntentId,
  serverMs: number,
  validForMs: number,
): Wanted | null {
  const { clientOrderId, symbol } = order;
  return clientOrderId === null ? null : { id, account, symbol, clientOrderId, serverMs, validForMs };
}
