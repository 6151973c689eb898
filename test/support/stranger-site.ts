import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface StrangerSite {
  readonly port: number;
  readonly origin: string;
  /** Paths asked for since the last `forget`. */
  readonly asked: readonly string[];
  forget(): void;
  close(): Promise<void>;
}

/** A web site of somebody else on this machine: answers everything, to everybody, and notes what it was asked. */
export async function startStrangerSite(): Promise<StrangerSite> {
  let asked: string[] = [];
  const server = createServer((request, response) => {
    asked.push(`${request.method ?? ''} ${request.url ?? ''}`);
    response.writeHead(200, { 'content-type': 'text/html', 'access-control-allow-origin': '*' });
    response.end('<!doctype html><title>stranger</title>');
  });
  server.on('upgrade', (request, socket) => {
    asked.push(`UPGRADE ${request.url ?? ''}`);
    socket.destroy();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    port,
    origin: `http://127.0.0.1:${port}`,
    get asked() {
      return asked;
    },
    forget() {
      asked = [];
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
