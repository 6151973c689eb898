import type { Environment } from '../../../shared/model/account.ts';
import type { OrderUpdate } from '../../../shared/model/order.ts';
import type { Reading } from '../../../shared/model/reading.ts';
import type { Result } from '../../../shared/contract/failure.ts';
import type { ExchangeRequest } from '../http.ts';
import type { Credential, Stamp, Verdict } from './definition.ts';
import type { ChargeRule } from './limit-rules.ts';

/** What an exchange tells an account over a private socket, and how to ask for it. Data and pure functions. */
export interface Sockets {
  /** The account's private feed; null where the environment has none. */
  feed(environment: Environment): SocketFeed | null;
}

export interface SocketFeed {
  /** Which of `Hosts.sockets` it lives on. */
  readonly socket: string;
  /** As rows name it. */
  readonly channel: string;
  /** What opening the connection takes. */
  readonly connect: readonly ChargeRule[];
  /** A token that the steps carry, asked for over REST before; null: they sign for themselves. */
  readonly token: SocketToken | null;
  /** First messages, in order: each leaves when the one before was acknowledged. */
  readonly steps: readonly SocketStep[];
  /** Begins the subscription anew on the same connection; empty where messages carry no sequence. */
  readonly again: readonly SocketStep[];
  readonly ping: SocketPing;
  /** Reads one message: parsed JSON, or the bare text where it is none. What it is not about stays empty. */
  read(message: unknown, context: SocketContext): SocketNews;
}

export interface SocketToken {
  readonly request: ExchangeRequest;
  read(body: unknown): Result<string>;
}

export interface SocketStep {
  readonly event: SocketEvent;
  readonly charges: readonly ChargeRule[];
  /** The text that goes on the wire. */
  write(access: SocketAccess): string;
}

export type SocketEvent = 'login' | 'subscribe' | 'unsubscribe' | 'ping';

export interface SocketAccess {
  readonly credential: Credential;
  readonly stamp: Stamp;
  /** Empty where the feed needs none. */
  readonly token: string;
}

/** Proof of life where nothing else is heard. */
export interface SocketPing {
  /** Sent after so long without a message, ms. */
  readonly idleMs: number;
  /** Without any message for so long after it, the connection is dead, ms. */
  readonly answerWithinMs: number;
  readonly text: string;
  readonly charges: readonly ChargeRule[];
}

export interface SocketContext {
  /** Exchange time now, epoch ms. */
  readonly serverMs: number;
  /** Instrument of an order seen before, by any of its ids; null: never seen. */
  instrumentOf(ids: readonly string[]): string | null;
}

export interface SocketNews {
  readonly readings: readonly Reading[];
  readonly orders: Result<readonly OrderUpdate[]>;
  /** Orders made or amended just now, for costs that go by age. */
  readonly births: readonly OrderBirth[];
  /** The answer to a step or ping; `verdict` null: granted. */
  readonly ack: SocketAck | null;
  /** Rises by one with each message; null: this message has none. */
  readonly sequence: number | null;
  readonly notice: SocketNotice | null;
}

export interface SocketAck {
  /** Null: it does not say what it answers, so it is the step under way. */
  readonly event: SocketEvent | null;
  readonly verdict: Verdict | null;
}

export interface OrderBirth {
  /** Every name the order goes by. */
  readonly ids: readonly string[];
  readonly instrument: string;
  /** Exchange time, epoch ms; null: now. */
  readonly atMs: number | null;
}

/** Something the exchange said about the connection itself. */
export interface SocketNotice {
  readonly code: string;
  /** The connection or its subscription is over or about to be: connect anew. */
  readonly isEnd: boolean;
  /** Not sooner than so long from its end, ms. */
  readonly comeBackAfterMs: number;
}

/** A message about nothing that concerns the feed. */
export const NO_NEWS: SocketNews = {
  readings: [],
  orders: { ok: true, value: [] },
  births: [],
  ack: null,
  sequence: null,
  notice: null,
};
