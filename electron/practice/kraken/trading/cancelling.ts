import { type Answer, done, ERRORS, refused } from '../errors.ts';
import type { Floor } from './floor.ts';
import { ageMs, isOpen, type KrakenOrder } from './records.ts';

/** The order with this id, or this client order id, while it is open. */
export function findOpen(
  floor: Floor,
  accountId: string,
  by: { readonly txid?: string | undefined; readonly clientOrderId?: string | undefined },
): KrakenOrder | undefined {
  if (by.txid !== undefined) {
    const record = floor.journal.find(accountId, by.txid);
    return record !== undefined && isOpen(record) ? record : undefined;
  }
  return floor.journal.open(accountId).find((record) => record.request.clientOrderId === by.clientOrderId);
}

/** All open orders that carry this user reference, which need not be unique. */
export function findByUserref(floor: Floor, accountId: string, userref: number): readonly KrakenOrder[] {
  return floor.journal.open(accountId).filter((record) => record.request.userref === userref);
}

/** One cancel: refused above the engine's threshold like any other transaction (Spot Trading Limits, 2026-05). */
export function cancelOrder(floor: Floor, record: KrakenOrder): Answer<null> {
  const nowMs = floor.clock.now();
  const { accountId } = record.order;
  const mayCancel = floor.counters.takeAged(accountId, record.request.pair.id, 'cancel', ageMs(record, nowMs), nowMs);
  if (!mayCancel) return refused(ERRORS.engineRate);
  end(floor, record);
  return done(null);
}

/** A batch of cancels, pair by pair; gives how many orders it ended. */
export function cancelBatch(floor: Floor, accountId: string, records: readonly KrakenOrder[]): Answer<number> {
  const groups = byPair(records);
  const answers = [...groups].map(([pairId, group]) => {
    if (!takeCancels(floor, accountId, pairId, group)) return 0;
    for (const record of group) end(floor, record);
    return group.length;
  });
  const count = answers.reduce((sum, ended) => sum + ended, 0);
  return count === 0 && records.length > 0 ? refused(ERRORS.engineRate) : done(count);
}

/** Ends every open order of the account; the penalty is charged for each, and nothing refuses it. */
export function cancelAll(floor: Floor, accountId: string): number {
  const records = floor.journal.open(accountId);
  for (const [pairId, group] of byPair(records)) {
    takeCancels(floor, accountId, pairId, group);
    for (const record of group) end(floor, record);
  }
  return records.length;
}

function takeCancels(floor: Floor, accountId: string, pairId: string, group: readonly KrakenOrder[]): boolean {
  const nowMs = floor.clock.now();
  return floor.counters.takeCancels(
    accountId,
    pairId,
    group.map((record) => ageMs(record, nowMs)),
    nowMs,
  );
}

function byPair(records: readonly KrakenOrder[]): ReadonlyMap<string, readonly KrakenOrder[]> {
  return Map.groupBy(records, (record) => record.request.pair.id);
}

function end(floor: Floor, record: KrakenOrder): void {
  floor.venue.cancel(record.order.accountId, record.order.id);
}

/** The dead man's switch of each account: fires once, ends all orders, then stays off (CancelAllOrdersAfter, 2026-05). */
export class DeadMansSwitches {
  readonly #floor: Floor;
  readonly #cancels = new Map<string, () => void>();

  constructor(floor: Floor) {
    this.#floor = floor;
  }

  /** Arms for `seconds` from now; 0 disarms. Gives the time at which it fires, 0 when it is off. */
  arm(accountId: string, seconds: number): number {
    this.#cancels.get(accountId)?.();
    this.#cancels.delete(accountId);
    if (seconds === 0) return 0;
    this.#cancels.set(
      accountId,
      this.#floor.clock.after(seconds * 1000, () => this.#fire(accountId)),
    );
    return this.#floor.clock.now() + seconds * 1000;
  }

  stop(): void {
    for (const cancel of this.#cancels.values()) cancel();
    this.#cancels.clear();
  }

  #fire(accountId: string): void {
    this.#cancels.delete(accountId);
    cancelAll(this.#floor, accountId);
  }
}
