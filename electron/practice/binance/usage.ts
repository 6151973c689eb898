import type { PracticeClock } from '../core/clock.ts';
import { FixedWindow, WindowsBy } from '../core/windows.ts';
import type { Stop } from './bans.ts';
import { Bans } from './bans.ts';
import { ordersExceeded, rawExceeded, weightExceeded } from './errors.ts';
import type { BinanceLimits } from './limits.ts';
import { DAY_MS, MINUTE_MS, SECOND_MS } from './limits.ts';

/** All counters of the exchange, in its own time. Windows are fixed and aligned to UTC (web-socket-api.md, 2026-07). */
export class BinanceUsage {
  readonly limits: BinanceLimits;
  readonly bans: Bans;
  readonly #clock: PracticeClock;
  readonly #nowMs: () => number;
  readonly #weight: WindowsBy<FixedWindow>;
  readonly #raw: WindowsBy<FixedWindow>;
  readonly #sapi: WindowsBy<FixedWindow>;
  readonly #orders10s: WindowsBy<FixedWindow>;
  readonly #ordersDay: WindowsBy<FixedWindow>;
  readonly #connections: WindowsBy<FixedWindow>;

  constructor(limits: BinanceLimits, clock: PracticeClock, nowMs: () => number) {
    this.limits = limits;
    this.bans = new Bans(limits);
    this.#clock = clock;
    this.#nowMs = nowMs;
    this.#weight = new WindowsBy(() => new FixedWindow(limits.weight, MINUTE_MS));
    this.#raw = new WindowsBy(() => new FixedWindow(limits.raw, 5 * MINUTE_MS));
    this.#sapi = new WindowsBy(() => new FixedWindow(limits.sapiWeight, MINUTE_MS));
    this.#orders10s = new WindowsBy(() => new FixedWindow(limits.orders10s, 10 * SECOND_MS));
    this.#ordersDay = new WindowsBy(() => new FixedWindow(limits.ordersDay, DAY_MS));
    this.#connections = new WindowsBy(() => new FixedWindow(limits.connections, 5 * MINUTE_MS));
  }

  weight(ip: string): number {
    return this.#weight.of(ip).used(this.#nowMs());
  }

  raw(ip: string): number {
    return this.#raw.of(ip).used(this.#nowMs());
  }

  sapi(ip: string, path: string): number {
    return this.#sapi.of(`${ip} ${path}`).used(this.#nowMs());
  }

  orders(accountId: string): { readonly in10s: number; readonly inDay: number } {
    const nowMs = this.#nowMs();
    return { in10s: this.#orders10s.of(accountId).used(nowMs), inDay: this.#ordersDay.of(accountId).used(nowMs) };
  }

  /** Charges a call to `/api` or the WebSocket API on arrival, refused or not; gives the reason when a limit is passed. */
  chargeApi(ip: string, weight: number, isHttp: boolean): Stop | null {
    const nowMs = this.#nowMs();
    const window = this.#weight.of(ip);
    const raw = this.#raw.of(ip);
    window.add(weight, nowMs);
    if (isHttp) raw.add(1, nowMs);
    const isOverWeight = window.used(nowMs) > this.limits.weight;
    const isOverRaw = raw.used(nowMs) > this.limits.raw;
    if (!isOverWeight && !isOverRaw) return null;
    const ban = this.bans.offence(ip, window.startMs(nowMs), nowMs);
    if (ban !== null) return ban;
    return isOverWeight
      ? { error: weightExceeded(this.limits.weight), retryAtMs: window.endMs(nowMs) }
      : { error: rawExceeded(this.limits.raw), retryAtMs: raw.endMs(nowMs) };
  }

  /** Counts weight that some other program on this ip used; never refuses, never bans. */
  spendWeight(ip: string, weight: number): void {
    this.#weight.of(ip).add(weight, this.#nowMs());
  }

  /** Gives the weight of a successful order call back (CHANGELOG 2026-03-27). */
  refund(ip: string, weight: number): void {
    this.#weight.of(ip).add(-weight, this.#nowMs());
  }

  /** `/sapi` counts per path and never bans (developers.binance.com, "Rate limits"). */
  chargeSapi(ip: string, path: string, weight: number): Stop | null {
    const nowMs = this.#nowMs();
    const window = this.#sapi.of(`${ip} ${path}`);
    window.add(weight, nowMs);
    if (window.used(nowMs) <= this.limits.sapiWeight) return null;
    return { error: weightExceeded(this.limits.sapiWeight), retryAtMs: window.endMs(nowMs) };
  }

  /** Would one more order pass? The day first: when it is full, the short count does not rise. */
  orderStop(accountId: string): Stop | null {
    const nowMs = this.#nowMs();
    const day = this.#ordersDay.of(accountId);
    const short = this.#orders10s.of(accountId);
    if (day.used(nowMs) + 1 > this.limits.ordersDay) {
      return { error: ordersExceeded(this.limits.ordersDay, '1 DAY'), retryAtMs: day.endMs(nowMs) };
    }
    if (short.used(nowMs) + 1 > this.limits.orders10s) {
      return { error: ordersExceeded(this.limits.orders10s, '10 SECOND'), retryAtMs: short.endMs(nowMs) };
    }
    return null;
  }

  countOrders(accountId: string, count: number): void {
    const nowMs = this.#nowMs();
    this.#orders10s.of(accountId).add(count, nowMs);
    this.#ordersDay.of(accountId).add(count, nowMs);
  }

  /** The first fill of an order lowers every window, a moment later; never below zero. */
  firstFill(accountId: string, role: 'maker' | 'taker'): void {
    const amount = role === 'maker' ? this.limits.makerDecrement : this.limits.takerDecrement;
    const lower = (): void => this.countOrders(accountId, -amount);
    if (this.limits.decrementDelayMs <= 0) lower();
    else this.#clock.after(this.limits.decrementDelayMs, lower);
  }

  /** False when this ip opens too many WebSocket connections. */
  mayConnect(ip: string): boolean {
    return this.#connections.of(ip).take(1, this.#nowMs());
  }
}
