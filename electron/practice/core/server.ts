import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { createServer } from 'node:http';
import type { Duplex } from 'node:stream';
import type { WebSocket } from 'ws';
import { WebSocketServer } from 'ws';
import type { ConnectionAcceptor, ConnectionHandlers, PracticeConnection, UpgradeRequest } from './connection.ts';
import type { PracticeHandler, PracticeOutcome, PracticeReply, PracticeRequest } from './request.ts';
import { splitOnce } from './request.ts';

/** Header by which a caller on loopback may say which address it stands for. */
export const IP_HEADER = 'x-practice-ip';
const MAX_BODY_BYTES = 1_000_000;

export interface PracticeServer {
  /** `http://127.0.0.1:port` */
  readonly origin: string;
  /** `ws://127.0.0.1:port` */
  readonly socketOrigin: string;
  readonly port: number;
  /** Cuts every connection and stops listening. */
  stop(): Promise<void>;
}

/** Serves one practice exchange on loopback, HTTP and WebSocket on the same port; port 0 takes a free one. */
export async function startPracticeServer(options: {
  readonly handle: PracticeHandler;
  readonly accept: ConnectionAcceptor;
  readonly port?: number;
}): Promise<PracticeServer> {
  const server = createServer((incoming, outgoing) => {
    void answer(options.handle, incoming, outgoing);
  });
  const sockets = new WebSocketServer({ noServer: true, maxPayload: MAX_BODY_BYTES });
  server.on('upgrade', (incoming, socket, head) => upgrade(options.accept, sockets, incoming, socket, head));
  const port = await listen(server, options.port ?? 0);
  return {
    origin: `http://127.0.0.1:${port}`,
    socketOrigin: `ws://127.0.0.1:${port}`,
    port,
    stop: () => stop(server, sockets),
  };
}

function listen(server: Server, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => {
      const address = server.address();
      if (address === null || typeof address === 'string') reject(new Error('No TCP address'));
      else resolve(address.port);
    });
  });
}

function stop(server: Server, sockets: WebSocketServer): Promise<void> {
  for (const socket of sockets.clients) socket.terminate();
  sockets.close();
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}

async function answer(handle: PracticeHandler, incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
  const body = await readBody(incoming);
  if (body === null) return void incoming.destroy();
  const { path, query, headers, ip } = targetOf(incoming);
  const request: PracticeRequest = { method: incoming.method ?? 'GET', path, query, headers, ip, body };
  write(await outcomeOf(handle, request), outgoing);
}

/** A bug in an exchange becomes a 500 with its text, so that a test sees it instead of hanging. */
async function outcomeOf(handle: PracticeHandler, request: PracticeRequest): Promise<PracticeOutcome> {
  try {
    return await handle(request);
  } catch (error) {
    return {
      status: 500,
      headers: { 'content-type': 'text/plain' },
      body: `practice exchange failed: ${String(error)}`,
    };
  }
}

function write(outcome: PracticeOutcome, outgoing: ServerResponse): void {
  if (outcome === 'drop') {
    outgoing.socket?.destroy();
    return;
  }
  outgoing.writeHead(outcome.status, outcome.headers);
  outgoing.end(outcome.body);
}

/** Null when it is too long or the client went away. */
async function readBody(incoming: IncomingMessage): Promise<string | null> {
  const chunks: Buffer[] = [];
  let size = 0;
  try {
    for await (const chunk of incoming) {
      const bytes = Buffer.from(chunk);
      size += bytes.length;
      if (size > MAX_BODY_BYTES) return null;
      chunks.push(bytes);
    }
  } catch {
    return null;
  }
  return Buffer.concat(chunks).toString('utf8');
}

function targetOf(incoming: IncomingMessage): UpgradeRequest {
  const [path = '/', query = ''] = splitOnce(incoming.url ?? '/', '?');
  const headers: Record<string, string> = {};
  for (const [name, value] of Object.entries(incoming.headers)) {
    if (value !== undefined) headers[name] = Array.isArray(value) ? value.join(', ') : value;
  }
  return { path, query, headers, ip: headers[IP_HEADER] ?? '127.0.0.1' };
}

function upgrade(
  accept: ConnectionAcceptor,
  sockets: WebSocketServer,
  incoming: IncomingMessage,
  socket: Duplex,
  head: Buffer,
): void {
  const request = targetOf(incoming);
  const decision = accept(request);
  if (decision.kind === 'refuse') refuse(socket, decision.reply);
  else sockets.handleUpgrade(incoming, socket, head, (client) => attach(client, request, decision.attach));
}

function refuse(socket: Duplex, reply: PracticeReply): void {
  const headers = { ...reply.headers, 'content-length': String(Buffer.byteLength(reply.body)), connection: 'close' };
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
  socket.end(`HTTP/1.1 ${reply.status} Refused\r\n${lines.join('')}\r\n${reply.body}`);
}

function attach(
  client: WebSocket,
  request: UpgradeRequest,
  attachTo: (connection: PracticeConnection) => ConnectionHandlers,
): void {
  const handlers = attachTo({
    ...request,
    send: (text) => {
      if (client.readyState === client.OPEN) client.send(text);
    },
    ping: (payload) => {
      if (client.readyState === client.OPEN) client.ping(payload);
    },
    close: (code, reason) => client.close(code, reason),
    terminate: () => client.terminate(),
  });
  client.on('message', (data) => handlers.message(Buffer.isBuffer(data) ? data.toString('utf8') : String(data)));
  client.on('ping', (payload) => handlers.ping?.(payload.toString('utf8')));
  client.on('pong', (payload) => handlers.pong?.(payload.toString('utf8')));
  client.on('error', () => client.terminate());
  client.on('close', () => handlers.closed());
}
