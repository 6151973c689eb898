import { createStore, type StoreApi } from 'zustand/vanilla';
import type { AccountId } from '../../shared/model/account.ts';
import {
  type DeskBalances,
  type DeskOrder,
  type DeskState,
  FINAL_STATUSES,
  type LimitsView,
  type OrderKey,
  type OrderStep,
  type Quote,
} from '../../shared/model/desk.ts';
import { type Loaded, NOT_LOADED } from './loaded.ts';
import { LOADING, type Phase } from './phase.ts';

/** Final orders as far back as they were asked for, newest first. */
export interface OrderHistory {
  readonly phase: Phase;
  /** Null: of every account. */
  readonly account: AccountId | null;
  readonly orders: readonly DeskOrder[];
  /** Where the next page begins; null: there is none. */
  readonly next: number | null;
  readonly isAsking: boolean;
}

export interface OpenedOrder {
  readonly key: OrderKey;
  readonly timeline: Loaded<readonly OrderStep[]>;
}

export interface OrdersState {
  readonly phase: Phase;
  /** What was open at the last end of the app was asked for again. */
  readonly isReconciled: boolean;
  readonly byKey: Readonly<Record<OrderKey, DeskOrder>>;
  readonly desk: DeskState | null;
  readonly isHalting: boolean;
  readonly history: OrderHistory;
  readonly opened: OpenedOrder | null;
  /** By `quoteKey`. */
  readonly quotes: Readonly<Record<string, Quote>>;
  readonly balances: Readonly<Record<AccountId, DeskBalances>>;
  readonly limits: Readonly<Record<AccountId, Loaded<LimitsView>>>;
  /** How often the whole picture came, the first one included. */
  readonly loads: number;
}

export type OrdersStore = StoreApi<OrdersState>;

export const NO_HISTORY: OrderHistory = { phase: LOADING, account: null, orders: [], next: null, isAsking: false };

export function createOrdersStore(): OrdersStore {
  return createStore<OrdersState>(() => ({
    phase: LOADING,
    isReconciled: true,
    byKey: {},
    desk: null,
    isHalting: false,
    history: NO_HISTORY,
    opened: null,
    quotes: {},
    balances: {},
    limits: {},
    loads: 0,
  }));
}

export function quoteKey(account: AccountId, symbol: string): string {
  return `${account}|${symbol}`;
}

export function limitsOf(state: OrdersState, account: AccountId): Loaded<LimitsView> {
  return state.limits[account] ?? NOT_LOADED;
}

/** Told by an event: the newest there is. */
export function withOrders(state: OrdersState, orders: readonly DeskOrder[]): OrdersState {
  return { ...state, byKey: { ...state.byKey, ...Object.fromEntries(orders.map((order) => [order.key, order])) } };
}

/** Told by the answer to a call: an event may have overtaken it. */
export function withAnswer(state: OrdersState, order: DeskOrder): OrdersState {
  const known = state.byKey[order.key];
  return known !== undefined && known.updatedAtMs > order.updatedAtMs ? state : withOrders(state, [order]);
}

/** Halted by somebody or something; a pause after sleep cancels nothing, so halting is still worth offering then. */
export function isWhole(desk: DeskState | null): boolean {
  return desk !== null && desk.halt === 'halted' && desk.cause !== 'sleep';
}

/** Whether no new order of this account may leave; in a pause each account waits for itself alone. */
export function isHaltedFor(desk: DeskState | null, account: AccountId): boolean {
  return isWhole(desk) || (desk?.pauses.some((pause) => pause.account === account) ?? false);
}

export function isFinal(order: DeskOrder): boolean {
  return FINAL_STATUSES.has(order.status);
}

export function isOrphan({ key }: Pick<DeskOrder, 'key'>): boolean {
  return key.startsWith('orphan-');
}

export interface OrderLists {
  readonly unknown: readonly DeskOrder[];
  readonly open: readonly DeskOrder[];
  /** Made by no ticket of ours, and not over yet. */
  readonly elsewhere: readonly DeskOrder[];
}

/** What is not over, by what it asks of its user; newest first. */
export function listsOf(byKey: OrdersState['byKey']): OrderLists {
  const living = Object.values(byKey)
    .filter((order) => !isFinal(order))
    .toSorted(newestFirst);
  const known = living.filter(({ status }) => status !== 'unknown');
  return {
    unknown: living.filter(({ status }) => status === 'unknown'),
    open: known.filter((order) => !isOrphan(order)),
    elsewhere: known.filter(isOrphan),
  };
}

/** What is over: the pages asked for, and what ended since. */
export function endedOf(byKey: OrdersState['byKey'], history: OrderHistory): readonly DeskOrder[] {
  const oldest = history.next === null ? Number.NEGATIVE_INFINITY : (history.orders.at(-1)?.createdAtMs ?? 0);
  const fresh = Object.values(byKey).filter(
    (order) =>
      isFinal(order) && order.createdAtMs >= oldest && (history.account === null || order.account === history.account),
  );
  const all = new Map([...history.orders, ...fresh].map((order) => [order.key, order]));
  return [...all.values()].toSorted(newestFirst);
}

function newestFirst(a: DeskOrder, b: DeskOrder): number {
  return b.createdAtMs - a.createdAtMs;
}
