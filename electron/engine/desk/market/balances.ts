import type { Account, AccountId } from '../../../../shared/model/account.ts';
import { type Result, ok } from '../../../../shared/contract/failure.ts';
import type { DeskBalances, DeskOrder, DeskStatus } from '../../../../shared/model/desk.ts';
import { type BackoffRule, backoffMs } from '../../client/backoff.ts';
import type { Client } from '../../client/client.ts';
import { exchange } from '../../exchanges/registry.ts';
import type { Publish } from '../../feed/publisher.ts';
import type { Clock, Disposer, Random } from '../../ports.ts';
import { isFinal } from '../../sockets/refusal.ts';

const WITHIN_MS = 15_000;
/** Fills come in bursts: asked once when they are over, and not more often than this. */
const SETTLE_MS = 500;
const APART_MS = 3_000;
const retry: BackoffRule = { firstMs: 3_000, ceilingMs: 120_000 };

export interface BalancesParts {
  readonly clock: Clock;
  readonly random: Random;
  readonly client: Client;
  readonly publish: Publish;
  /** Tells of every order that changed. */
  readonly onOrder: (listener: (order: DeskOrder, before: DeskOrder | null) => void) => Disposer;
}

interface Wallet {
  known: DeskBalances;
  asking: Promise<Result<DeskBalances>> | null;
  askedAtMs: number;
  tries: number;
  cancel: Disposer | null;
}

// These move or lock money; `pending` orders may not have locked it yet.
const MOVES: ReadonlySet<DeskStatus> = new Set([
  'open',
  'partially-filled',
  'filled',
  'cancelled',
  'expired',
  'rejected',
]);

/** What each account has, asked at its start, after its orders moved money, and when somebody wants to know. */
export class Balances {
  readonly #parts: BalancesParts;
  readonly #wallets = new Map<AccountId, Wallet>();

  constructor(parts: BalancesParts) {
    this.#parts = parts;
  }

  start(account: Account): Disposer {
    const wallet = this.#wallet(account.id);
    const stopHearing = this.#parts.onOrder((order, before) => {
      if (order.account === account.id && hasMoved(order, before)) this.#later(account, wallet, SETTLE_MS);
    });
    void this.refresh(account);
    return () => {
      stopHearing();
      wallet.cancel?.();
      this.#wallets.delete(account.id);
    };
  }

  of(account: Account): DeskBalances {
    return this.#wallets.get(account.id)?.known ?? nothing(account.id);
  }

  /** Whoever asks while an answer is awaited gets that answer. */
  refresh(account: Account): Promise<Result<DeskBalances>> {
    const wallet = this.#wallet(account.id);
    wallet.asking ??= this.#ask(account, wallet).finally(() => {
      wallet.asking = null;
    });
    return wallet.asking;
  }

  #wallet(id: AccountId): Wallet {
    const known = this.#wallets.get(id);
    if (known !== undefined) return known;
    const made: Wallet = {
      known: nothing(id),
      asking: null,
      askedAtMs: Number.NEGATIVE_INFINITY,
      tries: 0,
      cancel: null,
    };
    this.#wallets.set(id, made);
    return made;
  }

  #later(account: Account, wallet: Wallet, inMs: number): void {
    if (wallet.cancel !== null) return;
    const { clock } = this.#parts;
    const atMs = Math.max(clock.monotonic() + inMs, wallet.askedAtMs + APART_MS);
    wallet.cancel = clock.wakeAt(atMs, () => {
      wallet.cancel = null;
      // An answer under way may be older than what has just happened.
      if (wallet.asking === null) void this.refresh(account);
      else this.#later(account, wallet, SETTLE_MS);
    });
  }

  async #ask(account: Account, wallet: Wallet): Promise<Result<DeskBalances>> {
    const { clock, client, publish, random } = this.#parts;
    const { orders } = exchange(account.exchange);
    wallet.askedAtMs = clock.monotonic();
    const request = orders.balances();
    const answer = await client.send({ account, request, caller: 'app', lane: 'account', withinMs: WITHIN_MS });
    const read = answer.ok ? orders.readBalances(answer.value.reply.json) : answer;
    // Ended meanwhile: nobody is told.
    const isKept = this.#wallets.get(account.id) === wallet;
    if (!read.ok) {
      wallet.tries += 1;
      // A key that is refused stays refused, and refusals add up at the exchange.
      if (isKept && !isFinal(read.failure))
        this.#later(account, wallet, backoffMs(retry, wallet.tries, random.fraction()));
      return read;
    }
    wallet.tries = 0;
    wallet.known = { account: account.id, atMs: clock.now(), balances: read.value.map((balance) => ({ ...balance })) };
    if (isKept) publish('balances.changed', wallet.known);
    return ok(wallet.known);
  }
}

function nothing(account: AccountId): DeskBalances {
  return { account, atMs: null, balances: [] };
}

function hasMoved(order: DeskOrder, before: DeskOrder | null): boolean {
  if (!MOVES.has(order.status)) return false;
  return before === null || before.status !== order.status || before.filledQuantity !== order.filledQuantity;
}
