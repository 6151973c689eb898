import type { PracticeClock } from './clock.ts';
import { pause } from './clock.ts';
import type { PracticeRandom } from './random.ts';
import type { PracticeHandler, PracticeOutcome, PracticeReply, PracticeRequest } from './request.ts';

/** A fault that hits one request and is gone. */
export type Fault =
  /** Cut before anything is done. */
  | { readonly kind: 'drop-before' }
  /** Done, and then cut without an answer. */
  | { readonly kind: 'drop-after-accept' }
  /** Answered like this without doing anything. */
  | {
      readonly kind: 'status';
      readonly status: number;
      readonly body: string;
      readonly headers?: Readonly<Record<string, string>>;
    }
  /** An error page of whatever stands in front of the exchange. */
  | { readonly kind: 'html'; readonly status: number }
  /** The exchange's own "no answer from the back end"; `isPlaced` says whether it was done all the same. */
  | { readonly kind: 'timeout-answer'; readonly isPlaced: boolean };

interface QueuedFault {
  readonly fault: Fault;
  readonly matches: (request: PracticeRequest) => boolean;
}

/** How an exchange words what the switches make happen. */
export interface SwitchDialect {
  /** The exchange's answer when its back end did not answer in time. */
  timeoutReply(request: PracticeRequest): PracticeReply;
  /** The answer during maintenance; null for requests that are served even then. */
  maintenanceReply(request: PracticeRequest): PracticeReply | null;
  /** Share of the tightest limit in use for this caller, 0…1, for soft throttling. */
  useOf(request: PracticeRequest): number;
}

/** Slowed down, every answer takes this share longer: of its latency, or of so many ms where that is less. */
const SOFT_SHARE = 0.5;
const SOFT_BASE_MS = 40;

/** What a test or the user of the practice exchange may turn on. All off at first. */
export class PracticeSwitches {
  /** Every answer is held for a time drawn from this range. */
  latency: { readonly minMs: number; readonly maxMs: number } = { minMs: 0, maxMs: 0 };
  /** Soft throttling: beside half as much again, the hold grows by this ratio times the share of the tightest limit in use. 0 is off. */
  slowdownRatio = 0;
  isInMaintenance = false;
  /** Maintenance is announced; where an exchange announces any. */
  isMaintenanceAhead = false;
  /** When it will begin, as it was first told; null: not told yet. */
  aheadFromMs: number | null = null;
  /** Added to the exchange's clock. */
  clockSkewMs = 0;
  /** New orders cannot be queried for this long. */
  visibilityDelayMs = 0;
  readonly #faults: QueuedFault[] = [];
  readonly #delays: number[] = [];
  readonly #hiddenUntil = new Map<number, number>();

  /** Queues a fault for the next request that matches. */
  queue(fault: Fault, matches: (request: PracticeRequest) => boolean = () => true): void {
    this.#faults.push({ fault, matches });
  }

  /** Takes the first queued fault this request matches. */
  takeFault(request: PracticeRequest): Fault | null {
    const at = this.#faults.findIndex((queued) => queued.matches(request));
    return at < 0 ? null : (this.#faults.splice(at, 1)[0]?.fault ?? null);
  }

  /** Hides the next order from queries for `forMs`. */
  queueDelayedVisibility(forMs: number): void {
    this.#delays.push(forMs);
  }

  /** To be called by the exchange for each accepted order. */
  orderPlaced(orderId: number, nowMs: number): void {
    const forMs = this.#delays.shift() ?? this.visibilityDelayMs;
    if (forMs > 0) this.#hiddenUntil.set(orderId, nowMs + forMs);
  }

  /** Must a query act as if this order did not exist yet? */
  isHidden(orderId: number, nowMs: number): boolean {
    return nowMs < (this.#hiddenUntil.get(orderId) ?? 0);
  }

  /** How long to hold an answer now. */
  holdMs(random: PracticeRandom, use: number): number {
    const { minMs, maxMs } = this.latency;
    const drawn = maxMs <= 0 ? 0 : minMs + (maxMs - minMs) * random.fraction();
    if (this.slowdownRatio === 0) return drawn;
    return drawn + Math.max(drawn, SOFT_BASE_MS) * (SOFT_SHARE + this.slowdownRatio * use);
  }
}

/** Puts faults, maintenance and latency around an exchange's handler. */
export function withSwitches(
  handle: PracticeHandler,
  switches: PracticeSwitches,
  dialect: SwitchDialect,
  clock: PracticeClock,
  random: PracticeRandom,
): PracticeHandler {
  return async (request) => {
    const fault = switches.takeFault(request);
    const outcome = await serve(handle, switches, dialect, request, fault);
    await pause(clock, switches.holdMs(random, dialect.useOf(request)));
    return outcome;
  };
}

async function serve(
  handle: PracticeHandler,
  switches: PracticeSwitches,
  dialect: SwitchDialect,
  request: PracticeRequest,
  fault: Fault | null,
): Promise<PracticeOutcome> {
  const closed = switches.isInMaintenance ? dialect.maintenanceReply(request) : null;
  switch (fault?.kind) {
    case undefined:
      return closed ?? handle(request);
    case 'drop-before':
      return 'drop';
    case 'drop-after-accept':
      await handle(request);
      return 'drop';
    case 'status':
      return {
        status: fault.status,
        headers: fault.headers ?? { 'content-type': 'application/json' },
        body: fault.body,
      };
    case 'html':
      return htmlReply(fault.status);
    case 'timeout-answer':
      if (fault.isPlaced) await handle(request);
      return dialect.timeoutReply(request);
  }
}

/** An HTML page as a gateway in front of an exchange would send it. */
export function htmlReply(status: number): PracticeReply {
  return {
    status,
    headers: { 'content-type': 'text/html' },
    body: `<html><head><title>${status}</title></head><body><center><h1>${status}</h1></center></body></html>`,
  };
}
