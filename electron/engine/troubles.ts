import type { ExchangeId } from '../../shared/model/account.ts';
import type { HostTrouble } from '../../shared/model/host.ts';
import type { Publisher } from './feed/publisher.ts';
import type { Clock, Disposer } from './ports.ts';

const KEPT = 50;
// A signature survives a slow clock for seconds (Binance recvWindow, OKX 30 s); more than this needs a person to look.
const WRONG_CLOCK_MS = 5_000;
// Between the two the verdict stays, so that a clock at the edge is not told again and again.
const RIGHT_CLOCK_MS = 4_000;

export type NewTrouble = Omit<HostTrouble, 'id' | 'atMs'>;

/** A trouble that is not over. */
export interface StandingTrouble extends HostTrouble {
  /** It lasts, and whoever told it says when it is over; else it is something that happened. */
  readonly isState: boolean;
}

interface Entry extends StandingTrouble {
  /** Put away by a person: on no page, and not told anew while it lasts. */
  readonly isDismissed: boolean;
  readonly cancel: Disposer;
}

interface Telling {
  readonly isState: boolean;
  /** It is over by itself after so long; null: it is not. */
  readonly lastsMs: number | null;
}

/** What the user must be told about this machine; the same trouble is told once until it is over. */
export class Troubles {
  readonly #publisher: Publisher;
  readonly #clock: Clock;
  readonly #states = new Map<string, string>();
  #entries: readonly Entry[] = [];
  #count = 0;

  constructor(publisher: Publisher, clock: Clock) {
    this.#publisher = publisher;
    this.#clock = clock;
  }

  /** Something happened. Told unless it is told already; its id either way. */
  tell(trouble: NewTrouble): string {
    const known = this.#entries.find(({ code, detail }) => code === trouble.code && detail === trouble.detail);
    return known?.id ?? this.#add(trouble, { isState: false, lastsMs: null });
  }

  /** Something happened of which only the newest counts, and that not for long. */
  tellLatest(trouble: NewTrouble, lastsMs: number): string {
    for (const { id, code } of this.#entries) if (code === trouble.code) this.end(id);
    return this.#add(trouble, { isState: false, lastsMs });
  }

  /** Something is so from now on: told once, whatever else is said of it, until `well` is called with the same name. */
  failing(name: string, trouble: NewTrouble): void {
    if (!this.#states.has(name)) this.#states.set(name, this.#add(trouble, { isState: true, lastsMs: null }));
  }

  well(name: string): void {
    const id = this.#states.get(name);
    this.#states.delete(name);
    if (id !== undefined) this.end(id);
  }

  isFailing(name: string): boolean {
    return this.#states.has(name);
  }

  /** It is over: no longer listed, and told anew should it come back. */
  end(id: string): void {
    const entry = this.#entries.find((one) => one.id === id);
    if (entry === undefined) return;
    entry.cancel();
    this.#entries = this.#entries.filter((one) => one !== entry);
    this.#publisher.publish('host.troubleEnded', { id });
  }

  /** Put away by a person. What lasts goes on and is listed no more; what happened is over. False: there is none. */
  dismiss(id: string): boolean {
    const entry = this.#entries.find((one) => one.id === id);
    if (entry === undefined) return false;
    if (!entry.isState) this.end(id);
    else if (!entry.isDismissed) {
      this.#entries = this.#entries.map((one) => (one === entry ? { ...one, isDismissed: true } : one));
      this.#publisher.publish('host.troubleEnded', { id });
    }
    return true;
  }

  /** Signatures and windows use the exchange's own clock, so a wrong local one is a notice, not an outage. */
  judgeClock(exchange: ExchangeId, offsetMs: number): void {
    const name = `clock ${exchange}`;
    const awayMs = Math.abs(offsetMs);
    const detail = `${exchange} ${Math.round(offsetMs / 1_000)}`;
    if (awayMs >= WRONG_CLOCK_MS) this.failing(name, { severity: 'warning', code: 'clock-wrong', detail });
    if (awayMs <= RIGHT_CLOCK_MS) this.well(name);
  }

  /** Nobody asks that exchange for its time any more. */
  forgetClock(exchange: ExchangeId): void {
    this.well(`clock ${exchange}`);
  }

  /** What pages show. */
  list(): HostTrouble[] {
    return this.#entries.filter(({ isDismissed }) => !isDismissed).map(shown);
  }

  /** Everything that is not over, also what was put away. */
  standing(): readonly StandingTrouble[] {
    return this.#entries;
  }

  /** No more timers. */
  stop(): void {
    for (const { cancel } of this.#entries) cancel();
  }

  #add(trouble: NewTrouble, { isState, lastsMs }: Telling): string {
    this.#count += 1;
    const id = String(this.#count);
    const cancel =
      lastsMs === null ? () => undefined : this.#clock.wakeAt(this.#clock.monotonic() + lastsMs, () => this.end(id));
    const entry: Entry = { ...trouble, id, atMs: this.#clock.now(), isState, isDismissed: false, cancel };
    for (const { id: old } of this.#entries.slice(0, Math.max(0, this.#entries.length + 1 - KEPT))) this.end(old);
    this.#entries = [...this.#entries, entry];
    this.#publisher.publish('host.troubled', shown(entry));
    return id;
  }
}

function shown({ id, severity, code, detail, atMs }: Entry): HostTrouble {
  return { id, severity, code, detail, atMs };
}
