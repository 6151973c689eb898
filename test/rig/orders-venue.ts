import type { ExchangeId } from '../../shared/model/account.ts';
import { compare } from '../../shared/model/decimal.ts';
import type { DeskOrder } from '../../shared/model/desk.ts';
import { isFinal } from '../../electron/engine/desk/order-state.ts';
import type { PracticeOrder } from '../../electron/practice/core/order.ts';
import type { Venue } from '../../electron/practice/core/venue.ts';
import type { VirtualWorld } from '../support/virtual-world.ts';

interface Seen {
  readonly venue: Venue;
  readonly accountId: string;
  readonly orderId: number;
}

/** What the exchanges themselves have in their books: the truth that the desk is held against. */
export class VenueModel {
  readonly #seen = new Map<string, Seen[]>();

  constructor(world: VirtualWorld) {
    for (const venue of [world.binance.venue, world.okx.state.venue, world.kraken.venue]) this.#watch(venue);
  }

  /** Every order under this client order id, ever. */
  ordersOf(clientOrderId: string): readonly PracticeOrder[] {
    const seen = this.#seen.get(clientOrderId) ?? [];
    return seen.flatMap(({ venue, accountId, orderId }) => venue.order(accountId, orderId) ?? []);
  }

  /** Client order ids the venues saw. */
  ids(): readonly string[] {
    return [...this.#seen.keys()];
  }

  fill(clientOrderId: string): void {
    for (const { venue, orderId } of this.#seen.get(clientOrderId) ?? []) venue.fillResting(orderId);
  }

  /** Ends what still rests, from the venue's side, and forgets. */
  clear(): void {
    for (const { venue, accountId, orderId } of [...this.#seen.values()].flat()) venue.cancel(accountId, orderId);
    this.#seen.clear();
  }

  #watch(venue: Venue): void {
    venue.on((event) => {
      if (event.kind !== 'order' || event.cause !== 'new' || event.order.clientOrderId === null) return;
      const { clientOrderId, accountId, id: orderId } = event.order;
      const known = this.#seen.get(clientOrderId) ?? [];
      if (known.some((one) => one.venue === venue && one.orderId === orderId)) return;
      this.#seen.set(clientOrderId, [...known, { venue, accountId, orderId }]);
    });
  }
}

export type Judgement = 'right' | 'wrong' | 'unknown';

/** Whether the desk's word on an order is the venue's. */
export function judge(order: DeskOrder, placed: PracticeOrder | undefined): Judgement {
  if (order.status === 'unknown' || order.status === 'sending' || order.status === 'journaled') return 'unknown';
  if (placed === undefined) return order.status === 'not-placed' || order.status === 'rejected' ? 'right' : 'wrong';
  const hasEnded = placed.status === 'filled' || placed.status === 'cancelled' || placed.status === 'expired';
  if (!hasEnded) return isFinal(order) ? 'wrong' : 'right';
  if (placed.status === 'filled') return order.status === 'filled' && isFilledAlike(order, placed) ? 'right' : 'wrong';
  return (order.status === 'cancelled' || order.status === 'expired') && isFilledAlike(order, placed)
    ? 'right'
    : 'wrong';
}

function isFilledAlike(order: DeskOrder, placed: PracticeOrder): boolean {
  return order.filledQuantity !== null && compare(order.filledQuantity, placed.filledQuantity) === 0;
}

export const VENUES: readonly ExchangeId[] = ['binance', 'okx', 'kraken'];
