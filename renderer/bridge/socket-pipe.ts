import { PIPE_CHANNEL } from '../../shared/contract/channels.ts';
import type { Pipe } from '../../shared/contract/pipe.ts';
import type { Timers } from './timers.ts';

/** What came of one attempt to reach the host. */
export type Opened =
  | { readonly kind: 'open'; readonly pipe: Pipe }
  /** The host knows us no more: only a new link helps. */
  | { readonly kind: 'refused' }
  | { readonly kind: 'unreachable' };

export type SocketMaker = (url: string, protocol: string) => WebSocket;

export interface SocketOptions {
  readonly url: string;
  readonly token: string;
  readonly makeSocket: SocketMaker;
  readonly timers: Timers;
}

const READY_WITHIN_MS = 5_000;
/** Close code of the host for a token it does not know. */
const CLOSE_REFUSED = 4401;

/** Opens the socket, shows the token in the first frame and waits for the host's `ready`. Never rejects. */
export function openSocketPipe(options: SocketOptions): Promise<Opened> {
  return new Promise((resolve) => {
    const socket = options.makeSocket(options.url, PIPE_CHANNEL);
    const state = new SocketState(socket);
    const giveUp = options.timers.after(READY_WITHIN_MS, () => socket.close());
    socket.addEventListener('open', () => socket.send(JSON.stringify({ type: 'auth', token: options.token })));
    socket.addEventListener('message', (event: MessageEvent<unknown>) => {
      const message = parse(event.data);
      if (state.isReady) return state.deliver(message);
      if (!isReadyFrame(message)) return socket.close();
      giveUp();
      state.isReady = true;
      resolve({ kind: 'open', pipe: state });
    });
    socket.addEventListener('close', (event) => {
      giveUp();
      state.closed();
      resolve({ kind: event.code === CLOSE_REFUSED ? 'refused' : 'unreachable' });
    });
  });
}

class SocketState implements Pipe {
  readonly #socket: WebSocket;
  #listener: ((message: unknown) => void) | null = null;
  #onClosed: (() => void) | null = null;
  #early: unknown[] = [];
  #isClosed = false;
  isReady = false;

  constructor(socket: WebSocket) {
    this.#socket = socket;
  }

  post(message: unknown): void {
    if (this.#socket.readyState === 1) this.#socket.send(JSON.stringify(message));
  }

  onMessage(listener: (message: unknown) => void): void {
    this.#listener = listener;
    const early = this.#early;
    this.#early = [];
    for (const message of early) listener(message);
  }

  onClose(listener: () => void): void {
    this.#onClosed = listener;
    if (this.#isClosed) listener();
  }

  close(): void {
    this.#socket.close(1000);
  }

  deliver(message: unknown): void {
    if (message === undefined) return;
    if (this.#listener === null) this.#early.push(message);
    else this.#listener(message);
  }

  closed(): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    this.#onClosed?.();
  }
}

function isReadyFrame(message: unknown): boolean {
  return typeof message === 'object' && message !== null && 'type' in message && message.type === 'ready';
}

function parse(data: unknown): unknown {
  if (typeof data !== 'string') return undefined;
  try {
    return JSON.parse(data);
  } catch {
    return undefined;
  }
}
