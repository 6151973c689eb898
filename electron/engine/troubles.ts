import type { ExchangeId } from '../../shared/model/account.ts';
import type { HostTrouble } from '../../shared/model/host.ts';
import type { Publisher } from './feed/publisher.ts';
import type { Clock } from './ports.ts';

const KEPT = 50;
// A signature survives a slow clock for seconds (Binance recvWindow, OKX 30 s); more than this needs a person to look.
const WRONG_CLOCK_MS = 5_000;

/** What the user must be told about this machine; the same trouble is told once until it is over. */
export class Troubles {
  readonly #publisher: Publisher;
  readonly #clock: Clock;
  #troubles: HostTrouble[] = [];
  #count = 0;

  constructor(publisher: Publisher, clock: Clock) {
    this.#publisher = publisher;
    this.#clock = clock;
  }

  tell(trouble: Omit<HostTrouble, 'id' | 'atMs'>): void {
    if (this.#troubles.some((known) => known.code === trouble.code && known.detail === trouble.detail)) return;
    this.#count += 1;
    const told: HostTrouble = { ...trouble, id: String(this.#count), atMs: this.#clock.now() };
    this.#troubles = [...this.#troubles, told].slice(-KEPT);
    this.#publisher.publish('host.troubled', told);
  }

  /** Signatures and windows use the exchange's own clock, so a wrong local one is a notice, not an outage. */
  judgeClock(exchange: ExchangeId, offsetMs: number): void {
    const isWrong = Math.abs(offsetMs) >= WRONG_CLOCK_MS;
    if (isWrong) this.tell({ severity: 'warning', code: 'clock-wrong', detail: `${exchange} ${Math.round(offsetMs / 1_000)}` });
  }

  list(): HostTrouble[] {
    return [...this.#troubles];
  }
}
