import { randomBytes } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import { type WebSocket, WebSocketServer } from 'ws';
import { z } from 'zod';
import { PIPE_CHANNEL } from '../../../shared/contract/channels.ts';
import type { Pipe } from '../../../shared/contract/pipe.ts';
import type { Sessions } from './codes.ts';
import { checkHost, checkJson, checkOrigin, type Door, doorOf, type Refusal } from './door.ts';
import { safetyHeaders } from './headers.ts';
import type { PageFiles } from './page-files.ts';
import { socketPipe } from './socket-pipe.ts';

export interface HttpServerOptions {
  readonly port: number;
  readonly files: PageFiles;
  readonly sessions: Sessions;
  /** A page has shown its token; the pipe is its own. */
  readonly onPage: (pipe: Pipe) => void;
  /** Told of every refusal, without the request's content. */
  readonly onRefusal: (why: string) => void;
}

export interface HttpServer {
  readonly port: number;
  close(): Promise<void>;
}

const MAX_BODY_BYTES = 64 * 1024;
const MAX_FRAME_BYTES = 64 * 1024;
const MAX_SOCKETS = 8;
const AUTH_WITHIN_MS = 2_000;
const NONCE_MARK = '__CSP_NONCE__';

const CodeBody = z.object({ code: z.string().min(1).max(200) });
const AuthFrame = z.object({ type: z.literal('auth'), token: z.string().min(1).max(200) });

/** Serves the page and the contract on 127.0.0.1 only. Rejects with the system's error when the port is taken. */
export async function startHttpServer(options: HttpServerOptions): Promise<HttpServer> {
  let door: Door = doorOf(options.port);
  const server = createServer({ connectionsCheckingInterval: 1_000, maxHeaderSize: 16 * 1024 });
  server.headersTimeout = 5_000;
  server.requestTimeout = 10_000;
  server.maxHeadersCount = 100;
  server.maxConnections = 64;
  const sockets = new WebSocketServer({
    noServer: true,
    maxPayload: MAX_FRAME_BYTES,
    perMessageDeflate: false,
    handleProtocols: (offered) => (offered.has(PIPE_CHANNEL) ? PIPE_CHANNEL : false),
  });
  const port = await listen(server, options.port);
  door = doorOf(port);

  server.on('request', (request, response) => void respond({ request, response, door, port, options }));
  server.on('upgrade', (request, socket: Duplex, head) => {
    const refusal = checkHost(door, request) ?? checkOrigin(door, request) ?? checkSocket(request, sockets);
    if (refusal !== null) return refuseUpgrade(socket, refusal, options);
    sockets.handleUpgrade(request, socket, head, (webSocket) => authenticate(webSocket, options));
  });

  return {
    port,
    close: () =>
      new Promise((resolve) => {
        for (const socket of sockets.clients) socket.terminate();
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function listen(server: Server, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => {
      const address = server.address();
      if (address === null || typeof address === 'string') reject(new Error('the server has no port'));
      else resolve(address.port);
    });
  });
}

interface Exchange {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly door: Door;
  readonly port: number;
  readonly options: HttpServerOptions;
}

async function respond(exchange: Exchange): Promise<void> {
  const { request, door } = exchange;
  const refusal = checkHost(door, request);
  if (refusal !== null) return refuse(exchange, refusal);
  const path = (request.url ?? '').split('?', 1)[0] ?? '';
  if (path === '/session') return await openSession(exchange);
  if (request.method !== 'GET' && request.method !== 'HEAD') return refuse(exchange, { status: 405, why: 'GET only' });
  serveFile(exchange, path);
}

function serveFile(exchange: Exchange, path: string): void {
  const file = exchange.options.files.get(path);
  if (file === undefined) return answer(exchange, 404, 'text/plain; charset=utf-8', 'Not found\n');
  const nonce = randomBytes(16).toString('base64');
  const isPage = file.type.startsWith('text/html');
  const body = isPage ? file.bytes.toString('utf8').replaceAll(NONCE_MARK, nonce) : file.bytes;
  answer(exchange, 200, file.type, body, nonce, path.startsWith('/assets/') ? 'public, max-age=31536000, immutable' : 'no-store');
}

async function openSession(exchange: Exchange): Promise<void> {
  const { request, door, options } = exchange;
  if (request.method !== 'POST') return refuse(exchange, { status: 405, why: 'POST only' });
  const refusal = checkOrigin(door, request) ?? checkJson(request);
  if (refusal !== null) return refuse(exchange, refusal);
  const body = await readBody(request);
  const parsed = CodeBody.safeParse(body);
  if (!parsed.success) return refuse(exchange, { status: 400, why: 'a code is wanted' });
  const token = options.sessions.swap(parsed.data.code);
  if (token === null) return refuse(exchange, { status: 401, why: 'this link was used before or is too old' });
  answer(exchange, 200, 'application/json', JSON.stringify({ token }));
}

async function readBody(request: IncomingMessage): Promise<unknown> {
  const chunks: Buffer[] = [];
  let size = 0;
  try {
    for await (const chunk of request as AsyncIterable<Buffer>) {
      size += chunk.length;
      if (size > MAX_BODY_BYTES) return undefined;
      chunks.push(chunk);
    }
    return JSON.parse(Buffer.concat(chunks).toString('utf8')) as unknown;
  } catch {
    return undefined;
  }
}

function refuse(exchange: Exchange, refusal: Refusal): void {
  exchange.options.onRefusal(refusal.why);
  answer(exchange, refusal.status, 'application/json', JSON.stringify({ failure: refusal.why }));
}

function answer(
  { request, response, port }: Exchange,
  status: number,
  type: string,
  body: string | Buffer,
  nonce = randomBytes(16).toString('base64'),
  caching = 'no-store',
): void {
  response.writeHead(status, {
    ...safetyHeaders(nonce, port),
    'content-type': type,
    'cache-control': caching,
    // A refused body is not read on, so the connection cannot be used again.
    ...(status >= 400 ? { connection: 'close' } : {}),
  });
  response.end(request.method === 'HEAD' ? undefined : body);
}

function checkSocket(request: IncomingMessage, sockets: WebSocketServer): Refusal | null {
  if (request.url !== '/socket') return { status: 400, why: 'no socket here' };
  if (sockets.clients.size >= MAX_SOCKETS) return { status: 403, why: 'too many pages are open' };
  return null;
}

function refuseUpgrade(socket: Duplex, refusal: Refusal, options: HttpServerOptions): void {
  options.onRefusal(refusal.why);
  socket.end(`HTTP/1.1 ${refusal.status} Refused\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
}

/** The first frame must bring the token within 2 s; nothing else is read before. */
function authenticate(socket: WebSocket, options: HttpServerOptions): void {
  socket.on('error', () => socket.terminate());
  const timer = setTimeout(() => socket.close(4401, 'no token came'), AUTH_WITHIN_MS);
  socket.once('close', () => clearTimeout(timer));
  socket.once('message', (data, isBinary) => {
    clearTimeout(timer);
    const frame = AuthFrame.safeParse(isBinary ? undefined : safeJson(String(data)));
    if (!frame.success || !options.sessions.isToken(frame.data.token)) {
      options.onRefusal('a socket showed no valid token');
      return socket.close(4401, 'not signed in');
    }
    const pipe = socketPipe(socket);
    socket.send(JSON.stringify({ type: 'ready' }));
    options.onPage(pipe);
  });
}

function safeJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
