import type { Account } from '../../../shared/model/account.ts';
import type { Result } from '../../../shared/contract/failure.ts';
import type { Peer } from '../client/peers.ts';
import type { ExchangeDefinition } from '../exchanges/definition.ts';
import type { Charge, ChargeRule } from '../exchanges/limit-rules.ts';
import type { SocketFeed } from '../exchanges/socket-feed.ts';
import type { Admission } from '../limiter/types.ts';
import type { Disposer } from '../ports.ts';
import type { Secret } from '../vault/secret.ts';
import type { SocketPorts } from './ports.ts';
import { rowCharges } from '../recorder/row-charges.ts';
import { type SocketMoment, socketRow } from './rows.ts';
import { chargesOf, spend } from './spend.ts';

/** Whose connection it is and where it goes. */
export interface Link {
  readonly account: Account;
  readonly definition: ExchangeDefinition;
  readonly feed: SocketFeed;
  readonly peer: Peer;
  readonly url: string;
  /** Unique among all connections, for buckets counted by it. */
  readonly name: string;
  /** A token of its own for every subscription; an empty one where the feed needs none. */
  token(): Promise<Result<Secret>>;
}

/** What the parts of one connection share: its end, its timers, its rows and what it spends. */
export class Line {
  readonly ports: SocketPorts;
  readonly link: Link;
  readonly #stop = new AbortController();
  readonly #endings = new Set<Disposer>();

  constructor(ports: SocketPorts, link: Link) {
    this.ports = ports;
    this.link = link;
  }

  get isOver(): boolean {
    return this.#stop.signal.aborted;
  }

  /** Runs what waits for the end; false when it was over already. */
  end(): boolean {
    if (this.isOver) return false;
    this.#stop.abort();
    for (const ending of [...this.#endings]) ending();
    return true;
  }

  /** The disposer takes it back. */
  onEnd(action: () => void): Disposer {
    this.#endings.add(action);
    return () => void this.#endings.delete(action);
  }

  /** Once, unless the connection ends before. */
  after(ms: number, action: () => void): Disposer {
    const { clock } = this.ports;
    const cancel = clock.wakeAt(clock.monotonic() + ms, () => {
      forget();
      action();
    });
    const forget = this.onEnd(cancel);
    return () => {
      forget();
      cancel();
    };
  }

  /** `withinMs` null: it may wait for ever. */
  async spend(rules: readonly ChargeRule[], withinMs: number | null): Promise<Admission> {
    const { clock, limiter } = this.ports;
    const nowMs = clock.monotonic();
    const deadlineMs = withinMs === null ? null : nowMs + withinMs;
    const { definition, peer, name } = this.link;
    return await spend(limiter, { definition, peer, rules, connection: name, deadlineMs, nowMs }, this.#stop.signal);
  }

  charges(rules: readonly ChargeRule[]): readonly Charge[] {
    return chargesOf({ definition: this.link.definition, rules, connection: this.link.name });
  }

  record(moment: Omit<SocketMoment, 'atMs'>): void {
    const { account, feed, peer } = this.link;
    const row = socketRow(account, feed.channel, { ...moment, atMs: this.ports.clock.now() });
    const charges = rowCharges(moment.charges ?? [], peer, ({ cost }) => cost);
    const bucketKey = charges[0]?.key;
    this.ports.record(bucketKey === undefined ? row : { ...row, charges, bucketKey });
  }
}
