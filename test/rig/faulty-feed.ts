import { type ExchangeId, exchangeIds } from '../../shared/model/account.ts';
import type { SocketHandlers, SocketTransport } from '../../electron/engine/ports.ts';
import type { ConnectionAcceptor, ConnectionHandlers } from '../../electron/practice/core/connection.ts';
import type { PracticeRandom } from '../../electron/practice/core/random.ts';
import type { FakeClock } from '../support/fake-clock.ts';
import type { VirtualWorld } from '../support/virtual-world.ts';

const DELAY_MS = { least: 2, most: 80 };
/** A message that is overtaken by those after it is so late. */
const LATE_MS = { least: 100, most: 3_000 };

/** Sockets into the practice exchanges in virtual time, which break, go dumb, lose messages and let them overtake each other. */
export class FaultyFeed implements SocketTransport {
  /** Share of the messages at which something of the kind happens. */
  noise = 0;
  readonly #clock: FakeClock;
  readonly #random: PracticeRandom;
  readonly #acceptors: Readonly<Record<ExchangeId, ConnectionAcceptor>>;
  readonly #ends = new Set<(code: number) => void>();

  constructor(world: VirtualWorld, random: PracticeRandom) {
    this.#clock = world.clock;
    this.#random = random;
    this.#acceptors = { binance: world.binance.accept, okx: world.okx.accept, kraken: world.kraken.accept };
  }

  /** Cuts everything, as when the process that held it dies. */
  cut(): void {
    for (const end of [...this.#ends]) end(1006);
  }

  close(): Promise<void> {
    return Promise.resolve(this.cut());
  }

  open(
    url: string,
    headers: Readonly<Record<string, string>>,
    handlers: SocketHandlers,
  ): ReturnType<SocketTransport['open']> {
    const { pathname, search, hostname } = new URL(url);
    const exchange = exchangeIds.find((id) => hostname.startsWith(id));
    if (exchange === undefined) throw new Error(`no exchange at ${hostname}`);
    const request = { ip: '127.0.0.1', path: pathname, query: search.slice(1), headers };
    const line = { isOpen: true, isDumb: false, lastMs: 0 };
    let far: ConnectionHandlers | null = null;
    const end = (code: number): void => {
      if (!line.isOpen) return;
      line.isOpen = false;
      this.#ends.delete(end);
      far?.closed();
      this.#in(0, () => handlers.onClose(code));
    };
    this.#ends.add(end);
    const deliver = (message: string): void => {
      const fate = this.#fate();
      if (fate === 'cut') return end(1006);
      if (fate === 'dumb') line.isDumb = true;
      // In order, unless it is one that is overtaken.
      const inMs = this.#draw(fate === 'late' ? LATE_MS : DELAY_MS);
      const atMs = Math.max(this.#clock.monotonic() + inMs, fate === 'late' ? 0 : line.lastMs);
      if (fate !== 'late') line.lastMs = atMs;
      this.#clock.wakeAt(atMs, () => line.isOpen && !line.isDumb && handlers.onText(message));
    };
    this.#in(this.#draw(DELAY_MS), () => {
      if (!line.isOpen) return;
      const decision = this.#acceptors[exchange](request);
      if (decision.kind === 'refuse') return end(1006);
      handlers.onOpen();
      far = decision.attach({
        ...request,
        send: deliver,
        ping: (payload) => this.#in(0, () => line.isOpen && far?.pong?.(payload)),
        close: (code) => end(code),
        terminate: () => end(1006),
      });
    });
    return {
      send: (message) => this.#in(this.#draw(DELAY_MS), () => line.isOpen && !line.isDumb && far?.message(message)),
      close() {
        if (!line.isOpen) return;
        end(1000);
      },
    };
  }

  #fate(): 'well' | 'cut' | 'dumb' | 'late' {
    if (this.#random.fraction() >= this.noise) return 'well';
    const draw = this.#random.fraction();
    if (draw < 0.15) return 'cut';
    return draw < 0.2 ? 'dumb' : 'late';
  }

  #draw({ least, most }: typeof DELAY_MS): number {
    return this.#random.integer(least, most);
  }

  #in(inMs: number, act: () => unknown): void {
    this.#clock.wakeAt(this.#clock.monotonic() + inMs, () => void act());
  }
}
