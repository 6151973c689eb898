import type { Lane } from '../../../../shared/model/account.ts';
import { LatencySeries } from './series.ts';
import { type Sign, Signs } from './signs.ts';

export interface LatencySample {
  /** Whose: one exchange in one environment, `binance/live`. */
  readonly realm: string;
  readonly lane: Lane;
  /** `METHOD /path`. */
  readonly endpoint: string;
  /** To the first byte, without connecting: the way there and back and the exchange. */
  readonly firstByteMs: number;
}

/** Exchanges throttle orders, account reads and market data apart. */
export type EndpointClass = 'orders' | 'account' | 'market';

export interface ThrottleVerdict {
  readonly realm: string;
  readonly isThrottled: boolean;
  /** What speaks for it, in words of the catalogue: `latency orders`, `reconnect`. */
  readonly evidence: readonly string[];
  /** Median time as a share more than usual, of the slowest class; null: not slow. */
  readonly shareMore: number | null;
  /** No other exchange was looked at meanwhile, so our own network is not ruled out. */
  readonly isAlone: boolean;
}

/** Answers read so soon after our own stall waited for us, not for the exchange. */
const STALL_TAIL_MS = 250;
/** Another exchange that is 16 % slower at the same time makes it the network's doing. */
const SHARED_LEVEL = 0.15;

interface Entry {
  readonly classes: Map<EndpointClass, LatencySeries>;
  readonly signs: Signs;
  /** Stays until the slowness ends, so that a neighbour that recovers first does not turn it into throttling. */
  isShared: boolean;
}

/**
 * Finds throttling that no answer tells of: an exchange that got slower than its own usual, or sheds connections, while
 * this machine and the other exchanges did not. Times are monotonic ms.
 */
export class ThrottleDetector {
  readonly #entries = new Map<string, Entry>();
  #stalledUntilMs = Number.NEGATIVE_INFINITY;

  note(sample: LatencySample, nowMs: number): void {
    if (nowMs <= this.#stalledUntilMs) return;
    this.#seriesOf(sample.realm, classOf(sample.lane)).note(sample.endpoint, sample.firstByteMs, nowMs);
  }

  noteSign(realm: string, sign: Sign, nowMs: number): void {
    this.#entry(realm).signs.note(sign, nowMs);
  }

  forget(realm: string): void {
    this.#entries.delete(realm);
  }

  /** Our own event loop stood still until now. */
  noteStall(nowMs: number): void {
    this.#stalledUntilMs = nowMs + STALL_TAIL_MS;
  }

  /** True for answers that must not be blamed on an exchange. */
  isStalled(nowMs: number): boolean {
    return nowMs <= this.#stalledUntilMs;
  }

  verdicts(nowMs: number): readonly ThrottleVerdict[] {
    for (const { classes } of this.#entries.values()) for (const series of classes.values()) series.advance(nowMs);
    return [...this.#entries].map(([realm, entry]) => this.#verdict(realm, entry, nowMs));
  }

  /** Median time over the last half minute as a share more than usual, of the class that is furthest up; null: not known. */
  drift(realm: string): number | null {
    const shares = [...(this.#entries.get(realm)?.classes.values() ?? [])].flatMap(
      (series) => series.shareMore() ?? [],
    );
    return shares.length === 0 ? null : Math.max(...shares);
  }

  #verdict(realm: string, entry: Entry, nowMs: number): ThrottleVerdict {
    const slow = [...entry.classes].filter(([, series]) => series.isSlow(nowMs));
    const others = slow.length === 0 ? [] : this.#othersLevels(realm, nowMs);
    if (slow.length === 0) entry.isShared = false;
    else if (others.some((level) => level >= SHARED_LEVEL)) entry.isShared = true;
    const believed = entry.isShared ? [] : slow;
    const signs = entry.signs.telling(nowMs).filter((sign) => !this.#isCommon(realm, sign, nowMs));
    const shares = believed.flatMap(([, series]) => series.shareMore() ?? []);
    return {
      realm,
      isThrottled: believed.length > 0 || signs.length > 0,
      evidence: [...believed.map(([name]) => `latency ${name}`), ...signs],
      shareMore: shares.length === 0 ? null : Math.max(...shares),
      isAlone: believed.length > 0 && others.length === 0,
    };
  }

  #othersLevels(realm: string, nowMs: number): readonly number[] {
    return [...this.#entries]
      .filter(([other]) => other !== realm)
      .flatMap(([, { classes }]) => [...classes.values()].flatMap((series) => series.levelNow(nowMs) ?? []));
  }

  // Sockets that break everywhere at once break here.
  #isCommon(realm: string, sign: Sign, nowMs: number): boolean {
    return [...this.#entries].some(([other, { signs }]) => other !== realm && signs.has(sign, nowMs));
  }

  #seriesOf(realm: string, name: EndpointClass): LatencySeries {
    const { classes } = this.#entry(realm);
    const known = classes.get(name);
    if (known !== undefined) return known;
    const made = new LatencySeries();
    classes.set(name, made);
    return made;
  }

  #entry(realm: string): Entry {
    const known = this.#entries.get(realm);
    if (known !== undefined) return known;
    const made: Entry = { classes: new Map(), signs: new Signs(), isShared: false };
    this.#entries.set(realm, made);
    return made;
  }
}

function classOf(lane: Lane): EndpointClass {
  if (lane === 'order' || lane === 'cancel') return 'orders';
  return lane === 'account' ? 'account' : 'market';
}
