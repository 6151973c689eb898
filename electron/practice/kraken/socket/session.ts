import { every } from '../../core/clock.ts';
import type { ConnectionHandlers, PracticeConnection } from '../../core/connection.ts';
import { exactNumber, parseExact } from '../exact-json.ts';
import type { KrakenContext } from '../context.ts';
import { type Fields, isFields, NO_FIELDS, textOf } from '../fields.ts';
import { isOrderRequest, serveOrderRequest } from './order-requests.ts';
import { failure, type Inquiry, readInquiry, stamps, success } from './replies.ts';
import { subscriptionsOf, symbolsOf } from './subscribe.ts';
import type { Subscription } from './subscription.ts';

/** A connection without subscriptions ends after about a minute without a word (Spot Websockets Introduction, 2026-05). */
const IDLE_MS = 60_000;
/** Heartbeats fill each second in which nothing else was sent, once something is subscribed. */
const HEARTBEAT_MS = 1_000;

/** One WebSocket v2 connection: its subscriptions, its heartbeat, its requests. */
export class Session {
  readonly #context: KrakenContext;
  readonly #connection: PracticeConnection;
  readonly #connectionId: string;
  readonly #subscriptions = new Map<string, Subscription>();
  readonly #heldTokens = new Map<string, () => void>();
  readonly #stops: (() => void)[];
  #lastSentMs: number;
  #lastHeardMs: number;

  constructor(context: KrakenContext, connection: PracticeConnection, connectionId: string) {
    const { clock, venue, journal, system } = context.floor;
    this.#context = context;
    this.#connection = connection;
    this.#connectionId = connectionId;
    this.#lastSentMs = clock.now();
    this.#lastHeardMs = clock.now();
    this.#stops = [
      venue.on((event) => this.#pass((subscription) => subscription.venue?.(event))),
      journal.on((event) => this.#pass((subscription) => subscription.account?.(event))),
      system.on(() => this.#sendStatus()),
      every(clock, HEARTBEAT_MS, () => this.#tick()),
    ];
    this.#sendStatus();
  }

  handlers(): ConnectionHandlers {
    return { message: (text) => this.#hear(text), closed: () => this.#end() };
  }

  #hear(text: string): void {
    const inMs = this.#now();
    this.#lastHeardMs = this.#context.floor.clock.now();
    const message = parseExact(text);
    if (isFields(message)) this.#serve(readInquiry(message, paramsOf(message), inMs));
    else this.#refuse(readInquiry({ method: 'error' }, NO_FIELDS, inMs), 'Malformed request');
  }

  #serve(inquiry: Inquiry): void {
    const { method } = inquiry;
    if (method === 'ping') this.#send({ method: 'pong', ...stamps(inquiry, this.#now()) });
    else if (method === 'subscribe') this.#subscribe(inquiry);
    else if (method === 'unsubscribe') this.#unsubscribe(inquiry);
    else if (isOrderRequest(method)) this.#trade(inquiry);
    else this.#refuse(inquiry, 'Unsupported event');
  }

  #refuse(inquiry: Inquiry, error: string, extras: Fields = NO_FIELDS): void {
    this.#send(failure(inquiry, error, this.#now(), extras));
  }

  #trade(inquiry: Inquiry): void {
    for (const reply of serveOrderRequest(this.#context, inquiry.method, inquiry.params)) {
      if (!reply.ok) this.#refuse(inquiry, reply.error);
      else if (reply.value.top === undefined) this.#send(success(inquiry, reply.value.result, this.#now()));
      else this.#send({ method: inquiry.method, ...reply.value.top, success: true, ...stamps(inquiry, this.#now()) });
    }
  }

  #subscribe(inquiry: Inquiry): void {
    for (const { symbol, answer } of subscriptionsOf(this.#context, inquiry.params)) {
      const named = symbol === undefined ? {} : { symbol };
      if (!answer.ok) this.#refuse(inquiry, answer.error, named);
      else if (this.#subscriptions.has(answer.value.id)) this.#refuse(inquiry, 'Already subscribed', named);
      else this.#begin(inquiry, answer.value);
    }
  }

  #begin(inquiry: Inquiry, subscription: Subscription): void {
    this.#send(success(inquiry, subscription.result, this.#now()));
    for (const snapshot of subscription.snapshots()) this.#send(snapshot);
    this.#subscriptions.set(subscription.id, subscription);
    if (subscription.account !== undefined) this.#hold(textOf(inquiry.params, 'token') ?? '');
  }

  #hold(token: string): void {
    if (!this.#heldTokens.has(token)) this.#heldTokens.set(token, this.#context.tokens.hold(token));
  }

  #unsubscribe(inquiry: Inquiry): void {
    for (const id of idsOf(inquiry.params)) {
      const subscription = this.#subscriptions.get(id);
      if (subscription === undefined) this.#refuse(inquiry, 'Subscription not found');
      else this.#send(success(inquiry, subscription.result, this.#now()));
      this.#subscriptions.delete(id);
    }
  }

  #pass(messageOf: (subscription: Subscription) => unknown): void {
    for (const subscription of [...this.#subscriptions.values()]) {
      const message = messageOf(subscription);
      if (message !== null && message !== undefined) this.#send(message);
    }
  }

  #tick(): void {
    const nowMs = this.#context.floor.clock.now();
    if (this.#subscriptions.size > 0) {
      if (nowMs - this.#lastSentMs >= HEARTBEAT_MS) this.#send({ channel: 'heartbeat' });
    } else if (nowMs - this.#lastHeardMs >= IDLE_MS) this.#connection.close(1000, 'idle');
  }

  #sendStatus(): void {
    const { status } = this.#context.floor.system;
    // A maintenance status has no connection id (recorded).
    const id = status === 'maintenance' ? {} : { connection_id: exactNumber(this.#connectionId) };
    this.#send({
      channel: 'status',
      type: 'update',
      data: [{ version: '2.0.10', system: status, api_version: 'v2', ...id }],
    });
  }

  #send(message: unknown): void {
    this.#lastSentMs = this.#context.floor.clock.now();
    this.#connection.send(JSON.stringify(message));
  }

  #now(): number {
    return this.#context.floor.engineNowMs();
  }

  #end(): void {
    for (const stop of this.#stops) stop();
    for (const release of this.#heldTokens.values()) release();
    this.#subscriptions.clear();
  }
}

function paramsOf(message: Fields): Fields {
  const params = message['params'];
  return isFields(params) ? params : NO_FIELDS;
}

function idsOf(params: Fields): readonly string[] {
  const channel = textOf(params, 'channel') ?? '';
  const symbols = symbolsOf(params);
  if (symbols.length === 0) return [channel];
  const suffix = channel === 'ohlc' ? ` ${textOf(params, 'interval') ?? '1'}` : '';
  return symbols.map((symbol) => `${channel} ${symbol}${suffix}`);
}
