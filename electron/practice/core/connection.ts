import type { PracticeReply } from './request.ts';

/** A WebSocket as an exchange sees it: a real one, or two arrays in a test. */
export interface PracticeConnection {
  readonly ip: string;
  readonly path: string;
  /** Raw text after `?`. */
  readonly query: string;
  readonly headers: Readonly<Record<string, string>>;
  send(text: string): void;
  ping(payload: string): void;
  /** Closing handshake with a code. */
  close(code: number, reason: string): void;
  /** Cuts it off. */
  terminate(): void;
}

/** What the exchange wants to hear from one connection. */
export interface ConnectionHandlers {
  message(text: string): void;
  /** A ping of the client; it is answered by itself. */
  ping?(payload: string): void;
  pong?(payload: string): void;
  closed(): void;
}

/** Lets a connection in with its handlers, or answers the upgrade with an HTTP reply. */
export type ConnectionDecision =
  | { readonly kind: 'accept'; readonly attach: (connection: PracticeConnection) => ConnectionHandlers }
  | { readonly kind: 'refuse'; readonly reply: PracticeReply };

export interface UpgradeRequest {
  readonly ip: string;
  readonly path: string;
  readonly query: string;
  readonly headers: Readonly<Record<string, string>>;
}

export type ConnectionAcceptor = (upgrade: UpgradeRequest) => ConnectionDecision;

/** A connection without a socket, for tests: what the exchange sent is in `sent`, and `say` speaks to it. */
export interface FakeConnection {
  readonly connection: PracticeConnection;
  readonly sent: string[];
  readonly pings: string[];
  say(text: string): void;
  pong(payload: string): void;
  /** Null while open. */
  closedWith(): { readonly code: number; readonly reason: string } | null;
  hangUp(): void;
}

/** Opens a connection to an acceptor in process; the reply when it was refused. */
export function connectInProcess(
  accept: ConnectionAcceptor,
  upgrade: Partial<UpgradeRequest> & { readonly path: string },
): FakeConnection | PracticeReply {
  const request: UpgradeRequest = { ip: '127.0.0.1', query: '', headers: {}, ...upgrade };
  const decision = accept(request);
  if (decision.kind === 'refuse') return decision.reply;
  const sent: string[] = [];
  const pings: string[] = [];
  let ending: { readonly code: number; readonly reason: string } | null = null;
  let handlers: ConnectionHandlers | null = null;
  const close = (code: number, reason: string): void => {
    if (ending !== null) return;
    ending = { code, reason };
    handlers?.closed();
  };
  handlers = decision.attach({
    ...request,
    send: (text) => void (ending === null && sent.push(text)),
    ping: (payload) => void pings.push(payload),
    close,
    terminate: () => close(1006, ''),
  });
  const attached = handlers;
  return {
    connection: {
      ...request,
      send: (text) => void sent.push(text),
      ping: (payload) => void pings.push(payload),
      close,
      terminate: () => close(1006, ''),
    },
    sent,
    pings,
    say: (text) => {
      if (ending === null) attached.message(text);
    },
    pong: (payload) => attached.pong?.(payload),
    closedWith: () => ending,
    hangUp: () => close(1000, ''),
  };
}
