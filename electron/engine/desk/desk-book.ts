import type { AccountId, ExchangeId } from '../../../shared/model/account.ts';
import type { DeskOrder, OrderKey, OrderStep } from '../../../shared/model/desk.ts';
import { IntentId } from '../../../shared/model/desk.ts';
import type { Disposer } from '../ports.ts';
import type { Intent, IntentJournal } from './intent-journal.ts';
import { isFinal } from './order-state.ts';

/** Final orders shown at once, and orders of others that are remembered after they ended. */
const RECENT_FINALS = 50;
const MAX_ORPHANS = 500;
/** Ended orders of ours in memory; older ones are read from the journal when asked for. */
const MAX_FINALS = 500;
/** Trimmed by so many at once, so that a burst is not sorted anew with each order. */
const SLACK = 100;

interface Ids {
  readonly clientOrderId: string | null;
  readonly exchangeOrderId: string | null;
  readonly symbol?: string | null;
}

/** Every order on screen. Ours are written down before anybody hears of a change; those of others live in memory. */
export class DeskBook {
  readonly #journal: IntentJournal;
  readonly #orders = new Map<OrderKey, DeskOrder>();
  readonly #intents = new Map<IntentId, Intent>();
  readonly #byClientId = new Map<string, OrderKey>();
  /** Ids of an exchange may count per instrument (Binance), so that several orders may have one. */
  readonly #byExchangeId = new Map<string, readonly OrderKey[]>();
  /** States that are true and could not be written down; tried again with the next write. */
  readonly #unkept = new Map<OrderKey, { readonly order: DeskOrder; readonly step: OrderStep }>();
  readonly #listeners = new Set<(order: DeskOrder, before: DeskOrder | null) => void>();

  readonly #symbolOf: SymbolOf;

  /** `symbolOf`: the one symbol of an instrument that news may call by several names. */
  constructor(journal: IntentJournal, symbolOf: SymbolOf = (_exchange, name) => name) {
    this.#journal = journal;
    this.#symbolOf = symbolOf;
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
  match(account: AccountId, ids: Ids): DeskOrder | undefined {
    const { clientOrderId, exchangeOrderId } = ids;
    const key = clientOrderId === null ? undefined : this.#byClientId.get(`${account} ${clientOrderId}`);
    const named = key === undefined ? undefined : this.#orders.get(key);
    if (named !== undefined && (isOurs(named) || !isReused(named, exchangeOrderId))) return named;
    const known = exchangeOrderId === null ? undefined : this.#withExchangeId(account, exchangeOrderId, ids);
    if (known !== undefined) return known;
    const older = clientOrderId === null ? null : this.#journal.findByClientOrderId(account, clientOrderId);
    if (older === null) return undefined;
    this.#intents.set(older.id, older);
    this.#remember(older.order);
    return older.order;
  }

  #withExchangeId(account: AccountId, exchangeOrderId: string, ids: Ids): DeskOrder | undefined {
    const keys = this.#byExchangeId.get(`${account} ${exchangeOrderId}`) ?? [];
    return keys.flatMap((key) => this.#orders.get(key) ?? []).find((order) => this.#isOfSymbol(order, ids.symbol));
  }

  // An amendment made elsewhere may rename an order; it stays with its instrument.
  #isOfSymbol({ exchange, symbol }: DeskOrder, named: string | null | undefined): boolean {
    if (named === null || named === undefined || symbol === '') return true;
    return this.#symbolOf(exchange, symbol) === this.#symbolOf(exchange, named);
  }

  /** Throws when it cannot be kept: then nothing has happened. */
  create(intent: Intent, step: OrderStep): void {
    this.#journal.create(intent, step);
    this.#intents.set(intent.id, intent);
    this.#remember(intent.order);
    this.#tell(intent.order, null);
  }

  /** Throws when it cannot be kept, or is there already: then the change must not be sent. */
  createAmend(id: IntentId, step: OrderStep): void {
    this.#journal.createAmend(id, step);
  }

  /** Whether a change of a resting order was let go under this id, in this life or one before. */
  wasAmended(id: IntentId): boolean {
    return this.#journal.findAmend(id) !== null;
  }

  /** Throws when it cannot be kept; memory and pages then still have the order as it was. */
  update(order: DeskOrder, step: OrderStep): void {
    if (isOurs(order)) this.#write(order, step);
    this.#put(order);
  }

  /** A state that is true although the journal did not take it: told now, written with the next write that works. */
  hold(order: DeskOrder, step: OrderStep): void {
    if (isOurs(order)) this.#unkept.set(order.key, { order, step });
    this.#put(order);
  }

  /** An order no intent of ours made. */
  putOrphan(order: DeskOrder): void {
    this.#put(order);
  }

  /** Orders of ours that the journal has and nobody can read. */
  unreadable(): readonly string[] {
    return this.#journal.unreadable();
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

  #put(order: DeskOrder): void {
    const before = this.#orders.get(order.key) ?? null;
    this.#remember(order);
    this.#tell(order, before);
    if (isOver(order)) this.#trim();
  }

  #write(order: DeskOrder, step: OrderStep): void {
    this.#journal.update(order, step);
    this.#unkept.delete(order.key);
    this.#writeUnkept();
  }

  // What is still not taken waits on; it must not make the write that was asked for look undone.
  #writeUnkept(): void {
    try {
      for (const [key, unkept] of this.#unkept) {
        this.#journal.update(unkept.order, unkept.step);
        this.#unkept.delete(key);
      }
    } catch {
      return;
    }
  }

  #remember(order: DeskOrder): void {
    this.#orders.set(order.key, order);
    if (order.clientOrderId !== null) this.#byClientId.set(`${order.account} ${order.clientOrderId}`, order.key);
    if (order.exchangeOrderId === null) return;
    const name = `${order.account} ${order.exchangeOrderId}`;
    const keys = this.#byExchangeId.get(name) ?? [];
    if (!keys.includes(order.key)) this.#byExchangeId.set(name, [...keys, order.key]);
  }

  #trim(): void {
    if (this.#orders.size <= MAX_ORPHANS + MAX_FINALS) return;
    const ended = this.list().filter((order) => isOver(order) && !this.#unkept.has(order.key));
    this.#forgetOldest(ended.filter(isOurs), MAX_FINALS);
    this.#forgetOldest(
      ended.filter((order) => !isOurs(order)),
      MAX_ORPHANS,
    );
  }

  #forgetOldest(ended: readonly DeskOrder[], most: number): void {
    if (ended.length <= most) return;
    const oldestFirst = ended.toSorted((left, right) => left.updatedAtMs - right.updatedAtMs);
    for (const order of oldestFirst.slice(0, ended.length - most + SLACK)) this.#forget(order);
  }

  #forget(order: DeskOrder): void {
    this.#orders.delete(order.key);
    const id = IntentId.safeParse(order.key);
    if (id.success) this.#intents.delete(id.data);
    if (order.clientOrderId !== null) this.#byClientId.delete(`${order.account} ${order.clientOrderId}`);
    if (order.exchangeOrderId === null) return;
    const name = `${order.account} ${order.exchangeOrderId}`;
    const left = (this.#byExchangeId.get(name) ?? []).filter((key) => key !== order.key);
    if (left.length === 0) this.#byExchangeId.delete(name);
    else this.#byExchangeId.set(name, left);
  }

  #tell(order: DeskOrder, before: DeskOrder | null): void {
    for (const listener of this.#listeners) listener(order, before);
  }
}

type SymbolOf = (exchange: ExchangeId, name: string) => string;

// Of an order of others that is gone, how it ended may never be learned.
function isOver(order: DeskOrder): boolean {
  return isFinal(order) || (order.status === 'unknown' && !isOurs(order));
}

// A program may give the id of an order that ended to its next one.
function isReused({ exchangeOrderId }: DeskOrder, told: string | null): boolean {
  return exchangeOrderId !== null && told !== null && exchangeOrderId !== told;
}

function isOurs(order: DeskOrder): boolean {
  return order.key.startsWith('intent-');
}
