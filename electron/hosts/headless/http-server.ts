import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { z } from 'zod';
import type { Pipe } from '../../../shared/contract/pipe.ts';
import { answer, answerRaw, type Content, refusalContent } from './answers.ts';
import type { Sessions } from './codes.ts';
import { Crowd } from './crowd.ts';
import { checkHost, checkJson, checkOrigin, checkReader, type Door, doorOf, type Refusal } from './door.ts';
import type { PageFiles } from '../common/page-files.ts';
import { pageRoutes } from './page-routes.ts';
import { checkSocket, PageSockets } from './page-sockets.ts';
import { readJson } from './read-json.ts';

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

const ADDRESS = '127.0.0.1';
const MAX_BODY_BYTES = 64 * 1024;
const MAX_CONNECTIONS = 64;
const NOT_FOUND: Content = { status: 404, type: 'text/plain; charset=utf-8', body: 'Not found\n' };

// Node's own defaults leave a silent peer a minute or more.
const TIMES = {
  connectionsCheckingInterval: 1_000,
  headersTimeout: 5_000,
  requestTimeout: 10_000,
  keepAliveTimeout: 5_000,
};

const CodeBody = z.object({ code: z.string().min(1).max(200) });

/** Serves the page and the contract on 127.0.0.1 only. Rejects with the system's error when the port is taken. */
export async function startHttpServer(options: HttpServerOptions): Promise<HttpServer> {
  // A missing Host is ours to refuse, with our headers.
  const server = createServer({ ...TIMES, maxHeaderSize: 16 * 1024, requireHostHeader: false });
  server.maxHeadersCount = 100;
  const port = await listen(server, options.port);
  const crowd = new Crowd<Socket>(MAX_CONNECTIONS);
  const sockets = new PageSockets({ ...options, onBadHandshake: (socket) => answerRaw(socket, 400, port) });
  const room: Room = { door: doorOf(port), port, options, pageAt: pageRoutes(options.files) };
  attach(server, room, sockets, crowd);
  return { port, close: () => close(server, sockets, crowd) };
}

interface Room {
  readonly door: Door;
  readonly port: number;
  readonly options: HttpServerOptions;
  readonly pageAt: (path: string) => Content | null;
}

function attach(server: Server, room: Room, sockets: PageSockets, crowd: Crowd<Socket>): void {
  const { door, port, options } = room;
  const take = (request: IncomingMessage, response: ServerResponse): void => {
    void contentFor(request, room).then((content) => answer(request, response, port, content));
  };
  server.on('connection', (socket) => crowd.admit(socket));
  server.on('request', take);
  server.on('checkContinue', take);
  server.on('checkExpectation', take);
  server.on('upgrade', (request, socket: Socket, head) => {
    // HTTP has let go of the connection: without a listener its error would end the process.
    socket.on('error', () => undefined);
    const refusal = checkHost(door, request) ?? checkOrigin(door, request) ?? checkSocket(request);
    if (refusal === null) {
      crowd.release(socket);
      return sockets.accept(request, socket, head);
    }
    options.onRefusal(refusal.why);
    answerRaw(socket, refusal.status, port);
  });
  server.on('clientError', (error: NodeJS.ErrnoException, socket: Socket) => {
    // Part of an answer may be on its way already.
    if (!socket.writable || socket.bytesWritten > 0) return void socket.destroy();
    answerRaw(socket, STATUS_OF_ERROR[error.code ?? ''] ?? 400, port);
  });
}

const STATUS_OF_ERROR: Readonly<Record<string, number>> = {
  HPE_HEADER_OVERFLOW: 431,
  HPE_CHUNK_EXTENSIONS_OVERFLOW: 413,
  ERR_HTTP_REQUEST_TIMEOUT: 408,
};

function listen(server: Server, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, ADDRESS, () => {
      server.off('error', reject);
      resolve((server.address() as AddressInfo).port);
    });
  });
}

function close(server: Server, sockets: PageSockets, crowd: Crowd<Socket>): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    sockets.close();
    crowd.destroyAll();
    server.closeAllConnections();
  });
}

async function contentFor(request: IncomingMessage, room: Room): Promise<Content> {
  const path = (request.url ?? '').split('?', 1)[0] ?? '';
  const refusal =
    checkHost(room.door, request) ?? (path === '/session' ? checkSession(request, room) : checkRead(request, room));
  if (refusal !== null) return refused(refusal, room);
  return path === '/session' ? await openSession(request, room) : (room.pageAt(path) ?? NOT_FOUND);
}

function checkSession(request: IncomingMessage, { door }: Room): Refusal | null {
  if (request.method !== 'POST') return { status: 405, why: 'POST only' };
  return checkOrigin(door, request) ?? checkJson(request);
}

function checkRead(request: IncomingMessage, { door }: Room): Refusal | null {
  if (request.method !== 'GET' && request.method !== 'HEAD') return { status: 405, why: 'GET only' };
  return checkReader(door, request);
}

async function openSession(request: IncomingMessage, room: Room): Promise<Content> {
  const body = await readJson(request, MAX_BODY_BYTES);
  if (body.kind === 'too-large') return refused({ status: 413, why: 'the body is too large' }, room);
  const parsed = CodeBody.safeParse(body.kind === 'json' ? body.value : undefined);
  if (!parsed.success) return refused({ status: 400, why: 'a code is wanted' }, room);
  const token = room.options.sessions.swap(parsed.data.code);
  if (token === null) return refused({ status: 401, why: 'this link was used before or is too old' }, room);
  return { status: 200, type: 'application/json', body: JSON.stringify({ token }) };
}

function refused(refusal: Refusal, { options }: Room): Content {
  options.onRefusal(refusal.why);
  return refusalContent(refusal);
}
