import { compare, type Decimal, subtract, toNumber } from '../../shared/model/decimal.ts';
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

  /** Fills it, wholly where no quantity is named. */
  fill(clientOrderId: string, quantity?: Decimal): void {
    for (const { venue, orderId } of this.#seen.get(clientOrderId) ?? []) venue.fillResting(orderId, quantity);
  }

  /** Somebody else cancels it, or makes it smaller. */
  cancel(clientOrderId: string): void {
    for (const { venue, accountId, orderId } of this.#seen.get(clientOrderId) ?? []) venue.cancel(accountId, orderId);
  }

  amend(clientOrderId: string, quantity: Decimal): void {
    for (const { venue, accountId, orderId } of this.#seen.get(clientOrderId) ?? [])
      venue.amend(accountId, orderId, { quantity });
  }

  /** Ends what still rests, from the venue's side, and forgets. */
  clear(): void {
    for (const id of this.#seen.keys()) this.cancel(id);
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

/** The desk's word on an order against the venue's; and in what they differ. */
export function judge(
  order: DeskOrder,
  placed: PracticeOrder | undefined,
  isCancelled: boolean,
): { readonly verdict: Judgement; readonly why: string } {
  if (order.status === 'unknown' || order.status === 'sending' || order.status === 'journaled')
    return { verdict: 'unknown', why: order.status };
  const why = placed === undefined ? unplaced(order) : (differs(order, placed) ?? stillRests(placed, isCancelled));
  return { verdict: why === null ? 'right' : 'wrong', why: why ?? '' };
}

function unplaced({ status }: DeskOrder): string | null {
  return status === 'not-placed' || status === 'rejected' ? null : 'it was never placed';
}

function differs(order: DeskOrder, placed: PracticeOrder): string | null {
  if (!isStatusAlike(order, placed)) return 'status';
  if (!isAlike(order.filledQuantity ?? null, placed.filledQuantity, isFinal(order) || hasFills(placed)))
    return 'filled';
  if (order.type === 'limit' && !isAlike(order.price, placed.price, true)) return 'price';
  if (order.type === 'limit' && !isAlike(order.quantity, placed.quantity, true)) return 'quantity';
  return isFeeAlike(order.fee, placed.fee) ? null : 'fee';
}

function isStatusAlike({ status }: DeskOrder, placed: PracticeOrder): boolean {
  if (placed.status === 'filled') return status === 'filled';
  if (placed.status === 'cancelled' || placed.status === 'expired')
    return status === 'cancelled' || status === 'expired';
  return status === 'open' || status === 'pending' || status === 'partially-filled';
}

function hasFills({ filledQuantity }: PracticeOrder): boolean {
  return toNumber(filledQuantity) > 0;
}

function isAlike(told: Decimal | null, true_: Decimal | null, isNeeded: boolean): boolean {
  if (told === null || true_ === null) return !isNeeded || told === true_;
  return compare(told, true_) === 0;
}

// Not told is no lie; and the exchanges round what they tell.
function isFeeAlike(told: DeskOrder['fee'], true_: PracticeOrder['fee']): boolean {
  if (told === null) return true;
  if (true_ === null) return toNumber(told.amount) === 0;
  return Math.abs(toNumber(subtract(told.amount, true_.amount))) < 0.000_02;
}

function stillRests({ status }: PracticeOrder, isCancelled: boolean): string | null {
  const rests = status === 'open' || status === 'partially-filled' || status === 'untriggered';
  return isCancelled && rests ? 'its cancel was taken and it rests' : null;
}
