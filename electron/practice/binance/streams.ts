import type { ConnectionDecision, ConnectionHandlers, PracticeConnection, UpgradeRequest } from '../core/connection.ts';
import { SlidingWindow } from '../core/windows.ts';
import type { BinanceApp } from './app.ts';
import { startHeartbeat } from './heartbeat.ts';
import { refusalOf } from './socket-api.ts';
import { openStream } from './stream-sources.ts';

/** Lets a client in to the market streams, at `/ws`, `/ws/<stream>` or `/stream?streams=a/b` (web-socket-streams.md, 2026-07). */
export function acceptStreams(app: BinanceApp, upgrade: UpgradeRequest): ConnectionDecision {
  const refusal = refusalOf(app, upgrade.ip, 'streams');
  if (refusal !== null) return refusal;
  const isCombined = upgrade.path.startsWith('/stream');
  const names = isCombined
    ? (new URLSearchParams(upgrade.query).get('streams') ?? '')
    : upgrade.path.slice('/ws/'.length);
  const first = names.split('/').filter((name) => name !== '');
  return { kind: 'accept', attach: (connection) => attach(app, connection, isCombined, first) };
}

function attach(
  app: BinanceApp,
  connection: PracticeConnection,
  isCombined: boolean,
  first: readonly string[],
): ConnectionHandlers {
  const streams = new StreamConnection(app, connection, isCombined);
  const heartbeat = startHeartbeat(connection, app.clock);
  streams.subscribe(first);
  return {
    message: (text) => streams.message(text),
    ping: () => void streams.mayReceive(),
    pong: (payload) => {
      if (streams.mayReceive()) heartbeat.pong(payload);
    },
    closed: () => {
      heartbeat.stop();
      streams.close();
    },
  };
}

type Reply = { readonly result: unknown } | { readonly error: { readonly code: number; readonly msg: string } };

/** One connection's streams and its count of incoming messages. */
class StreamConnection {
  readonly #app: BinanceApp;
  readonly #connection: PracticeConnection;
  readonly #open = new Map<string, () => void>();
  readonly #incoming: SlidingWindow;
  #isCombined: boolean;

  constructor(app: BinanceApp, connection: PracticeConnection, isCombined: boolean) {
    this.#app = app;
    this.#connection = connection;
    this.#isCombined = isCombined;
    this.#incoming = new SlidingWindow(app.usage.limits.streamMessages, 1000);
  }

  /** Counts an incoming frame of any kind; too many in a second cut the connection. */
  mayReceive(): boolean {
    if (this.#incoming.take(1, this.#app.nowMs())) return true;
    this.#connection.close(1008, 'Too many requests');
    return false;
  }

  message(text: string): void {
    if (!this.mayReceive()) return;
    const { id, reply } = this.#reply(text);
    this.#connection.send(JSON.stringify({ ...reply, id }));
  }

  /** Opens what is not open yet. Names nobody knows are accepted and stay silent, as on the exchange. */
  subscribe(names: readonly string[]): void {
    for (const name of names) {
      if (this.#open.has(name)) continue;
      this.#open.set(name, openStream(this.#app, name, (data) => this.#emit(name, data)) ?? (() => {}));
    }
  }

  close(): void {
    for (const stop of this.#open.values()) stop();
    this.#open.clear();
  }

  #emit(stream: string, data: object): void {
    this.#connection.send(JSON.stringify(this.#isCombined ? { stream, data } : data));
  }

  #reply(text: string): { readonly id: unknown; readonly reply: Reply } {
    const command = readCommand(text);
    if (command === null) return { id: null, reply: bad('Invalid JSON: expected value at line 1 column 1', 3) };
    return { id: command.id, reply: this.#run(command.method, command.params) };
  }

  #run(method: unknown, params: unknown): Reply {
    switch (method) {
      case 'LIST_SUBSCRIPTIONS':
        return { result: [...this.#open.keys()] };
      case 'GET_PROPERTY':
        return { result: this.#isCombined };
      case 'SET_PROPERTY':
        this.#isCombined = Array.isArray(params) && params[1] === true;
        return { result: null };
      case 'SUBSCRIBE':
      case 'UNSUBSCRIBE':
        return this.#change(method, params);
      default:
        return bad(`Invalid request: unknown variant ${JSON.stringify(method)}`);
    }
  }

  #change(method: 'SUBSCRIBE' | 'UNSUBSCRIBE', params: unknown): Reply {
    if (!isTexts(params)) return bad('Invalid request: streams must be an array');
    if (method === 'UNSUBSCRIBE') {
      for (const name of params) this.#end(name);
      return { result: null };
    }
    const total = new Set([...this.#open.keys(), ...params]).size;
    if (total > this.#app.usage.limits.streamsPerConnection) return bad('Invalid request: too many streams');
    this.subscribe(params);
    return { result: null };
  }

  #end(name: string): void {
    this.#open.get(name)?.();
    this.#open.delete(name);
  }
}

/** Error form of the stream servers as captured; it is not documented. */
function bad(msg: string, code = 2): Reply {
  return { error: { code, msg } };
}

function isTexts(value: unknown): value is readonly string[] {
  return Array.isArray(value) && value.every((entry) => typeof entry === 'string');
}

function readCommand(
  text: string,
): { readonly id: unknown; readonly method: unknown; readonly params: unknown } | null {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value !== 'object' || value === null) return null;
    return {
      id: 'id' in value ? value.id : null,
      method: 'method' in value ? value.method : null,
      params: 'params' in value ? value.params : null,
    };
  } catch {
    return null;
  }
}
