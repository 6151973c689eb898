import type { OrderRecord } from './order-record.ts';

/** All orders of a venue, found by id, by client order id, or as open ones, without walking the list. */
export class OrderIndex {
  readonly #all: OrderRecord[] = [];
  readonly #byId = new Map<number, OrderRecord>();
  readonly #open = new Map<number, OrderRecord>();
  readonly #byAccount = new Map<string, OrderRecord[]>();
  readonly #byClientId = new Map<string, OrderRecord>();

  get size(): number {
    return this.#all.length;
  }

  add(record: OrderRecord): void {
    const { accountId } = record.request;
    this.#all.push(record);
    this.#byId.set(record.id, record);
    this.#open.set(record.id, record);
    const ofAccount = this.#byAccount.get(accountId);
    if (ofAccount === undefined) this.#byAccount.set(accountId, [record]);
    else ofAccount.push(record);
    this.#name(record);
  }

  /** From now on it goes by this client order id, and by no other. */
  rename(record: OrderRecord, clientOrderId: string): void {
    const old = record.clientOrderId;
    if (old !== null) this.#byClientId.delete(nameOf(record.request.accountId, old));
    record.clientOrderId = clientOrderId;
    this.#name(record);
  }

  #name(record: OrderRecord): void {
    const { clientOrderId, request } = record;
    if (clientOrderId !== null) this.#byClientId.set(nameOf(request.accountId, clientOrderId), record);
  }

  /** The order reached a final state. */
  close(record: OrderRecord): void {
    this.#open.delete(record.id);
  }

  byId(id: number): OrderRecord | null {
    return this.#byId.get(id) ?? null;
  }

  isOpen(record: OrderRecord): boolean {
    return this.#open.has(record.id);
  }

  /** The newest order with this client order id. */
  byClientId(accountId: string, clientOrderId: string): OrderRecord | null {
    return this.#byClientId.get(nameOf(accountId, clientOrderId)) ?? null;
  }

  /** Oldest first. */
  ofAccount(accountId: string): readonly OrderRecord[] {
    return this.#byAccount.get(accountId) ?? [];
  }

  open(): readonly OrderRecord[] {
    return [...this.#open.values()];
  }
}

function nameOf(accountId: string, clientOrderId: string): string {
  return `${accountId}\u0000${clientOrderId}`;
}
