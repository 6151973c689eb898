import { once } from 'node:events';
import type { Socket } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Crowd, type Member } from '../../../electron/hosts/headless/crowd.ts';
import { type DoorHost, startDoorHost } from '../../support/door-host.ts';
import { openPageSocket } from '../../support/page-socket.ts';
import { ask, openRaw } from '../../support/raw-http.ts';

let host: DoorHost;
let sockets: Socket[] = [];
beforeEach(async () => {
  host = await startDoorHost();
});
afterEach(async () => {
  for (const socket of sockets) socket.destroy();
  sockets = [];
  await host.server.close();
});

async function occupy(count: number, text: string): Promise<void> {
  const opened = Array.from({ length: count }, () => openRaw(host.port));
  sockets.push(...opened);
  // Unread, the end would never be seen.
  for (const socket of opened) socket.resume();
  await Promise.all(opened.map((socket) => once(socket, 'connect')));
  if (text !== '') for (const socket of opened) socket.write(text);
}

const FLOODS = [
  ['silent', ''],
  ['with half a request line', 'GET / HT'],
  ['with headers that never end', 'GET / HTTP/1.1\r\nHost: x\r\nX-Slow: '],
  [
    'with a body that never comes',
    'POST /session HTTP/1.1\r\nContent-Type: application/json\r\nContent-Length: 99\r\n\r\n{',
  ],
] as const;

describe('a hundred connections that only occupy places', () => {
  for (const [name, text] of FLOODS) {
    it(`${name}: a page that is in is answered, and a new one comes in`, async () => {
      const page = await openPageSocket(host.port, host.token());
      await occupy(100, text);
      const answer = once(page, 'message');
      page.send('{"type":"call"}');
      expect(String((await answer)[0])).toBe('"pong"');
      const fresh = await ask(host.port, ['GET / HTTP/1.1', `Host: 127.0.0.1:${host.port}`]);
      expect(fresh.status).toBe(200);
      const second = await openPageSocket(host.port, host.token());
      expect(second.readyState).toBe(1);
    });
  }

  it('are down to the limit at once, and gone after the time for headers', async () => {
    await occupy(100, 'GET / HT');
    await expect.poll(() => sockets.filter(({ destroyed }) => !destroyed).length).toBeLessThanOrEqual(64);
    await expect.poll(() => sockets.filter(({ destroyed }) => !destroyed).length, { timeout: 9_000 }).toBe(0);
  });
});

describe('the crowd', () => {
  function member(name: string, gone: string[]): Member & { leave(): void } {
    let onClose: () => void = () => undefined;
    return {
      destroy: () => gone.push(name),
      once: (_event, listener) => {
        onClose = listener;
      },
      leave: () => onClose(),
    };
  }

  it('sends away whoever came first when it is full', () => {
    const gone: string[] = [];
    const crowd = new Crowd(2);
    for (const name of ['a', 'b', 'c', 'd']) crowd.admit(member(name, gone));
    expect([gone, crowd.size]).toEqual([['a', 'b'], 2]);
  });

  it('counts neither those who left nor those who proved themselves', () => {
    const gone: string[] = [];
    const crowd = new Crowd<Member>(2);
    const [left, proved] = [member('left', gone), member('proved', gone)];
    crowd.admit(left);
    crowd.admit(proved);
    left.leave();
    crowd.release(proved);
    for (const name of ['a', 'b']) crowd.admit(member(name, gone));
    expect([gone, crowd.size]).toEqual([[], 2]);
  });
});

describe('a flood of calls over one socket', () => {
  it('is answered as too many, and a halt among them is heard', async () => {
    const page = await openPageSocket(host.port, host.token());
    const answers: string[] = [];
    page.on('message', (data) => answers.push(String(data)));
    for (let count = 0; count < 5_000; count += 1) page.send(`{"type":"call","id":"${count}","name":"keys.snapshot"}`);
    page.send('{"type":"call","id":"halt","name":"desk.halt"}');
    await expect.poll(() => answers.length).toBe(5_001);
    const heard = answers.filter((answer) => answer === '"pong"').length;
    expect(heard).toBeGreaterThanOrEqual(301);
    expect(heard).toBeLessThan(2_000);
    expect(answers.at(-1)).toBe('"pong"');
    expect(answers.filter((answer) => answer.includes('unavailable'))).toHaveLength(5_001 - heard);
  });
});
