import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type DoorHost, startDoorHost } from '../../support/door-host.ts';
import { ask, openRaw, type RawAnswer, sendRaw } from '../../support/raw-http.ts';

let host: DoorHost;
let ours: readonly string[] = [];
beforeAll(async () => {
  host = await startDoorHost();
  ours = [`Host: 127.0.0.1:${host.port}`, `Origin: http://127.0.0.1:${host.port}`];
});
afterAll(async () => {
  await host.server.close();
});

const JSON_TYPE = 'Content-Type: application/json';
const LARGEST_BODY = 64 * 1024;

function postSession(body: string, lines: readonly string[] = [JSON_TYPE]): Promise<RawAnswer> {
  return ask(host.port, ['POST /session HTTP/1.1', ...ours, ...lines], body);
}

async function pageText(): Promise<string> {
  return (await ask(host.port, ['GET / HTTP/1.1', ...ours])).body;
}

function assetOf(page: string): string {
  return /src="\.\/([^"]+)"/.exec(page)?.[1] ?? 'no asset';
}

describe('the page', () => {
  it('carries the nonce of its own policy, another one each time', async () => {
    const first = await ask(host.port, ['GET / HTTP/1.1', ...ours]);
    const nonce = /content="([^"]+)"/.exec(first.body)?.[1] ?? 'none';
    expect(first.headers.get('content-security-policy')?.[0]).toContain(`'nonce-${nonce}'`);
    expect(await pageText()).not.toContain(nonce);
  });

  it('has its assets below a name of this run, and nowhere else', async () => {
    const asset = assetOf(await pageText());
    expect(asset).toMatch(/^[\w-]{16}\/assets\/main\.js$/);
    for (const path of [
      '/assets/main.js',
      '/AAAAAAAAAAAAAAAA/assets/main.js',
      `/${asset}/`,
      `/${asset.replace('main', '..%2fmain')}`,
    ]) {
      expect([path, (await ask(host.port, [`GET ${path} HTTP/1.1`, ...ours])).status]).toEqual([path, 404]);
    }
  });

  const paths = [
    '//',
    '/.',
    '/..',
    '/../index.html',
    '/%2e%2e/etc/passwd',
    '/..\\..\\etc',
    '/index.html/',
    '/%00',
    '/constructor',
    '/__proto__',
    '/?/',
    '/assets',
  ];
  it('is the only thing at its address', async () => {
    const statuses = await Promise.all(
      paths.map(async (path) => (await ask(host.port, [`GET ${path} HTTP/1.1`, ...ours])).status),
    );
    expect(Object.fromEntries(paths.map((path, index) => [path, statuses[index]]))).toEqual(
      Object.fromEntries(paths.map((path) => [path, path === '/?/' ? 200 : 404])),
    );
  });
});

describe('the session', () => {
  it('swaps a code for a token once', async () => {
    const body = JSON.stringify({ code: host.sessions.mintCode() });
    const { token } = JSON.parse((await postSession(body)).body.replace(/^[0-9a-f]+\r\n|\r\n0\r\n\r\n$/g, '')) as {
      readonly token: string;
    };
    expect(host.sessions.isToken(token)).toBe(true);
    expect((await postSession(body)).status).toBe(401);
  });

  it('gives one token for one code, however many ask at once', async () => {
    const body = JSON.stringify({ code: host.sessions.mintCode() });
    const answers = await Promise.all(Array.from({ length: 20 }, () => postSession(body)));
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
  });

  const types = [
    'text/plain',
    'application/x-www-form-urlencoded',
    'multipart/form-data; boundary=x',
    'text/plain; application/json',
    'application/jsonp',
    '',
  ];
  for (const type of types) {
    it(`takes no ${type === '' ? 'untyped' : type} body, and the code stays good`, async () => {
      const code = host.sessions.mintCode();
      const answer = await postSession(JSON.stringify({ code }), type === '' ? [] : [`Content-Type: ${type}`]);
      expect(answer.status).toBe(415);
      expect(host.sessions.swap(code)).not.toBeNull();
    });
  }

  const bodies = [
    '',
    'null',
    '[]',
    '"code"',
    '{"code":1}',
    '{"code":""}',
    `{"code":"${'x'.repeat(201)}"}`,
    '{"code":',
    '\ufeff{}',
    '{"__proto__":{"code":"x"}}',
  ];
  it('takes no other shape', async () => {
    for (const body of bodies) expect([body, (await postSession(body)).status]).toEqual([body, 400]);
  });

  it('stops reading a body of unknown length at its limit', async () => {
    const socket = openRaw(host.port);
    socket.write(
      `POST /session HTTP/1.1\r\n${ours.join('\r\n')}\r\n${JSON_TYPE}\r\nTransfer-Encoding: chunked\r\n\r\n`,
    );
    const answered = once(socket, 'data');
    const chunk = 'x'.repeat(16 * 1024);
    for (let sent = 0; sent <= LARGEST_BODY; sent += chunk.length)
      socket.write(`${chunk.length.toString(16)}\r\n${chunk}\r\n`);
    const [data] = (await answered) as [Buffer];
    expect(String(data)).toMatch(/^HTTP\/1\.1 413 /);
    socket.destroy();
  });

  it('outlives a body that breaks off', async () => {
    const socket = openRaw(host.port);
    socket.write(`POST /session HTTP/1.1\r\n${ours.join('\r\n')}\r\n${JSON_TYPE}\r\nContent-Length: 100\r\n\r\n{`, () =>
      socket.resetAndDestroy(),
    );
    await once(socket, 'close');
    expect((await ask(host.port, ['GET / HTTP/1.1', ...ours])).status).toBe(200);
  });
});

describe('a request that two readers would read differently', () => {
  const both = 'Content-Length: 6\r\nTransfer-Encoding: chunked';
  const requests = [
    ['two lengths', `Content-Length: 2\r\nContent-Length: 3\r\n\r\n{}`],
    ['length and chunks', `${both}\r\n\r\n0\r\n\r\nG`],
    ['a bad length', 'Content-Length: +2\r\n\r\n{}'],
    ['a bad chunk', 'Transfer-Encoding: chunked\r\n\r\nzz\r\n{}\r\n0\r\n\r\n'],
    ['an unknown coding', 'Transfer-Encoding: chunked, identity\r\n\r\n0\r\n\r\n'],
    ['a space before the colon', 'Content-Length : 2\r\n\r\n{}'],
    ['a folded header', 'X-Folded: a\r\n b\r\nContent-Length: 2\r\n\r\n{}'],
  ] as const;
  for (const [name, rest] of requests) {
    it(`is refused and its connection closed: ${name}`, async () => {
      const text = await sendRaw(
        host.port,
        `POST /session HTTP/1.1\r\n${ours.join('\r\n')}\r\n${JSON_TYPE}\r\n${rest}`,
      );
      expect(text).toMatch(/^HTTP\/1\.1 400 /);
      expect(text.match(/HTTP\/1\.1/g)).toHaveLength(1);
    });
  }

  it('pipelined ones are each judged for themselves', async () => {
    const good = `GET / HTTP/1.1\r\n${ours.join('\r\n')}\r\n\r\n`;
    const text = await sendRaw(host.port, `${good}GET / HTTP/1.1\r\nHost: evil.example\r\n\r\n${good}`);
    expect([...text.matchAll(/HTTP\/1\.1 (\d+)/g)].map((match) => match[1])).toEqual(['200', '421']);
  });
});

describe('a rude peer', () => {
  const wrong = [
    'GET /socket HTTP/1.1',
    'Host: evil.example',
    'Connection: Upgrade',
    'Upgrade: websocket',
    '',
    '',
  ].join('\r\n');

  it('that resets a refused handshake does no harm', async () => {
    for (let times = 0; times < 20; times += 1) {
      const socket = openRaw(host.port);
      socket.write(wrong, () => socket.resetAndDestroy());
      await once(socket, 'close');
    }
    await sleep(20);
    expect((await ask(host.port, ['GET / HTTP/1.1', ...ours])).status).toBe(200);
  });

  it('that does not hang up after a refused handshake is hung up on', async () => {
    const socket = openRaw(host.port);
    socket.allowHalfOpen = true;
    socket.resume();
    socket.write(wrong);
    await once(socket, 'end');
    // Whatever is sent to a connection that is gone is answered with a reset.
    const timer = setInterval(() => socket.write('still here'), 10);
    await new Promise((resolve) => socket.once('close', resolve));
    clearInterval(timer);
  }, 5_000);

  it('that never hangs up cannot keep the server from stopping', async () => {
    const other = await startDoorHost();
    const sockets = [wrong, 'GET / HTTP/1.1\r\n', ''].map((text) => {
      const socket = openRaw(other.port);
      socket.allowHalfOpen = true;
      if (text !== '') socket.write(text);
      return socket;
    });
    await Promise.all(sockets.map((socket) => once(socket, 'connect')));
    await ask(other.port, ['GET / HTTP/1.1', 'Host: evil.example']);
    await other.server.close();
    for (const socket of sockets) socket.destroy();
  });
});

describe('the port', () => {
  it('that is taken is told by the system', async () => {
    const { startHttpServer } = await import('../../../electron/hosts/headless/http-server.ts');
    const options = {
      port: host.port,
      files: new Map(),
      sessions: host.sessions,
      onPage: () => undefined,
      onRefusal: () => undefined,
    };
    await expect(startHttpServer(options)).rejects.toMatchObject({ code: 'EADDRINUSE' });
  });
});
