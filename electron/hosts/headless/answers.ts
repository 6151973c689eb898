import { randomBytes } from 'node:crypto';
import { STATUS_CODES, type IncomingMessage, type ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import { safetyHeaders } from '../common/content-policy.ts';
import { type Refusal, socketOrigins } from './door.ts';

const MISDIRECTED = 421;

export interface Content {
  readonly status: number;
  readonly type: string;
  readonly body: string | Buffer;
  /** Of the styles in `body`; absent where there are none. */
  readonly nonce?: string;
}

/** Sends one whole answer with every safety header. `port` is ours. */
export function answer(request: IncomingMessage, response: ServerResponse, port: number, content: Content): void {
  const { status, type, body, nonce = freshNonce() } = content;
  response.writeHead(status, {
    ...safetyHeaders(nonce, socketOrigins(port)),
    'content-type': type,
    // A refused body is not read on, so the connection cannot be used again.
    ...(status >= 400 ? { connection: 'close' } : {}),
  });
  response.end(request.method === 'HEAD' ? undefined : body);
}

export function refusalContent({ status, why }: Refusal): Content {
  // To a page that had its own name pointed here we are its own origin: it could read every byte.
  const body = status === MISDIRECTED ? '' : JSON.stringify({ failure: why });
  return { status, type: 'application/json', body };
}

/** Answers on a connection that left HTTP or never got there, and ends it. */
export function answerRaw(socket: Duplex & { destroySoon?: () => void }, status: number, port: number): void {
  const headers = { ...safetyHeaders(freshNonce(), socketOrigins(port)), connection: 'close', 'content-length': '0' };
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
  socket.write(`HTTP/1.1 ${status} ${STATUS_CODES[status] ?? 'Refused'}\r\n${lines.join('')}\r\n`);
  // Merely ended, it would stay half open for as long as the other side likes.
  if (socket.destroySoon === undefined) socket.destroy();
  else socket.destroySoon();
}

export function freshNonce(): string {
  return randomBytes(16).toString('base64');
}
