import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { type WebSocket, WebSocketServer } from 'ws';
import { z } from 'zod';
import { PIPE_CHANNEL } from '../../../shared/contract/channels.ts';
import type { Pipe } from '../../../shared/contract/pipe.ts';
import type { Sessions } from './codes.ts';
import { Crowd } from './crowd.ts';
import type { Refusal } from './door.ts';
import { socketPipe } from './socket-pipe.ts';

const MAX_FRAME_BYTES = 64 * 1024;
const MAX_PAGES = 8;
const MAX_STRANGERS = 16;
const AUTH_WITHIN_MS = 2_000;
// A peer that leaves our goodbye unanswered is cut off.
const CLOSE_WITHIN_MS = 1_000;

/** Close codes of ours (RFC 6455, 7.4.2: 4000–4999 are private). The page takes 4401 for the end of its access. */
const NOT_SIGNED_IN = 4401;
const TOKEN_LATE = 4408;
const TRY_LATER = 1013;

// A constant of its own, since the types of ws 8.18 do not know `closeTimeout` (ws 8.23 does).
const SERVER_OPTIONS = {
  noServer: true,
  maxPayload: MAX_FRAME_BYTES,
  perMessageDeflate: false,
  closeTimeout: CLOSE_WITHIN_MS,
  handleProtocols: () => PIPE_CHANNEL,
};

const AuthFrame = z.object({ type: z.literal('auth'), token: z.string().min(1).max(200) });

export interface PageSocketOptions {
  readonly sessions: Sessions;
  readonly onPage: (pipe: Pipe) => void;
  readonly onRefusal: (why: string) => void;
  /** Answers a handshake that is no WebSocket's. */
  readonly onBadHandshake: (socket: Duplex) => void;
}

/** The WebSockets of pages: nothing is read from one before its first frame has brought a valid token. */
export class PageSockets {
  readonly #options: PageSocketOptions;
  readonly #server: WebSocketServer;
  readonly #strangers = new Crowd<Stranger>(MAX_STRANGERS);
  readonly #pages = new Set<WebSocket>();

  constructor(options: PageSocketOptions) {
    this.#options = options;
    this.#server = new WebSocketServer(SERVER_OPTIONS);
    this.#server.on('wsClientError', (_error, socket) => options.onBadHandshake(socket));
  }

  /** Takes over a connection that has passed the door. */
  accept(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    this.#server.handleUpgrade(request, socket, head, (webSocket) => this.#meet(webSocket));
  }

  close(): void {
    for (const socket of this.#server.clients) socket.terminate();
    this.#server.close();
  }

  #meet(socket: WebSocket): void {
    // ws itself closes on a broken or oversize frame; without a listener the error would end the process.
    socket.on('error', () => undefined);
    const stranger = strangerOf(socket);
    this.#strangers.admit(stranger);
    const timer = setTimeout(
      () => this.#turnAway(socket, TOKEN_LATE, 'a socket showed no token in time'),
      AUTH_WITHIN_MS,
    );
    socket.once('close', () => clearTimeout(timer));
    socket.once('message', (data, isBinary) => {
      clearTimeout(timer);
      this.#strangers.release(stranger);
      this.#judge(socket, isBinary ? undefined : safeJson(String(data)));
    });
  }

  #judge(socket: WebSocket, first: unknown): void {
    const frame = AuthFrame.safeParse(first);
    if (!frame.success || !this.#options.sessions.isToken(frame.data.token)) {
      return this.#turnAway(socket, NOT_SIGNED_IN, 'a socket showed no valid token');
    }
    if (this.#pages.size >= MAX_PAGES) return this.#turnAway(socket, TRY_LATER, 'too many pages are open');
    this.#pages.add(socket);
    socket.once('close', () => this.#pages.delete(socket));
    const pipe = socketPipe(socket);
    socket.send(JSON.stringify({ type: 'ready' }));
    this.#options.onPage(pipe);
  }

  #turnAway(socket: WebSocket, code: number, why: string): void {
    this.#options.onRefusal(why);
    socket.close(code, why);
  }
}

/** A socket is offered at one path and in one protocol. */
export function checkSocket(request: Pick<IncomingMessage, 'url' | 'headers'>): Refusal | null {
  if (request.url !== '/socket') return { status: 400, why: 'no socket here' };
  const offered = (request.headers['sec-websocket-protocol'] ?? '').split(',').map((name) => name.trim());
  return offered.includes(PIPE_CHANNEL) ? null : { status: 400, why: 'an unknown protocol' };
}

interface Stranger {
  destroy(): void;
  once(event: 'close', listener: () => void): unknown;
}

function strangerOf(socket: WebSocket): Stranger {
  return { destroy: () => socket.terminate(), once: (event, listener) => socket.once(event, listener) };
}

function safeJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
