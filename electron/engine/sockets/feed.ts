import type { Account } from '../../../shared/model/account.ts';
import { type Failure, type Result, fail, ok } from '../../../shared/contract/failure.ts';
import { pauseUntil, type Wait, waitWithin } from '../client/patience.ts';
import type { Peer } from '../client/peers.ts';
import type { SocketFeed } from '../exchanges/socket-feed.ts';
import { exchange } from '../exchanges/registry.ts';
import type { Disposer } from '../ports.ts';
import { Secret } from '../vault/secret.ts';
import type { Link } from './line.ts';
import type { SocketPorts } from './ports.ts';
import { isFinal, pauseMs } from './refusal.ts';
import { Session, type SessionEnd } from './session.ts';
import { spend } from './spend.ts';

/** So long a connection must have been subscribed for its end to count as the first. */
const SETTLED_MS = 60_000;
const TOKEN_WITHIN_MS = 60_000;
const NO_TOKEN = new Secret('');

/**
 * Keeps an account's private feed connected until disposed: readings go to the limiter, orders to whoever listens,
 * events to the request log. Does nothing where the exchange, its environment or its site has no feed.
 */
export function connectFeed(account: Account, ports: SocketPorts): Disposer {
  const feed = exchange(account.exchange).sockets.feed(account.environment);
  const stop = new AbortController();
  if (feed !== null) void new FeedKeeper(account, feed, ports, stop.signal).run();
  return () => stop.abort();
}

class FeedKeeper {
  readonly #account: Account;
  readonly #feed: SocketFeed;
  readonly #ports: SocketPorts;
  readonly #signal: AbortSignal;
  readonly #wait: Wait;
  #connections = 0;

  constructor(account: Account, feed: SocketFeed, ports: SocketPorts, signal: AbortSignal) {
    this.#account = account;
    this.#feed = feed;
    this.#ports = ports;
    this.#signal = signal;
    this.#wait = waitWithin(ports.clock, { deadlineMs: null, signal });
  }

  async run(): Promise<void> {
    const { clock, random, onState } = this.#ports;
    for (let tries = 0; !this.#signal.aborted; ) {
      onState?.(this.#account, 'connecting');
      const end = await this.#connectOnce();
      if (end === null || this.#signal.aborted) return;
      tries = end.liveForMs >= SETTLED_MS ? 1 : tries + 1;
      onState?.(this.#account, isFinal(end.failure) ? 'refused' : 'down');
      const restMs = Math.max(end.comeBackAfterMs, pauseMs(end.failure, tries, random.fraction()));
      if ((await pauseUntil(clock, clock.monotonic() + restMs, this.#wait)) !== 'woken') return;
    }
  }

  /** Null: there is nothing to connect to, or nobody who still wants it. */
  async #connectOnce(): Promise<SessionEnd | null> {
    const { client, clock, limiter } = this.#ports;
    const peer = client.peers.of(this.#account);
    if (!peer.ok) return neverLive(peer.failure);
    const link = this.#linkTo(peer.value);
    if (link === null) return null;
    const credential = peer.value.credential();
    if (!credential.ok) return neverLive(credential.failure);
    // Signatures carry the exchange's time.
    if (this.#feed.token === null && (await peer.value.clock.ready(this.#wait)) !== 'woken') return null;
    const token = await link.token();
    if (!token.ok) return neverLive(token.failure);
    const { definition, name: connection } = link;
    const spending = {
      definition,
      peer: peer.value,
      rules: this.#feed.connect,
      connection,
      deadlineMs: null,
      nowMs: clock.monotonic(),
    };
    const admission = await spend(limiter, spending, this.#signal);
    if (admission.kind === 'refused') return null;
    return await new Session(this.#ports, link).run(token.value, admission, this.#signal);
  }

  #linkTo(peer: Peer): Link | null {
    const url = peer.hosts.sockets[this.#feed.socket];
    if (url === undefined) return null;
    this.#connections += 1;
    return {
      account: this.#account,
      definition: exchange(this.#account.exchange),
      feed: this.#feed,
      peer,
      url,
      name: `${this.#account.id}#${this.#connections}`,
      token: () => this.#token(),
    };
  }

  async #token(): Promise<Result<Secret>> {
    const { token } = this.#feed;
    if (token === null) return ok(NO_TOKEN);
    const { request } = token;
    const answer = await this.#ports.client.send({
      account: this.#account,
      request,
      caller: 'app',
      lane: 'background',
      withinMs: TOKEN_WITHIN_MS,
      signal: this.#signal,
    });
    if (!answer.ok) return answer;
    const text = token.read(answer.value.reply.json);
    return text.ok ? ok(new Secret(text.value)) : fail(text.failure);
  }
}

function neverLive(failure: Failure): SessionEnd {
  return { code: failure.kind, failure, liveForMs: 0, comeBackAfterMs: 0 };
}
