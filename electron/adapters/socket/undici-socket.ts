import type { Socket } from 'node:net';
import { Agent, buildConnector, WebSocket } from 'undici';
import type { SocketConnection, SocketHandlers, SocketTransport } from '../../engine/ports.ts';
import { publicLookup } from '../transport/safe-lookup.ts';
import { trustedRoots } from '../transport/trusted-roots.ts';

export interface SocketSettings {
  /** The only addresses that may be opened at all, without query; everything else is refused before a socket opens. */
  readonly isAllowed: (url: string) => boolean;
  /** Bytes of one message at most, decompressed. */
  readonly maxMessageBytes: number;
  readonly connectTimeoutMs: number;
  /** Local address connections leave from; undefined lets the system choose. */
  readonly localAddress?: string;
  /** Tests vouch for their own servers. */
  readonly roots?: readonly string[];
}

/** How long the other side may take to answer a goodbye. */
const GOODBYE_MS = 1_000;
const NORMAL = 1000;
const ABNORMAL = 1006;

/**
 * WebSockets of undici, each on an agent of its own: certificates are always checked, redirects refused, messages capped,
 * and a host of a real exchange may not resolve into this machine's network.
 */
export function undiciSockets(settings: SocketSettings): SocketTransport {
  const open = new Set<SocketConnection>();
  return {
    open(url, headers, handlers) {
      if (!settings.isAllowed(url)) return refuse(handlers);
      const connection = new OneSocket(settings, url, headers, handlers, () => open.delete(connection));
      open.add(connection);
      return connection;
    },
    close() {
      for (const connection of [...open]) connection.close();
      return Promise.resolve();
    },
  };
}

function refuse(handlers: SocketHandlers): SocketConnection {
  let isOver = false;
  queueMicrotask(() => {
    if (!isOver) handlers.onClose(ABNORMAL);
  });
  return {
    send: () => undefined,
    close: () => {
      isOver = true;
    },
  };
}

class OneSocket implements SocketConnection {
  readonly #socket: WebSocket;
  readonly #agent: Agent;
  readonly #handlers: SocketHandlers;
  readonly #onEnd: () => void;
  #line: Socket | null = null;
  #isOver = false;

  constructor(
    settings: SocketSettings,
    url: string,
    headers: Readonly<Record<string, string>>,
    handlers: SocketHandlers,
    onEnd: () => void,
  ) {
    this.#handlers = handlers;
    this.#onEnd = onEnd;
    this.#agent = this.#agentFor(settings, url);
    this.#socket = new WebSocket(url, { dispatcher: this.#agent, headers: { ...headers } });
    this.#socket.addEventListener('open', () => this.#opened());
    this.#socket.addEventListener('message', ({ data }) => this.#heard(data));
    this.#socket.addEventListener('close', ({ code }) => this.#ended(code));
    // The close event that follows tells all that may be told: errors of the library may hold addresses.
    this.#socket.addEventListener('error', () => undefined);
  }

  send(text: string): void {
    if (!this.#isOver && this.#socket.readyState === WebSocket.OPEN) this.#socket.send(text);
  }

  close(): void {
    if (this.#isOver) return;
    this.#isOver = true;
    this.#socket.close(NORMAL);
    setTimeout(() => this.#cut(), GOODBYE_MS).unref();
  }

  #agentFor(settings: SocketSettings, url: string): Agent {
    const connect = buildConnector({
      // The type asks for a port; the one of the address takes its place.
      port: 0,
      timeout: settings.connectTimeoutMs,
      allowH2: false,
      rejectUnauthorized: true,
      ca: [...(settings.roots ?? trustedRoots)],
      ...(url.startsWith('wss://') ? { lookup: publicLookup } : {}),
    });
    return new Agent({
      ...(settings.localAddress === undefined ? {} : { localAddress: settings.localAddress }),
      webSocket: { maxPayloadSize: settings.maxMessageBytes },
      headersTimeout: settings.connectTimeoutMs,
      connect: (options, done) =>
        connect(options, (...result) => {
          this.#line = result[1];
          done(...result);
        }),
    });
  }

  #opened(): void {
    if (!this.#isOver) this.#handlers.onOpen();
  }

  // No exchange sends binary frames: such a message is about nothing.
  #heard(data: unknown): void {
    if (!this.#isOver && typeof data === 'string') this.#handlers.onText(data);
  }

  #ended(code: number): void {
    const wasOver = this.#isOver;
    this.#isOver = true;
    this.#cut();
    if (!wasOver) this.#handlers.onClose(code);
  }

  #cut(): void {
    this.#onEnd();
    this.#line?.destroy();
    void this.#agent.destroy();
  }
}
