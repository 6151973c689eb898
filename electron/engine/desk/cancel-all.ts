import type { Account } from '../../../shared/model/account.ts';
import type { DeskOrder } from '../../../shared/model/desk.ts';
import { type Failure, type Result, fail, ok } from '../../../shared/contract/failure.ts';
import type { Client } from '../client/client.ts';
import type { Resting } from '../exchanges/definition.ts';
import { exchange } from '../exchanges/registry.ts';
import type { Clock } from '../ports.ts';
import { cancelResting, wantsQuiet } from './cancel-resting.ts';
import { listResting } from './list-resting.ts';

const CANCEL_WITHIN_MS = 15_000;
/** OKX says that a cancel was taken, not that it is done ("Cancel order", 2026-08): so the list is asked for again. */
const SETTLE_MS = 1_000;
/** An order that is still listed after so many cancels of it will not go by one more. */
const MOST_ASKS = 3;
const MOST_ROUNDS = 50;

/** How many orders were asked to be cancelled; null where one call took them all and gave no number. */
export type CancelledAll = Result<{ readonly asked: number | null }>;

export interface CancelAllParts {
  readonly clock: Clock;
  readonly client: Client;
  /** Orders of an account that rest as far as we know, ours and others. */
  readonly resting: (account: Account) => readonly DeskOrder[];
}

export interface CancelWish {
  /** Null: of every symbol. */
  readonly symbol: string | null;
  /** While nothing new can leave, a cancel of everything may be repeated; else it would take what was placed meanwhile. */
  readonly isHalted: boolean;
}

/**
 * Cancels everything of an account, or all of one symbol. First what the exchange offers in one call; then what it
 * lists, until it lists nothing any more. Where the list cannot be had, at least what we know of.
 */
export async function cancelAll(parts: CancelAllParts, account: Account, wish: CancelWish): Promise<CancelledAll> {
  const { client, clock } = parts;
  const whole = exchange(account.exchange).orders.cancelAll(wish.symbol);
  const before = wish.isHalted ? null : momentOf(account, parts);
  if (whole === null) return await new Clearing(parts, account, wish, before).run();
  const answer = await client.send({
    account,
    request: whole,
    caller: 'ticket',
    lane: 'cancel',
    withinMs: CANCEL_WITHIN_MS,
    ...(wish.isHalted ? {} : { attempts: 1 }),
  });
  // Nothing to cancel is what was wanted.
  const isTaken = answer.ok || answer.failure.kind === 'unknown-order';
  if (isTaken && !wish.isHalted) return ok({ asked: null });
  if (isTaken) await pause(clock);
  const cleared = await new Clearing(parts, account, wish, before).run();
  return isTaken && cleared.ok ? ok({ asked: null }) : cleared;
}

interface Moment {
  readonly localMs: number;
  readonly exchangeMs: number;
}

// Where the exchange's clock is in doubt its orders are taken for older: one too many may be placed again, one that was
// left alone is still at risk.
function momentOf(account: Account, { client, clock }: CancelAllParts): Moment {
  const server = client.peers.clockOf(account);
  const doubtMs = server.isTrusted ? (server.estimate?.uncertaintyMs ?? Infinity) : Infinity;
  return { localMs: clock.now(), exchangeMs: server.serverMs() + doubtMs };
}

/** List, cancel, list again, until the list is empty. */
class Clearing {
  readonly #parts: CancelAllParts;
  readonly #account: Account;
  readonly #wish: CancelWish;
  /** Orders placed later are left alone; null: none is. */
  readonly #before: Moment | null;
  readonly #asks = new Map<string, number>();
  /** Of the last cancels. It matters only while the orders are listed: one that was filled by then cannot be cancelled. */
  #failed: Failure | null = null;

  constructor(parts: CancelAllParts, account: Account, wish: CancelWish, before: Moment | null) {
    this.#parts = parts;
    this.#account = account;
    this.#wish = wish;
    this.#before = before;
  }

  async run(): Promise<CancelledAll> {
    for (let round = 0; round < MOST_ROUNDS; round += 1) {
      const listed = await listResting(this.#parts.client, this.#account, this.#wish.symbol);
      if (!listed.ok) return await this.#withoutList(listed.failure);
      const open = listed.value.filter((order) => this.#isWanted(order));
      const unlisted = round === 0 ? this.#known().filter((order) => !open.some((one) => isSame(one, order))) : [];
      const all = [...open, ...unlisted];
      if (all.length === 0) return ok({ asked: this.#asks.size });
      if (open.some((order) => (this.#asks.get(nameOf(order)) ?? 0) >= MOST_ASKS)) return this.#stillThere(open.length);
      this.#failed = await this.#cancel(all);
      if (this.#failed !== null && wantsQuiet(this.#failed)) return fail(this.#failed);
      await pause(this.#parts.clock);
    }
    return fail({ kind: 'busy', code: null });
  }

  // While the list is refused, what we know of can still go; one at a time, so that a limit that is reached is not run into.
  async #withoutList(why: Failure): Promise<CancelledAll> {
    await this.#cancel(this.#known(), 1);
    return fail(why);
  }

  async #cancel(orders: readonly Resting[], atOnce?: number): Promise<Failure | null> {
    for (const order of orders) this.#asks.set(nameOf(order), (this.#asks.get(nameOf(order)) ?? 0) + 1);
    // A whole symbol in one call, repeated, takes what was placed since as well.
    const isWhole = this.#wish.isHalted;
    return await cancelResting(this.#parts.client, this.#account, orders, { isWhole, atOnce });
  }

  #isWanted({ symbol, placedAtMs }: Resting): boolean {
    if (this.#before !== null && placedAtMs !== null && placedAtMs > this.#before.exchangeMs) return false;
    return this.#isOfSymbol(symbol);
  }

  // One exchange may know an instrument by several names: `XXBTZUSD`, `XBTUSD` and `BTC/USD` are one.
  #isOfSymbol(symbol: string): boolean {
    const { parts } = this.#parts.client.peers;
    const { exchange: id } = this.#account;
    return this.#wish.symbol === null || parts.shown(id, symbol) === parts.shown(id, this.#wish.symbol);
  }

  #known(): readonly Resting[] {
    return this.#parts.resting(this.#account).flatMap((order) => {
      if (!this.#isOfSymbol(order.symbol) || (order.clientOrderId === null && order.exchangeOrderId === null))
        return [];
      if (this.#before !== null && order.createdAtMs > this.#before.localMs) return [];
      const { symbol, clientOrderId, exchangeOrderId } = order;
      return [{ symbol, clientOrderId, exchangeOrderId, placedAtMs: null }];
    });
  }

  #stillThere(count: number): CancelledAll {
    return fail(
      this.#failed ?? { kind: 'outcome-unknown', detail: `${count} orders still listed after their cancels` },
    );
  }
}

function pause(clock: Clock): Promise<void> {
  return new Promise((resolve) => {
    clock.wakeAt(clock.monotonic() + SETTLE_MS, resolve);
  });
}

function nameOf({ symbol, exchangeOrderId, clientOrderId }: Resting): string {
  return `${symbol} ${exchangeOrderId ?? clientOrderId}`;
}

function isSame(left: Resting, right: Resting): boolean {
  const isId = left.exchangeOrderId !== null && left.exchangeOrderId === right.exchangeOrderId;
  return isId || (left.clientOrderId !== null && left.clientOrderId === right.clientOrderId);
}
