import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { WebSocket } from 'ws';
import { type DoorHost, startDoorHost } from '../../support/door-host.ts';
import { closeCode, openPageSocket, openSocket } from '../../support/page-socket.ts';
import { openRaw } from '../../support/raw-http.ts';

let host: DoorHost;
beforeEach(async () => {
  host = await startDoorHost();
});
afterEach(async () => {
  await host.server.close();
});

const MAX_PAGES = 8;

async function isAlive(socket: WebSocket): Promise<boolean> {
  const answer = once(socket, 'message');
  socket.send('{"type":"call"}');
  const [data] = (await answer) as [Buffer];
  return String(data) === '"pong"';
}

describe('a socket', () => {
  it('with a token in its first frame is a page', async () => {
    const socket = await openPageSocket(host.port, host.token());
    expect(await isAlive(socket)).toBe(true);
    expect(socket.extensions).toBe('');
  });

  const frames: readonly (readonly [string, (token: string) => string | Buffer])[] = [
    ['no token', () => '{"type":"auth"}'],
    ['an empty token', () => '{"type":"auth","token":""}'],
    ['a wrong token', () => '{"type":"auth","token":"AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"}'],
    ['a code for a token', () => JSON.stringify({ type: 'auth', token: host.sessions.mintCode() })],
    ['half a token', (token) => JSON.stringify({ type: 'auth', token: token.slice(0, 20) })],
    ['a token in a list', (token) => JSON.stringify({ type: 'auth', token: [token] })],
    ['a token of another kind of frame', (token) => JSON.stringify({ type: 'call', token })],
    ['a token in a binary frame', (token) => Buffer.from(JSON.stringify({ type: 'auth', token }))],
    ['a call before the token', () => '{"type":"call","id":"1","name":"app.hello","input":{}}'],
    ['no JSON', () => 'hello'],
    ['an empty frame', () => ''],
  ];
  for (const [name, frame] of frames) {
    it(`with ${name} is closed and never a page`, async () => {
      const token = host.token();
      const socket = await openSocket(host.port);
      socket.send(frame(token));
      socket.send(JSON.stringify({ type: 'auth', token }));
      expect(await closeCode(socket)).toBe(4401);
      expect(host.pages).toHaveLength(0);
    });
  }

  it('that shows no token within two seconds is closed', async () => {
    const socket = await openSocket(host.port);
    const openedMs = performance.now();
    expect(await closeCode(socket)).toBe(4408);
    expect(performance.now() - openedMs).toBeGreaterThan(1_500);
    expect(host.pages).toHaveLength(0);
  });

  it('that sends more than 64 KiB at once is closed, before and after the token', async () => {
    const large = 'x'.repeat(64 * 1024 + 1);
    const stranger = await openSocket(host.port);
    stranger.send(large);
    expect(await closeCode(stranger)).toBe(1009);
    const page = await openPageSocket(host.port, host.token());
    page.send(large);
    expect(await closeCode(page)).toBe(1009);
  });

  it('is closed over a later frame that is no JSON text', async () => {
    for (const frame of [Buffer.from('{}'), '{']) {
      const socket = await openPageSocket(host.port, host.token());
      socket.send(frame);
      expect(await closeCode(socket)).toBe(1003);
    }
  });

  it('that leaves our goodbye unanswered is cut off', async () => {
    const socket = openRaw(host.port);
    const lines = [
      'GET /socket HTTP/1.1',
      `Host: 127.0.0.1:${host.port}`,
      `Origin: http://127.0.0.1:${host.port}`,
      'Connection: Upgrade',
      'Upgrade: websocket',
      'Sec-WebSocket-Version: 13',
      'Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==',
      'Sec-WebSocket-Protocol: headroom.v1',
    ];
    socket.write(`${lines.join('\r\n')}\r\n\r\n`);
    await once(socket, 'data');
    // A whole text frame that is no token, masked with zeroes (RFC 6455, 5.2).
    socket.write(Buffer.from([0x81, 0x82, 0, 0, 0, 0, 0x68, 0x69]));
    const [goodbye] = (await once(socket, 'data')) as [Buffer];
    expect(goodbye.subarray(2, 4).readUInt16BE()).toBe(4401);
    await once(socket, 'close');
  }, 5_000);
});

describe('many sockets', () => {
  it('no more than eight pages come in, and a place becomes free again', async () => {
    const pages = await Promise.all(Array.from({ length: MAX_PAGES }, () => openPageSocket(host.port, host.token())));
    const ninth = await openSocket(host.port);
    ninth.send(JSON.stringify({ type: 'auth', token: host.token() }));
    expect(await closeCode(ninth)).toBe(1013);
    const [first] = pages;
    if (first === undefined) throw new Error('no page');
    first.close();
    await once(first, 'close');
    await expect.poll(async () => isAlive(await openPageSocket(host.port, host.token()))).toBe(true);
  });

  it('that show no token keep no page out', async () => {
    const strangers = await Promise.all(Array.from({ length: 60 }, () => openSocket(host.port)));
    const socket = await openPageSocket(host.port, host.token());
    expect(await isAlive(socket)).toBe(true);
    expect(strangers.filter(({ readyState }) => readyState === 1).length).toBeLessThanOrEqual(16);
  });

  it('a thousand opened and dropped leave nothing behind', async () => {
    const page = await openPageSocket(host.port, host.token());
    for (let round = 0; round < 20; round += 1) {
      const sockets = await Promise.all(Array.from({ length: 50 }, () => openSocket(host.port).catch(() => null)));
      for (const socket of sockets) socket?.terminate();
    }
    expect(await isAlive(page)).toBe(true);
    expect(host.pages).toHaveLength(1);
  });
});

describe('a page that stops reading', () => {
  it('is cut off before it costs memory', async () => {
    const socket = await openPageSocket(host.port, host.token());
    const closed = new Promise<void>((resolve) => host.pages[0]?.onClose(resolve));
    socket.pause();
    const message = 'x'.repeat(256 * 1024);
    let posts = 0;
    let isClosed = false;
    void closed.then(() => {
      isClosed = true;
    });
    for (; posts < 400 && !isClosed; posts += 1) {
      host.pages[0]?.post(message);
      await sleep(0);
    }
    await closed;
    // 8 MiB of ours, and what the system's own buffers hold.
    expect(posts * 256).toBeLessThan(24 * 1024);
    socket.terminate();
  });
});
