import type { PracticeFill } from './order.ts';

/** All fills of a venue, found by account or order without walking the list; oldest first everywhere. */
export class FillIndex {
  readonly #byAccount = new Map<string, PracticeFill[]>();
  readonly #byOrder = new Map<number, PracticeFill[]>();

  add(fill: PracticeFill): void {
    append(this.#byAccount, fill.accountId, fill);
    append(this.#byOrder, fill.orderId, fill);
  }

  ofAccount(accountId: string): readonly PracticeFill[] {
    return this.#byAccount.get(accountId) ?? [];
  }

  ofOrder(orderId: number): readonly PracticeFill[] {
    return this.#byOrder.get(orderId) ?? [];
  }
}

function append<Key>(lists: Map<Key, PracticeFill[]>, key: Key, fill: PracticeFill): void {
  const list = lists.get(key);
  if (list === undefined) lists.set(key, [fill]);
  else list.push(fill);
}
