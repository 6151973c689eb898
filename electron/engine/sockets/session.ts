import { type Failure, fail } from '../../../shared/contract/failure.ts';
import { bindReadings } from '../client/answer.ts';
import { scrubFailure } from '../client/scrub.ts';
import {
  NO_NEWS,
  type OrderBirth,
  type SocketAck,
  type SocketNews,
  type SocketStep,
} from '../exchanges/socket-feed.ts';
import { parseJson } from '../json.ts';
import type { BoundReading, Reservation } from '../limiter/types.ts';
import type { SocketConnection } from '../ports.ts';
import type { Secret } from '../vault/secret.ts';
import { Line, type Link } from './line.ts';
import { Pings } from './pings.ts';
import type { SocketPorts } from './ports.ts';
import { codeOf, heed } from './refusal.ts';
import { Sequence } from './sequence.ts';
import { Steps } from './steps.ts';
import { Watch } from './watch.ts';

/** How one connection ended. */
export interface SessionEnd {
  /** Close code, the exchange's own code, or our word for it. */
  readonly code: string;
  /** Why, where it was refused. */
  readonly failure: Failure | null;
  /** How long it was subscribed, ms. */
  readonly liveForMs: number;
  readonly comeBackAfterMs: number;
}

/** What opening the connection took. */
export interface Opening {
  readonly reservation: Reservation;
  readonly waitedMs: number;
}

const OPEN_WITHIN_MS = 15_000;
/** A second gap so soon means that beginning anew on the same connection does not help. */
const GAPS_APART_MS = 10_000;

/** One connection from opening to its end. */
export class Session {
  readonly #line: Line;
  readonly #steps: Steps;
  readonly #pings: Pings;
  readonly #sequence = new Sequence();
  #finish: (end: SessionEnd) => void = () => undefined;
  #connection: SocketConnection | null = null;
  #watch: Watch | null = null;
  #liveAtMs: number | null = null;
  #lastGapMs = Number.NEGATIVE_INFINITY;
  #isBeginning = true;
  #comeBackAfterMs = 0;

  constructor(ports: SocketPorts, link: Link) {
    this.#line = new Line(ports, link);
    const send = (text: string): void => this.#connection?.send(text);
    this.#steps = new Steps(this.#line, send);
    this.#pings = new Pings(this.#line, send);
  }

  /** Resolves when the connection is over, whoever ended it. */
  run(token: Secret, opening: Opening, signal: AbortSignal): Promise<SessionEnd> {
    return new Promise((resolve) => {
      this.#finish = resolve;
      const onAbort = (): void => this.#end('stopped', null);
      signal.addEventListener('abort', onAbort, { once: true });
      this.#line.onEnd(() => signal.removeEventListener('abort', onAbort));
      this.#line.onEnd(() => opening.reservation.settle({ kind: 'failure', readings: [] }));
      if (signal.aborted) onAbort();
      else this.#open(token, opening);
    });
  }

  #open(token: Secret, { reservation, waitedMs }: Opening): void {
    const { clock, sockets } = this.#line.ports;
    const { url, peer, feed } = this.#line.link;
    const startedMs = clock.monotonic();
    const patience = this.#line.after(OPEN_WITHIN_MS, () => this.#end('timeout', { kind: 'timeout' }));
    this.#connection = sockets.open(url, peer.hosts.headers, {
      onOpen: () => {
        patience();
        reservation.settle({ kind: 'success', readings: [] });
        const charges = this.#line.charges(feed.connect);
        this.#line.record({ event: 'connected', waitedMs, connectMs: clock.monotonic() - startedMs, charges });
        this.#watch = new Watch(clock, feed.ping, {
          ping: () => this.#pings.ping(),
          dead: () => this.#end('stale', null),
        });
        void this.#begin(feed.steps, token);
      },
      onText: (text) => this.#heard(text),
      onClose: (code) => this.#end(String(code), null),
    });
  }

  async #begin(steps: readonly SocketStep[], token: Secret): Promise<void> {
    const problem = await this.#steps.run(steps, token);
    if (this.#line.isOver) return;
    if (problem !== null) return this.#end(codeOf(problem), problem);
    const { clock, onState } = this.#line.ports;
    this.#liveAtMs ??= clock.monotonic();
    onState?.(this.#line.link.account, 'live');
  }

  #heard(text: string): void {
    if (this.#line.isOver) return;
    this.#watch?.heard();
    const news = this.#read(text);
    const { peer, definition } = this.#line.link;
    for (const birth of news.births) this.#noteBirth(birth);
    const readings = bindReadings(news.readings, definition, peer);
    const isTaken = news.ack !== null && this.#acknowledged(news.ack, readings);
    if (!isTaken && readings.length > 0) this.#line.ports.limiter.observe(peer.realm, peer.holder, readings);
    this.#passOn(news);
    this.#follow(news);
  }

  // Whatever an exchange may send, it must not bring the process down.
  #read(text: string): SocketNews {
    const { ports, link } = this.#line;
    const instrumentOf = (ids: readonly string[]): string | null =>
      ports.client.ages.context(link.account.id, ids, ports.clock.monotonic()).instrument;
    try {
      return link.feed.read(parseJson(text) ?? text, { serverMs: link.peer.clock.serverMs(), instrumentOf });
    } catch {
      return { ...NO_NEWS, orders: fail({ kind: 'bad-reply', status: null, detail: 'it cannot be read' }) };
    }
  }

  #noteBirth({ ids, instrument, atMs }: OrderBirth): void {
    const { ports, link } = this.#line;
    const agoMs = atMs === null ? 0 : Math.max(0, link.peer.clock.leastServerMs() - atMs);
    ports.client.ages.note(link.account.id, ids, instrument, ports.clock.monotonic() - agoMs);
  }

  /** True when a step or ping accounts for the readings. */
  #acknowledged(ack: SocketAck, readings: readonly BoundReading[]): boolean {
    if (ack.event === 'subscribe' && ack.verdict === null) this.#followFromHere();
    if (this.#steps.acknowledged(ack, readings)) return true;
    if (ack.verdict !== null) {
      const { ports, link } = this.#line;
      heed(ack.verdict, link.peer, ports.limiter, ports.clock.now());
      const failure = scrubFailure(ack.verdict.failure, { method: 'POST', target: '', headers: {}, body: null });
      this.#line.record({ event: 'error', code: codeOf(failure) });
    }
    return this.#pings.acknowledged(ack, readings);
  }

  #passOn({ orders }: SocketNews): void {
    if (!orders.ok) return this.#line.record({ event: 'error', code: codeOf(orders.failure) });
    if (orders.value.length === 0) return;
    for (const status of new Set(orders.value.map((order) => order.status)))
      this.#line.record({ event: `order ${status}` });
    this.#line.ports.onOrders?.(this.#line.link.account, orders.value);
  }

  // The next message is the first of the subscription.
  #followFromHere(): void {
    this.#isBeginning = false;
    this.#sequence.restart();
  }

  #follow({ sequence, notice }: SocketNews): void {
    const gap = this.#isBeginning ? null : this.#sequence.take(sequence);
    if (gap !== null) void this.#beginAnew(gap);
    if (notice === null) return;
    this.#comeBackAfterMs = notice.comeBackAfterMs;
    if (notice.isEnd) this.#end(notice.code, null);
  }

  async #beginAnew(gap: string): Promise<void> {
    const { feed, token } = this.#line.link;
    const nowMs = this.#line.ports.clock.monotonic();
    this.#line.record({ event: 'gap', code: gap });
    if (feed.again.length === 0 || nowMs - this.#lastGapMs < GAPS_APART_MS) return this.#end('gap', null);
    this.#lastGapMs = nowMs;
    this.#isBeginning = true;
    const fresh = await token();
    if (this.#line.isOver) return;
    if (fresh.ok) await this.#begin(feed.again, fresh.value);
    else this.#end(codeOf(fresh.failure), fresh.failure);
  }

  #end(code: string, failure: Failure | null): void {
    if (!this.#line.end()) return;
    this.#watch?.stop();
    this.#connection?.close();
    this.#line.record({ event: 'closed', code: code === 'stopped' ? null : code });
    const liveForMs = this.#liveAtMs === null ? 0 : this.#line.ports.clock.monotonic() - this.#liveAtMs;
    this.#finish({ code, failure, liveForMs, comeBackAfterMs: this.#comeBackAfterMs });
  }
}
