import { once } from 'node:events';
import { type AddressInfo, createServer } from 'node:net';
import { createSecureContext, TLSSocket } from 'node:tls';
import type { HttpTransport, SocketTransport } from '../../electron/engine/ports.ts';
import type { Certificate } from './certificates.ts';

export interface TlsServer {
  readonly port: number;
  /** Bytes of the application that were read, whatever came of them. */
  bytes(): number;
  close(): void;
}

/** Answers every call with 200 and closes; a socket's handshake gets the same. */
export async function startTlsServer({ cert, key }: Certificate): Promise<TlsServer> {
  let bytes = 0;
  const secureContext = createSecureContext({ cert, key });
  const server = createServer((raw) => {
    raw.on('error', () => undefined);
    const socket = new TLSSocket(raw, { isServer: true, secureContext });
    socket.on('error', () => undefined);
    socket.on('data', (data: Buffer) => {
      bytes += data.length;
      socket.end('HTTP/1.1 200 OK\r\ncontent-length: 2\r\nconnection: close\r\n\r\n{}');
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return { port, bytes: () => bytes, close: () => void server.close() };
}

/** What both transports make of a server: the answer's status or the failure's kind, and the close code of the socket. */
export async function callBoth(
  port: number,
  { rest, sockets }: { readonly rest: HttpTransport; readonly sockets: SocketTransport },
): Promise<{ readonly rest: number | string; readonly socket: number }> {
  const request = { method: 'GET', target: '/secret', headers: { 'x-key': 'secret' }, body: null } as const;
  const options = { connectTimeoutMs: 3_000, replyTimeoutMs: 3_000, maxBodyBytes: 1_000 };
  const sent = await rest.send(`https://127.0.0.1:${port}`, request, options);
  const socket = await new Promise<number>((resolve) => {
    const handlers = { onOpen: () => undefined, onText: () => undefined, onClose: resolve };
    sockets.open(`wss://127.0.0.1:${port}/ws`, {}, handlers);
  });
  await Promise.all([rest.close(), sockets.close()]);
  return { rest: sent.ok ? sent.reply.status : sent.failure.kind, socket };
}
