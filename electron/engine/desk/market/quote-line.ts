import type { Account } from '../../../../shared/model/account.ts';
import type { Peer } from '../../client/peers.ts';
import type { ChargeRule } from '../../exchanges/limit-rules.ts';
import type { QuotePart } from '../../exchanges/quote-source.ts';
import { exchange } from '../../exchanges/registry.ts';
import type { Disposer } from '../../ports.ts';
import { pauseMs } from '../../sockets/refusal.ts';
import { spend } from '../../sockets/spend.ts';
import type { QuotePorts } from './quote-ports.ts';
import { QuoteSession } from './quote-session.ts';

/** A connection that lived so long ended by chance. */
const SETTLED_MS = 60_000;
const MESSAGE_WITHIN_MS = 10_000;

export interface QuoteLineHooks {
  /** Whose address the connection is charged to; null: nobody watches any more. */
  readonly account: () => Account | null;
  readonly onQuotes: (parts: readonly QuotePart[]) => void;
}

/** Keeps one public connection while something is wanted of it: connects anew, later each time, and asks again for everything. */
export class QuoteLine {
  readonly #ports: QuotePorts;
  readonly #hooks: QuoteLineHooks;
  #wanted: ReadonlySet<string> = new Set();
  #session: QuoteSession | null = null;
  #isConnecting = false;
  #stop = new AbortController();
  #pause: Disposer | null = null;
  #tries = 0;
  #openedAtMs = 0;
  #connections = 0;

  constructor(ports: QuotePorts, hooks: QuoteLineHooks) {
    this.#ports = ports;
    this.#hooks = hooks;
  }

  get isLive(): boolean {
    return this.#session?.isLive ?? false;
  }

  /** Names as the socket has them; without any the connection is closed. */
  want(names: ReadonlySet<string>): void {
    this.#wanted = names;
    if (names.size === 0) return this.#close();
    if (this.#session !== null) return this.#session.want(names);
    if (!this.#isConnecting && this.#pause === null) void this.#connect();
  }

  #close(): void {
    this.#stop.abort();
    this.#stop = new AbortController();
    this.#pause?.();
    this.#pause = null;
    this.#session?.close();
    this.#session = null;
    this.#isConnecting = false;
  }

  async #connect(): Promise<void> {
    const { sockets, client } = this.#ports;
    const account = this.#hooks.account();
    if (account === null || sockets === null) return;
    const { quotes: source } = exchange(account.exchange);
    const { sockets: urls, headers } = this.#ports.hosts(account);
    const url = urls[source.socket];
    const peer = client.peers.of(account);
    if (url === undefined || !peer.ok) return;
    this.#isConnecting = true;
    this.#connections += 1;
    const name = `quotes#${account.exchange}/${account.environment}#${this.#connections}`;
    const { signal } = this.#stop;
    const admission = await this.#spend(peer.value, source.connect, name, signal, null);
    if (signal.aborted) {
      if (admission.kind === 'admitted') admission.reservation.settle({ kind: 'not-sent', readings: [] });
      return;
    }
    this.#isConnecting = false;
    if (admission.kind === 'refused') return this.#later();
    const session = new QuoteSession({
      clock: this.#ports.clock,
      sockets,
      source,
      url,
      headers,
      mayTell: async () => {
        const paid = await this.#spend(peer.value, source.message, name, signal, MESSAGE_WITHIN_MS);
        if (paid.kind === 'admitted') paid.reservation.settle({ kind: 'success', readings: [] });
        return paid.kind === 'admitted';
      },
      onOpen: () => {
        this.#openedAtMs = this.#ports.clock.monotonic();
        admission.reservation.settle({ kind: 'success', readings: [] });
      },
      onQuotes: this.#hooks.onQuotes,
      onEnd: (cause) => {
        // Counts as an attempt whether or not it came to be; a second settling is ignored.
        admission.reservation.settle({ kind: 'failure', readings: [] });
        this.#ended(session, cause === null ? 0 : source.restAfterEndMs);
      },
    });
    this.#session = session;
    session.want(this.#wanted);
  }

  #ended(session: QuoteSession, leastMs: number): void {
    if (this.#session !== session) return;
    this.#session = null;
    const livedMs = this.#openedAtMs === 0 ? 0 : this.#ports.clock.monotonic() - this.#openedAtMs;
    if (livedMs >= SETTLED_MS) this.#tries = 0;
    this.#openedAtMs = 0;
    this.#later(leastMs);
  }

  #later(leastMs = 0): void {
    const { clock, random } = this.#ports;
    this.#tries += 1;
    const restMs = Math.max(leastMs, pauseMs(null, this.#tries, random.fraction()));
    this.#pause = clock.wakeAt(clock.monotonic() + restMs, () => {
      this.#pause = null;
      if (this.#wanted.size > 0) void this.#connect();
    });
  }

  #spend(peer: Peer, rules: readonly ChargeRule[], connection: string, signal: AbortSignal, withinMs: number | null) {
    const nowMs = this.#ports.clock.monotonic();
    const deadlineMs = withinMs === null ? null : nowMs + withinMs;
    const definition = exchange(peer.realm.exchange);
    return spend(this.#ports.limiter, { definition, peer, rules, connection, deadlineMs, nowMs }, signal);
  }
}
