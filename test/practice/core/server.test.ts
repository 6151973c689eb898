import { afterEach, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { jsonReply } from '../../../electron/practice/core/request.ts';
import type { PracticeServer } from '../../../electron/practice/core/server.ts';
import { startPracticeServer } from '../../../electron/practice/core/server.ts';

let server: PracticeServer | null = null;
afterEach(() => server?.stop());

describe('practice server', () => {
  it('hands over method, path, raw query, body and the address a caller stands for', async () => {
    server = await startPracticeServer({
      handle: (request) => Promise.resolve(jsonReply(200, request)),
      accept: refuseAll,
    });
    const reply = await fetch(`${server.origin}/a/b?x=%20y&z=1`, {
      method: 'POST',
      body: 'q=1',
      headers: { 'X-Practice-Ip': '10.1.2.3', 'X-Test': 'yes' },
    });
    expect(await reply.json()).toMatchObject({
      method: 'POST',
      path: '/a/b',
      query: 'x=%20y&z=1',
      body: 'q=1',
      ip: '10.1.2.3',
      headers: { 'x-test': 'yes' },
    });
  });

  it('cuts the connection on drop', async () => {
    server = await startPracticeServer({ handle: () => Promise.resolve('drop'), accept: refuseAll });
    await expect(fetch(server.origin)).rejects.toThrow();
  });

  it('carries WebSocket messages both ways and refuses with a reply', async () => {
    server = await startPracticeServer({
      handle: () => Promise.resolve(jsonReply(200, {})),
      accept: ({ path }) =>
        path === '/ws'
          ? {
              kind: 'accept',
              attach: (connection) => ({ message: (text) => connection.send(`echo ${text}`), closed: () => {} }),
            }
          : { kind: 'refuse', reply: jsonReply(429, {}) },
    });
    const socket = new WebSocket(`${server.socketOrigin}/ws`);
    const echoed = await new Promise<string>((resolve) => {
      socket.on('open', () => socket.send('hi'));
      socket.on('message', (data) => resolve(String(data)));
    });
    expect(echoed).toBe('echo hi');
    const refused = new WebSocket(`${server.socketOrigin}/nowhere`);
    await expect(new Promise((_, reject) => refused.on('error', reject))).rejects.toThrow('429');
  });
});

function refuseAll(): { kind: 'refuse'; reply: ReturnType<typeof jsonReply> } {
  return { kind: 'refuse', reply: jsonReply(404, {}) };
}
