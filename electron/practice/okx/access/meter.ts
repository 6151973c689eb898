import { SlidingWindow, WindowsBy } from '../../core/windows.ts';
import type { Endpoint } from '../facts/endpoints.ts';
import {
  OPERATION_CAPACITY,
  OPERATION_WINDOW_MS,
  SUB_ACCOUNT_CAPACITY,
  SUB_ACCOUNT_WINDOW_MS,
  type Operation,
  type OperationClass,
} from '../facts/operations.ts';

/** One counter as it stands. */
export interface Usage {
  readonly counter: string;
  readonly used: number;
  readonly capacity: number;
  readonly windowMs: number;
}

/** What a request counts against besides its endpoint. */
export interface Caller {
  readonly ip: string;
  readonly uid: string;
  readonly instType: string;
  readonly instId: string;
  readonly tag: string;
}

interface Slot {
  readonly window: SlidingWindow;
  readonly cost: number;
}

/**
 * Every counter of the exchange. The docs do not say whether windows slide or jump; sliding is the stricter reading.
 * Refused requests do not count unless `countsRefused` says so (not documented either).
 */
export class Meter {
  readonly #countsRefused: boolean;
  readonly #windows = new Map<string, SlidingWindow>();
  readonly #operations = new WindowsBy((key) => {
    const windowClass: OperationClass = key.includes(' batch ') ? 'batch' : 'single';
    return new SlidingWindow(OPERATION_CAPACITY[windowClass], OPERATION_WINDOW_MS);
  });
  readonly #subAccounts = new WindowsBy(() => new SlidingWindow(SUB_ACCOUNT_CAPACITY, SUB_ACCOUNT_WINDOW_MS));

  constructor(countsRefused = false) {
    this.#countsRefused = countsRefused;
  }

  /** Counts one request against the endpoint's own counter; false when it does not fit. */
  takeRequest(path: string, endpoint: Endpoint, caller: Caller, nowMs: number): boolean {
    return this.#take([{ window: this.#windowOf(path, endpoint, caller), cost: 1 }], nowMs);
  }

  /** Counts orders, each against its own instrument, wholly or not at all. One order alone is never a batch. */
  takeOperation(operation: Operation, uid: string, instIds: readonly string[], nowMs: number): boolean {
    const windowClass: OperationClass = instIds.length > 1 ? 'batch' : 'single';
    const counts = new Map<string, number>();
    for (const instId of instIds) counts.set(instId, (counts.get(instId) ?? 0) + 1);
    const slots = [...counts].map(([instId, cost]) => ({
      window: this.#operations.of(`${operation} ${windowClass} ${uid} ${instId}`),
      cost,
    }));
    return this.#take(slots, nowMs);
  }

  /** Counts new orders and amendments per user; spot and margin are exempt, so `instTypes` decides (docs, 2026-08). */
  takeSubAccount(uid: string, instTypes: readonly string[], nowMs: number): boolean {
    const cost = instTypes.filter((type) => type !== 'SPOT' && type !== 'MARGIN').length;
    return cost === 0 || this.#take([{ window: this.#subAccounts.of(`sub-account ${uid}`), cost }], nowMs);
  }

  /** Counts for someone else, asking nobody: another program of the same user or address. */
  spendRequests(path: string, endpoint: Endpoint, who: string, amount: number, nowMs: number): void {
    const caller = { ip: who, uid: who, instType: '', instId: '', tag: '' };
    this.#windowOf(path, endpoint, caller).add(amount, nowMs);
  }

  /** The same for order operations of one instrument. */
  spendOrders(
    operation: Operation,
    windowClass: OperationClass,
    uid: string,
    instId: string,
    amount: number,
    nowMs: number,
  ): void {
    this.#operations.of(`${operation} ${windowClass} ${uid} ${instId}`).add(amount, nowMs);
  }

  usage(nowMs: number): readonly Usage[] {
    const windows: (readonly [string, SlidingWindow])[] = [...this.#windows];
    for (const key of this.#operations.keys()) windows.push([key, this.#operations.of(key)]);
    for (const key of this.#subAccounts.keys()) windows.push([key, this.#subAccounts.of(key)]);
    return windows.map(([counter, window]) => ({
      counter,
      used: window.used(nowMs),
      capacity: window.capacity,
      windowMs: window.periodMs,
    }));
  }

  #take(slots: readonly Slot[], nowMs: number): boolean {
    const fits = slots.every(({ window, cost }) => window.used(nowMs) + cost <= window.capacity);
    if (fits || this.#countsRefused) for (const { window, cost } of slots) window.add(cost, nowMs);
    return fits;
  }

  #windowOf(path: string, endpoint: Endpoint, caller: Caller): SlidingWindow {
    const key = `${endpoint.method} ${path} ${keyOf(endpoint.scope, caller)}`;
    const known = this.#windows.get(key);
    if (known !== undefined) return known;
    const made = new SlidingWindow(endpoint.capacity, endpoint.windowMs);
    this.#windows.set(key, made);
    return made;
  }
}

function keyOf(scope: Endpoint['scope'], caller: Caller): string {
  switch (scope) {
    case 'ip':
      return caller.ip;
    case 'ip+instType':
      return `${caller.ip} ${caller.instType}`;
    case 'uid+instType':
      return `${caller.uid} ${caller.instType}`;
    case 'uid+instId':
      return `${caller.uid} ${caller.instId}`;
    case 'uid+tag':
      return `${caller.uid} ${caller.tag}`;
    case 'uid':
    case 'order':
      return caller.uid;
  }
}
