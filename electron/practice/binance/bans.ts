import type { ApiError } from './answer.ts';
import { banned } from './errors.ts';
import type { BinanceLimits } from './limits.ts';

/** Why a request may not pass, and how long until it may. */
export interface Stop {
  readonly error: ApiError;
  readonly retryAtMs: number;
}

interface Offender {
  windowStartMs: number;
  /** Refused requests in that window, the first 429 included. */
  refusals: number;
  bansSoFar: number;
  bannedUntilMs: number;
  blockedUntilMs: number;
}

/** Escalation per ip: 429, then 418 for going on, longer each time; and the firewall's 403. */
export class Bans {
  readonly #limits: BinanceLimits;
  readonly #offenders = new Map<string, Offender>();
  readonly #listeners = new Set<(ip: string) => void>();

  constructor(limits: BinanceLimits) {
    this.#limits = limits;
  }

  /** Tells of each new ban. */
  on(listener: (ip: string) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Notes a request over the limit; the ban when it is one too many in its window. */
  offence(ip: string, windowStartMs: number, nowMs: number): Stop | null {
    const offender = this.#of(ip);
    if (offender.windowStartMs !== windowStartMs) {
      offender.windowStartMs = windowStartMs;
      offender.refusals = 0;
    }
    offender.refusals += 1;
    return offender.refusals > this.#limits.requestsToBan ? this.ban(ip, nowMs) : null;
  }

  /** Bans now; each ban is twice as long as the one before. */
  ban(ip: string, nowMs: number): Stop {
    const offender = this.#of(ip);
    const lengthMs = Math.min(this.#limits.firstBanMs * 2 ** offender.bansSoFar, this.#limits.longestBanMs);
    offender.bansSoFar += 1;
    offender.refusals = 0;
    offender.bannedUntilMs = nowMs + lengthMs;
    for (const listener of this.#listeners) listener(ip);
    return { error: banned(offender.bannedUntilMs), retryAtMs: offender.bannedUntilMs };
  }

  bannedUntil(ip: string, nowMs: number): number | null {
    const untilMs = this.#offenders.get(ip)?.bannedUntilMs ?? 0;
    return nowMs < untilMs ? untilMs : null;
  }

  /** The running ban as an answer, or null. */
  stopOf(ip: string, nowMs: number): Stop | null {
    const untilMs = this.bannedUntil(ip, nowMs);
    return untilMs === null ? null : { error: banned(untilMs), retryAtMs: untilMs };
  }

  /** Shuts the ip out at the firewall. */
  block(ip: string, nowMs: number): void {
    this.#of(ip).blockedUntilMs = nowMs + this.#limits.firewallMs;
  }

  isBlocked(ip: string, nowMs: number): boolean {
    return nowMs < (this.#offenders.get(ip)?.blockedUntilMs ?? 0);
  }

  /** Forgets everything about an ip. */
  pardon(ip: string): void {
    this.#offenders.delete(ip);
  }

  #of(ip: string): Offender {
    const known = this.#offenders.get(ip);
    if (known !== undefined) return known;
    const fresh = { windowStartMs: -1, refusals: 0, bansSoFar: 0, bannedUntilMs: 0, blockedUntilMs: 0 };
    this.#offenders.set(ip, fresh);
    return fresh;
  }
}
