import type { AccountId } from '../../../shared/model/account.ts';
import type { DeskOrder, OrderKey, OrderStep } from '../../../shared/model/desk.ts';
import { IntentId } from '../../../shared/model/desk.ts';
import type { Disposer } from '../ports.ts';
import type { Intent, IntentJournal } from './intent-journal.ts';
import { isFinal } from './order-state.ts';

/** Final orders shown at once, and orders of others that are remembered after they ended. */
const RECENT_FINALS = 50;
const MAX_ORPHANS = 500;

/** Every order on screen. Ours are written down before anybody hears of a change; those of others live in memory. */
export class DeskBook {
  readonly #journal: IntentJournal;
  readonly #orders = new Map<OrderKey, DeskOrder>();
  readonly #intents = new Map<IntentId, Intent>();
  readonly #byClientId = new Map<string, OrderKey>();
  readonly #byExchangeId = new Map<string, OrderKey>();
  readonly #listeners = new Set<(order: DeskOrder, before: DeskOrder | null) => void>();

  constructor(journal: IntentJournal) {
    this.#journal = journal;
    for (const order of [...journal.finals(null, null, RECENT_FINALS).orders].reverse()) this.#remember(order);
    for (const intent of journal.unresolved()) {
      this.#intents.set(intent.id, intent);
      this.#remember(intent.order);
    }
  }

  list(): readonly DeskOrder[] {
    return [...this.#orders.values()];
  }

  find(key: OrderKey): DeskOrder | undefined {
    return this.#orders.get(key) ?? this.#fromJournal(key)?.order;
  }

  intent(key: OrderKey): Intent | null {
    const id = IntentId.safeParse(key);
    return id.success ? (this.#intents.get(id.data) ?? this.#journal.find(id.data)) : null;
  }

  /** The order an exchange's message is about. */
  match(account: AccountId, ids: { clientOrderId: string | null; exchangeOrderId: string | null }): DeskOrder | undefined {
    const { clientOrderId, exchangeOrderId } = ids;
    const key =
      (clientOrderId === null ? undefined : this.#byClientId.get(`${account} ${clientOrderId}`)) ??
      (exchangeOrderId === null ? undefined : this.#byExchangeId.get(`${account} ${exchangeOrderId}`));
    if (key !== undefined) return this.#orders.get(key);
    const older = clientOrderId === null ? null : this.#journal.findByClientOrderId(account, clientOrderId);
    if (older === null) return undefined;
    this.#intents.set(older.id, older);
    this.#remember(older.order);
    return older.order;
  }

  /** Throws when it cannot be kept: then nothing has happened. */
  create(intent: Intent, step: OrderStep): void {
    this.#journal.create(intent, step);
    this.#intents.set(intent.id, intent);
    this.#remember(intent.order);
    this.#tell(intent.order, null);
  }

  /** Throws when it cannot be kept; memory and pages then still have the order as it was. */
  update(order: DeskOrder, step: OrderStep): void {
    const before = this.#orders.get(order.key) ?? null;
    if (IntentId.safeParse(order.key).success) this.#journal.update(order, step);
    this.#remember(order);
    this.#tell(order, before);
  }

  /** An order no intent of ours made. */
  putOrphan(order: DeskOrder): void {
    const before = this.#orders.get(order.key) ?? null;
    this.#remember(order);
    this.#tell(order, before);
    if (isFinal(order)) this.#forgetOldOrphans();
  }

  history(account: AccountId | null, before: number | null, limit: number): ReturnType<IntentJournal['finals']> {
    return this.#journal.finals(account, before, limit);
  }

  steps(key: OrderKey): readonly OrderStep[] {
    const id = IntentId.safeParse(key);
    return id.success ? this.#journal.steps(id.data) : [];
  }

  onChange(listener: (order: DeskOrder, before: DeskOrder | null) => void): Disposer {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  #fromJournal(key: OrderKey): Intent | null {
    return this.intent(key);
  }

  #remember(order: DeskOrder): void {
    this.#orders.set(order.key, order);
    if (order.clientOrderId !== null) this.#byClientId.set(`${order.account} ${order.clientOrderId}`, order.key);
    if (order.exchangeOrderId !== null) this.#byExchangeId.set(`${order.account} ${order.exchangeOrderId}`, order.key);
  }

  #forgetOldOrphans(): void {
    const orphans = this.list().filter((order) => order.key.startsWith('orphan-'));
    const excess = orphans.length - MAX_ORPHANS;
    if (excess <= 0) return;
    const ended = orphans.filter(isFinal).sort((left, right) => left.updatedAtMs - right.updatedAtMs);
    for (const order of ended.slice(0, excess)) this.#forget(order);
  }

  #forget(order: DeskOrder): void {
    this.#orders.delete(order.key);
    if (order.clientOrderId !== null) this.#byClientId.delete(`${order.account} ${order.clientOrderId}`);
    if (order.exchangeOrderId !== null) this.#byExchangeId.delete(`${order.account} ${order.exchangeOrderId}`);
  }

  #tell(order: DeskOrder, before: DeskOrder | null): void {
    for (const listener of this.#listeners) listener(order, before);
  }
}
