import type { PracticeKey } from '../../core/accounts.ts';
import type { ConnectionHandlers, PracticeConnection } from '../../core/connection.ts';
import type { VenueEvent } from '../../core/order.ts';
import { SlidingWindow } from '../../core/windows.ts';
import { environmentOf } from '../access/authenticate.ts';
import type { OkxState } from '../exchange/state.ts';
import { socketErrorText } from '../facts/errors.ts';
import {
  CLOSE_KEY_CHANGED,
  CLOSE_NO_DATA,
  SOCKET_IDLE_MS,
  SOCKET_MAX_MESSAGE_BYTES,
  SOCKET_REQUESTS,
} from '../facts/operations.ts';
import { textOf, type Fields } from '../orders/ticket.ts';
import { isFields, parseJson } from '../rest/operations.ts';
import { isPrivateChannel, readSubscription, type SocketKind, type Subscription } from './channels.ts';
import { Feed, type Subscriber } from './feed.ts';
import { errorFrame, eventFrame, socketError } from './frames.ts';
import { login } from './login.ts';
import { answerOperation, SOCKET_OPERATIONS, type SocketOperation } from './operations.ts';

const CLOSE_LOGIN_FAILED = 4001;
const CLOSE_TOO_LONG = 1009;

/** What a session asks of the hub that knows all sessions. */
export interface SessionHost {
  /** Counts a connection in for a private channel; how many there are now, or `full`. */
  join(uid: string, channel: string, session: Session): number | 'full';
  leave(session: Session): void;
}

/** One WebSocket connection to `/ws/v5/public`, `/private` or `/business`. */
export class Session implements ConnectionHandlers {
  readonly connId: string;
  readonly #state: OkxState;
  readonly #host: SessionHost;
  readonly #kind: SocketKind;
  readonly #connection: PracticeConnection;
  readonly #requests = new SlidingWindow(SOCKET_REQUESTS.capacity, SOCKET_REQUESTS.windowMs);
  readonly #feeds = new Map<string, Feed>();
  #key: PracticeKey | null = null;
  #cancelIdle: () => void = () => {};

  constructor(state: OkxState, host: SessionHost, kind: SocketKind, connection: PracticeConnection) {
    this.#state = state;
    this.#host = host;
    this.#kind = kind;
    this.#connection = connection;
    this.connId = state.random.text(8, '0123456789abcdef');
    this.#restartIdle();
  }

  get apiKey(): string | null {
    return this.#key?.apiKey ?? null;
  }

  message(text: string): void {
    if (text === 'ping') {
      this.send('pong');
      return;
    }
    if (Buffer.byteLength(text) > SOCKET_MAX_MESSAGE_BYTES) {
      this.#connection.close(CLOSE_TOO_LONG, 'message too long');
      return;
    }
    const message = parseJson(text);
    if (!isFields(message)) {
      this.send(socketError('60012', this.connId, text.slice(0, 200)));
      return;
    }
    this.#dispatch(message, text);
  }

  closed(): void {
    this.#cancelIdle();
    this.#feeds.clear();
    this.#host.leave(this);
  }

  /** Sends, and so keeps the connection alive for another 30 s. */
  send(text: string): void {
    this.#connection.send(text);
    this.#restartIdle();
  }

  push(event: VenueEvent): void {
    for (const feed of this.#feeds.values()) for (const text of feed.on(event)) this.send(text);
  }

  repeat(): void {
    for (const feed of this.#feeds.values()) for (const text of feed.repeat()) this.send(text);
  }

  notice(code: '64008'): void {
    this.send(eventFrame('notice', { msg: socketErrorText(code), code }, this.connId));
  }

  keyChanged(): void {
    this.close(CLOSE_KEY_CHANGED, 'API key has been updated or deleted');
  }

  close(code: number, reason: string): void {
    this.#connection.close(code, reason);
  }

  #restartIdle(): void {
    this.#cancelIdle();
    this.#cancelIdle = this.#state.clock.after(SOCKET_IDLE_MS, () =>
      this.close(CLOSE_NO_DATA, 'No data received in 30s.'),
    );
  }

  #dispatch(message: Fields, text: string): void {
    const op = textOf(message, 'op') ?? '';
    const route = Object.hasOwn(SOCKET_OPERATIONS, op) ? SOCKET_OPERATIONS[op] : undefined;
    if (route !== undefined) {
      this.#operate({ op, route, message }, text);
      return;
    }
    if (!['login', 'subscribe', 'unsubscribe'].includes(op)) {
      this.send(socketError('60019', this.connId, op));
      return;
    }
    if (!this.#requests.take(1, this.#state.nowMs())) {
      this.send(socketError('60014', this.connId));
      return;
    }
    const args = message['args'];
    if (!Array.isArray(args) || args.length === 0 || !args.every(isFields)) {
      this.send(socketError('60013', this.connId));
      return;
    }
    if (op === 'login') {
      this.#login(args[0] ?? {});
      return;
    }
    for (const arg of args) this.#change(op, arg);
  }

  #login(args: Fields): void {
    if (this.#key !== null) {
      this.send(socketError('60031', this.connId));
      return;
    }
    const { ip, headers, query } = this.#connection;
    const environment = /(^|&)brokerId=9999(&|$)/.test(query) ? 'demo' : environmentOf(headers);
    const result = login(this.#state, args, { ip, environment });
    if ('key' in result) {
      this.#key = result.key;
      this.send(eventFrame('login', { msg: '', code: '0' }, this.connId));
      return;
    }
    this.send(errorFrame(result.code, result.msg, this.connId));
    this.close(CLOSE_LOGIN_FAILED, 'Login failed');
  }

  #change(op: string, arg: Fields): void {
    const read = readSubscription(this.#kind, arg, this.#key !== null);
    if ('code' in read) {
      this.send(socketError(read.code, this.connId, read.value));
      return;
    }
    if (op === 'subscribe') {
      this.#subscribe(read.subscription);
      return;
    }
    this.#feeds.delete(read.subscription.name);
    this.send(eventFrame('unsubscribe', { arg: read.subscription.arg }, this.connId));
  }

  #subscribe(subscription: Subscription): void {
    const { arg, channel, name } = subscription;
    this.send(eventFrame('subscribe', { arg }, this.connId));
    const subscriber = isPrivateChannel(channel) ? this.#subscriber() : null;
    if (subscriber !== null) {
      const count = this.#host.join(subscriber.uid, channel, this);
      // A normal acknowledgement came first; this event then says that the subscription ended (docs, 2026-08).
      if (count === 'full') {
        this.send(eventFrame('channel-conn-count-error', { channel, connCount: '30' }, this.connId));
        return;
      }
      this.send(eventFrame('channel-conn-count', { channel, connCount: String(count) }, this.connId));
    }
    const feed = new Feed(this.#state, subscription, subscriber);
    this.#feeds.set(name, feed);
    for (const text of feed.first()) this.send(text);
  }

  #subscriber(): Subscriber | null {
    if (this.#key === null) return null;
    const { accountId } = this.#key;
    return { accountId, uid: this.#state.uidOf(accountId) };
  }

  #operate(part: Pick<SocketOperation, 'op' | 'route' | 'message'>, text: string): void {
    if (this.#kind !== 'private') {
      this.send(socketError('60028', this.connId));
      return;
    }
    if (this.#key === null) {
      this.send(socketError('60011', this.connId));
      return;
    }
    const call: SocketOperation = { ...part, state: this.#state, key: this.#key };
    const frame = answerOperation(call, { ...this.#connection, method: 'WS', body: text });
    const holdMs = this.#state.switches.holdMs(this.#state.random, 0);
    if (holdMs > 0) this.#state.clock.after(holdMs, () => this.#finish(frame));
    else this.#finish(frame);
  }

  #finish(frame: string | 'drop'): void {
    if (frame === 'drop') this.#connection.terminate();
    else this.send(frame);
  }
}
