import type { AddressInfo } from 'node:net';
import { createServer } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { type WebSocket as Peer, WebSocketServer } from 'ws';
import { undiciSockets } from '../../../electron/adapters/socket/undici-socket.ts';
import type { SocketConnection, SocketTransport } from '../../../electron/engine/ports.ts';

const closing: (() => void)[] = [];
afterEach(() => {
  for (const close of closing.splice(0)) close();
});

const transports = (isAllowed = (_url: string): boolean => true, connectTimeoutMs = 5_000): SocketTransport =>
  undiciSockets({ isAllowed, maxMessageBytes: 1_000, connectTimeoutMs });

interface Side {
  readonly url: string;
  readonly headers: Record<string, unknown>[];
  readonly closedWith: Promise<number>;
}

/** A server on loopback that does as it is told with each connection. */
async function serve(onPeer: (peer: Peer) => void, deflate = false): Promise<Side> {
  const server = new WebSocketServer({ port: 0, host: '127.0.0.1', perMessageDeflate: deflate });
  closing.push(() => {
    for (const peer of server.clients) peer.terminate();
    server.close();
  });
  const headers: Record<string, unknown>[] = [];
  const closedWith = new Promise<number>((resolve) => {
    server.on('connection', (peer, request) => {
      headers.push(request.headers);
      peer.on('close', resolve);
      onPeer(peer);
    });
  });
  await new Promise((resolve) => server.once('listening', resolve));
  return { url: `ws://127.0.0.1:${(server.address() as AddressInfo).port}/v2`, headers, closedWith };
}

interface Heard {
  readonly texts: string[];
  readonly connection: SocketConnection;
  readonly opened: Promise<void>;
  readonly closed: Promise<number>;
}

function listen(transport: SocketTransport, url: string, onText: (text: string) => void = () => undefined): Heard {
  const texts: string[] = [];
  let open: () => void = () => undefined;
  let close: (code: number) => void = () => undefined;
  const opened = new Promise<void>((resolve) => (open = resolve));
  const closed = new Promise<number>((resolve) => (close = resolve));
  const connection = transport.open(
    url,
    { 'user-agent': 'Headroom' },
    {
      onOpen: () => open(),
      onText(text) {
        texts.push(text);
        onText(text);
      },
      onClose: (code) => close(code),
    },
  );
  return { texts, connection, opened, closed };
}

describe('a socket', () => {
  it('carries texts both ways, with the headers it was given', async () => {
    const { url, headers } = await serve((peer) => peer.on('message', (data) => peer.send(`heard ${String(data)}`)));
    const transport = transports();
    const answer = await new Promise<string>((resolve) => {
      const { connection, opened } = listen(transport, url, resolve);
      void opened.then(() => connection.send('hello'));
    });
    expect(answer).toBe('heard hello');
    expect(headers[0]).toMatchObject({ 'user-agent': 'Headroom' });
    await transport.close();
  });

  it('keeps text that arrives in pieces whole, a letter cut in two included', async () => {
    const bytes = Buffer.from('{"name":"日本語"}');
    const { url } = await serve((peer) => {
      peer.send(bytes.subarray(0, 11), { fin: false, binary: false });
      peer.send(bytes.subarray(11), { fin: true, binary: false });
    });
    const text = await new Promise((resolve) => listen(transports(), url, resolve));
    expect(text).toBe('{"name":"日本語"}');
  });

  it('answers the pings of the other side', async () => {
    const pong = await new Promise((resolve) => {
      void serve((peer) => {
        peer.on('pong', (payload) => resolve(String(payload)));
        peer.ping('1234');
      }).then(({ url }) => listen(transports(), url));
    });
    expect(pong).toBe('1234');
  });

  it('tells the code with which the other side closed', async () => {
    const { url } = await serve((peer) => peer.close(4001, 'Login failed'));
    expect(await listen(transports(), url).closed).toBe(4001);
  });

  it('tells 1006 when the line is cut', async () => {
    const { url } = await serve((peer) => peer.terminate());
    expect(await listen(transports(), url).closed).toBe(1006);
  });

  it.each([
    { name: 'a message over the cap', deflate: false },
    { name: 'a message that unpacks to more than the cap', deflate: true },
  ])('ends at $name without passing it on', async ({ deflate }) => {
    const { url } = await serve((peer) => peer.send('a'.repeat(100_000)), deflate);
    const heard = listen(transports(), url);
    await heard.closed;
    expect(heard.texts).toEqual([]);
  });

  it('does not pass binary messages on', async () => {
    const { url } = await serve((peer) => {
      peer.send(Buffer.from('binary'));
      peer.send('text');
    });
    const first = await new Promise((resolve) => listen(transports(), url, resolve));
    expect(first).toBe('text');
  });

  it('says nothing more once our side closed it, and tells the other side', async () => {
    const { url, closedWith } = await serve((peer) => peer.send('one'));
    const heard = listen(transports(), url, () => heard.connection.close());
    let hasEnded = false;
    void heard.closed.then(() => (hasEnded = true));
    expect(await closedWith).toBe(1000);
    expect([heard.texts, hasEnded]).toEqual([['one'], false]);
  });

  it('cuts the line of another side that does not answer a goodbye', async () => {
    const gone = new Promise<void>((resolve) => {
      const server = createServer((line) => {
        line.once('data', (request) => {
          const key = /sec-websocket-key: (.+)\r\n/i.exec(String(request))?.[1] ?? '';
          void import('node:crypto').then(({ createHash }) => {
            const accept = createHash('sha1').update(`${key}258EAFA5-E914-47DA-95CA-C5AB0DC85B11`).digest('base64');
            line.write(
              `HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: ${accept}\r\n\r\n`,
            );
          });
        });
        line.on('error', () => undefined);
        line.on('close', () => resolve());
      });
      closing.push(() => server.close());
      server.listen(0, '127.0.0.1', () => {
        const heard = listen(transports(), `ws://127.0.0.1:${(server.address() as AddressInfo).port}/`);
        void heard.opened.then(() => heard.connection.close());
      });
    });
    await gone;
  });

  it.each([
    { name: 'nobody listens', answer: null },
    { name: 'the upgrade is refused', answer: 'HTTP/1.1 429 Too Many Requests\r\ncontent-length: 0\r\n\r\n' },
    {
      name: 'the upgrade is sent elsewhere',
      answer: 'HTTP/1.1 302 Found\r\nlocation: ws://127.0.0.1:1/\r\ncontent-length: 0\r\n\r\n',
    },
  ])('never opens when $name', async ({ answer }) => {
    const server = createServer((line) => {
      line.on('error', () => undefined);
      line.once('data', () => line.end(answer ?? ''));
    });
    closing.push(() => server.close());
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    if (answer === null) await new Promise((resolve) => server.close(resolve));
    let hasOpened = false;
    const heard = listen(transports(), `ws://127.0.0.1:${port}/`);
    void heard.opened.then(() => (hasOpened = true));
    expect(await heard.closed).toBe(1006);
    expect(hasOpened).toBe(false);
  });

  it('is not opened to an address that is not allowed', async () => {
    let arrivals = 0;
    const { url } = await serve(() => (arrivals += 1));
    const heard = listen(
      transports((allowed) => allowed !== url),
      url,
    );
    expect(await heard.closed).toBe(1006);
    expect(arrivals).toBe(0);
  });

  it('of a real exchange is not opened to a name that leads into this machine', async () => {
    const arrived: string[] = [];
    const server = createServer(() => arrived.push('connection'));
    closing.push(() => server.close());
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const heard = listen(transports(), `wss://localhost:${(server.address() as AddressInfo).port}/v2`);
    expect(await heard.closed).toBe(1006);
    expect(arrived).toEqual([]);
  });

  it('closes with its transport', async () => {
    const { url, closedWith } = await serve(() => undefined);
    const transport = transports();
    const heard = listen(transport, url);
    await heard.opened;
    await transport.close();
    expect(await closedWith).toBe(1000);
  });
});
