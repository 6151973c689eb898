import type { ExchangeId } from '../../shared/model/account.ts';
import type { HostTrouble } from '../../shared/model/host.ts';
import type { Publisher } from './feed/publisher.ts';
import type { Clock } from './ports.ts';

const KEPT = 50;
// A signature survives a slow clock for seconds (Binance recvWindow, OKX 30 s); more than this needs a person to look.
const WRONG_CLOCK_MS = 5_000;
// Between the two the verdict stays, so that a clock at the edge is not told again and again.
const RIGHT_CLOCK_MS = 4_000;

/** What the user must be told about this machine; the same trouble is told once until it is over. */
export class Troubles {
  readonly #publisher: Publisher;
  readonly #clock: Clock;
  readonly #wrongClocks = new Map<ExchangeId, string>();
  #troubles: HostTrouble[] = [];
  #count = 0;

  constructor(publisher: Publisher, clock: Clock) {
    this.#publisher = publisher;
    this.#clock = clock;
  }

  /** Tells it unless it is told already; its id either way. */
  tell(trouble: Omit<HostTrouble, 'id' | 'atMs'>): string {
    const known = this.#troubles.find(({ code, detail }) => code === trouble.code && detail === trouble.detail);
    if (known !== undefined) return known.id;
    this.#count += 1;
    const told: HostTrouble = { ...trouble, id: String(this.#count), atMs: this.#clock.now() };
    this.#troubles = [...this.#troubles, told].slice(-KEPT);
    this.#publisher.publish('host.troubled', told);
    return told.id;
  }

  /** It is over: no longer listed, and told anew should it come back. */
  end(id: string): void {
    this.#troubles = this.#troubles.filter((trouble) => trouble.id !== id);
  }

  /** Signatures and windows use the exchange's own clock, so a wrong local one is a notice, not an outage. */
  judgeClock(exchange: ExchangeId, offsetMs: number): void {
    const known = this.#wrongClocks.get(exchange);
    const awayMs = Math.abs(offsetMs);
    if (known === undefined && awayMs >= WRONG_CLOCK_MS) {
      const detail = `${exchange} ${Math.round(offsetMs / 1_000)}`;
      this.#wrongClocks.set(exchange, this.tell({ severity: 'warning', code: 'clock-wrong', detail }));
    }
    if (known !== undefined && awayMs <= RIGHT_CLOCK_MS) {
      this.#wrongClocks.delete(exchange);
      this.end(known);
    }
  }

  list(): HostTrouble[] {
    return [...this.#troubles];
  }
}
