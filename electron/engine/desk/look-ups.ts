import type { Account, AccountId } from '../../../shared/model/account.ts';
import type { DeskOrder, IntentId } from '../../../shared/model/desk.ts';
import type { Client } from '../client/client.ts';
import type { Clock, Disposer } from '../ports.ts';
import { type Finding, type LookedFor, lookFor } from './look-for.ts';
import { delayMs, isProven, PATIENT_TRIES, provableFromMs, secondLookAfterMs, wantsHuman } from './look-up-rules.ts';

export interface Wanted extends LookedFor {
  readonly id: IntentId;
  readonly validForMs: number;
  /** Refused by an answer that names no order: one look, when nothing can come any more, shows whose answer it was. */
  readonly isSecondLook?: boolean;
  /** It was seen: answers without it are no proof, and reason enough to doubt it. */
  readonly isSeen?: boolean;
  /** Searched for to the end before: looked for as rarely as one that waits for a person. */
  readonly isSearched?: boolean;
}

export interface LookUpParts {
  readonly clock: Clock;
  readonly client: Client;
  /** Told of every try and what it showed; `isProven`: enough of them said that there is no such order. */
  readonly onFinding: (id: IntentId, finding: Finding, progress: Progress) => void;
  /** Whether the account's key is shown whatever happened to its orders since an exchange time; null: it is. */
  readonly blindSpot?: (account: Account, fromServerMs: number) => string | null;
}

export interface Progress {
  readonly tries: number;
  /** Local wall time of the next try; null: there is none. */
  readonly nextAtMs: number | null;
  readonly wantsHuman: boolean;
  /** Enough answers without it, whatever they prove. */
  readonly isAbsent: boolean;
  /** Enough that prove that there is no such order. */
  readonly isProven: boolean;
}

interface Search {
  readonly wanted: Wanted;
  /** Exchange time from which on an absent order is no late one; null until our clock can tell. */
  provableFromMs: number | null;
  tries: number;
  /** Those of the tries that the exchange answered. */
  answers: number;
  cleanAnswers: number;
  provingAnswers: number;
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
      answers: wanted.isSearched === true ? PATIENT_TRIES : 0,
      cleanAnswers: 0,
      provingAnswers: 0,
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

  /** The same for every order of an account that could not be asked for, as when its key can sign again. */
  hurryAll(account: AccountId): void {
    for (const search of this.#searches.values()) {
      if (search.wanted.account.id === account && search.tries > search.answers) this.#schedule(search, 0);
    }
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
    const seen = this.#doubted(wanted, await lookFor(this.#parts.client, wanted));
    if (this.#searches.get(wanted.id) !== search) return;
    search.tries += 1;
    if (seen.kind !== 'unclear' || seen.isAnswered) search.answers += 1;
    count(search, seen, isTimed && boundMs !== null && askedMs >= boundMs);
    const finding = believed(search, seen);
    const isAbsent = isProven(search.cleanAnswers);
    const isOver = finding.kind === 'found' || isProven(search.provingAnswers) || hasSeenEnough(search);
    if (isOver) this.end(wanted.id);
    const nextAtMs = isOver ? null : this.#schedule(search, delayMs(search.tries));
    this.#parts.onFinding(wanted.id, finding, {
      tries: search.tries,
      nextAtMs,
      wantsHuman: wantsHuman(search.answers),
      isAbsent,
      isProven: isProven(search.provingAnswers),
    });
  }

  // A key that is shown a part of the orders alone shows an absence whether or not the order is there.
  #doubted({ account, serverMs }: Wanted, finding: Finding): Finding {
    if (finding.kind !== 'absent' || finding.doubt !== null) return finding;
    return { kind: 'absent', doubt: this.#parts.blindSpot?.(account, serverMs) ?? null };
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

// What is concluded from an absence wants as many clean answers as an absence does.
function believed({ cleanAnswers }: Search, finding: Finding): Finding {
  if (finding.kind !== 'found' || !finding.isConcluded || isProven(cleanAnswers)) return finding;
  return { kind: 'unclear', why: 'its fills alone are told', isAnswered: true };
}

// An order that cannot be found must not have been found before: an unclear answer in between begins the count anew.
function count(search: Search, finding: Finding, isAfterBound: boolean): void {
  if (finding.kind === 'unclear') Object.assign(search, { cleanAnswers: 0, provingAnswers: 0 });
  const isAbsent = finding.kind === 'absent' || (finding.kind === 'found' && finding.isConcluded);
  if (!isAbsent || !isAfterBound) return;
  search.cleanAnswers += 1;
  if (finding.kind === 'absent' && finding.doubt === null) search.provingAnswers += 1;
}

// A second look doubts an answer that was plain: one clean answer, or some that are not, and it stands.
function hasSeenEnough({ wanted, cleanAnswers, answers }: Search): boolean {
  if (wanted.isSeen === true && isProven(cleanAnswers)) return true;
  return wanted.isSecondLook === true && (cleanAnswers > 0 || wantsHuman(answers));
}

/** Null for an order that has no id of any kind. */
export function lookedFor(order: DeskOrder, account: Account, serverMs: number): LookedFor | null {
  const { clientOrderId, exchangeOrderId, symbol } = order;
  if (clientOrderId === null && exchangeOrderId === null) return null;
  const quantity = order.quantityUnit === 'base' ? order.quantity : null;
  return { account, symbol, ids: { clientOrderId, exchangeOrderId }, quantity, serverMs };
}
