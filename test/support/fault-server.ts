import { type AddressInfo, type Server, type Socket, createServer } from 'node:net';

/** What one connection does once it has a whole request; `request` is head and body as they came. */
export type Behaviour = (socket: Socket, request: string) => void;

/**
 * A raw TCP server that breaks HTTP in the ways real networks do. It counts connections, bytes and whole requests, so
 * that a test can say what arrived.
 */
export class FaultServer {
  readonly requests: string[] = [];
  connections = 0;
  bytes = 0;
  /** Called for every new connection, before anything is read. */
  onConnect: (socket: Socket) => void = () => undefined;
  behave: Behaviour;
  readonly #server: Server;
  readonly #sockets = new Set<Socket>();

  private constructor(behave: Behaviour) {
    this.behave = behave;
    this.#server = createServer((socket) => this.#serve(socket));
  }

  static async start(behave: Behaviour = refuse): Promise<FaultServer> {
    const faults = new FaultServer(behave);
    await new Promise<void>((resolve) => faults.#server.listen(0, '127.0.0.1', resolve));
    return faults;
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port;
  }

  get origin(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  /** Connections that are open now. */
  get open(): number {
    return this.#sockets.size;
  }

  async stop(): Promise<void> {
    for (const socket of this.#sockets) socket.destroy();
    await new Promise<void>((resolve) => this.#server.close(() => resolve()));
  }

  #serve(socket: Socket): void {
    this.connections += 1;
    this.#sockets.add(socket);
    socket.on('close', () => this.#sockets.delete(socket));
    socket.on('error', () => undefined);
    this.onConnect(socket);
    let pending = '';
    socket.on('data', (chunk: Buffer) => {
      this.bytes += chunk.length;
      pending += chunk.toString('latin1');
      for (let size = sizeOf(pending); size !== null; size = sizeOf(pending)) {
        const request = pending.slice(0, size);
        pending = pending.slice(size);
        this.requests.push(request);
        this.behave(socket, request);
      }
    });
  }
}

// Length of the first whole request; null while it is still coming.
function sizeOf(text: string): number | null {
  const head = text.indexOf('\r\n\r\n');
  if (head < 0) return null;
  const length = Number(/\r\ncontent-length: (\d+)/i.exec(text.slice(0, head))?.[1] ?? 0);
  const size = head + 4 + length;
  return text.length >= size ? size : null;
}

const refuse: Behaviour = (socket) => socket.destroy();

/** One whole answer, kept alive. */
export function answer(body: string | Buffer, headers: readonly string[] = [], status = '200 OK'): Behaviour {
  const bytes = Buffer.from(body);
  const head = [`HTTP/1.1 ${status}`, `content-length: ${bytes.length}`, ...headers, '', ''].join('\r\n');
  return (socket) => void socket.write(Buffer.concat([Buffer.from(head), bytes]));
}

/** Bytes as they are, then nothing more. */
export function raw(bytes: string | Buffer, after: 'stall' | 'end' | 'reset' = 'stall'): Behaviour {
  return (socket) => {
    socket.write(bytes, () => {
      if (after === 'end') socket.end();
      if (after === 'reset') socket.resetAndDestroy();
    });
  };
}

export const head = (lines: readonly string[], status = '200 OK'): string =>
  [`HTTP/1.1 ${status}`, ...lines, '', ''].join('\r\n');
