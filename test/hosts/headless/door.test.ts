import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { doorOf } from '../../../electron/hosts/headless/door.ts';
import { type DoorHost, startDoorHost } from '../../support/door-host.ts';
import { ask } from '../../support/raw-http.ts';

let host: DoorHost;
let asset = '';
beforeAll(async () => {
  host = await startDoorHost();
  const page = await ask(host.port, ['GET / HTTP/1.1', `Host: 127.0.0.1:${host.port}`]);
  asset = `/${/src="\.\/([^"]+)"/.exec(page.body)?.[1] ?? 'no asset in the page'}`;
});
afterAll(async () => {
  await host.server.close();
});

const UPGRADE = [
  'Connection: Upgrade',
  'Upgrade: websocket',
  'Sec-WebSocket-Version: 13',
  'Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==',
];
const CHANNEL = 'Sec-WebSocket-Protocol: headroom.v1';

/** Host lines that are not ours. */
const HOSTS: readonly (readonly string[])[] = [
  [],
  ['Host:'],
  ['Host: 127.0.0.1:PORT', 'Host: 127.0.0.1:PORT'],
  ['Host: 127.0.0.1:PORT', 'Host: evil.example'],
  ['Host: evil.example', 'Host: 127.0.0.1:PORT'],
  ['host: 127.0.0.1:PORT', 'HOST: localhost:PORT'],
  ['Host: 127.0.0.1'],
  ['Host: localhost'],
  ['Host: 127.0.0.1:1'],
  ['Host: 127.0.0.1:PORT1'],
  ['Host: 127.0.0.1:0PORT'],
  ['Host: 127.0.0.1:PORT.'],
  ['Host: 127.0.0.1.:PORT'],
  ['Host: localhost.:PORT'],
  ['Host: LOCALHOST:PORT'],
  ['Host: Localhost:PORT'],
  ['Host: localhost.localdomain:PORT'],
  ['Host: ip6-localhost:PORT'],
  ['Host: [::1]:PORT'],
  ['Host: [::1]'],
  ['Host: ::1'],
  ['Host: ::1:PORT'],
  ['Host: [0:0:0:0:0:0:0:1]:PORT'],
  ['Host: [::ffff:127.0.0.1]:PORT'],
  ['Host: [::ffff:7f00:1]:PORT'],
  ['Host: 0.0.0.0:PORT'],
  ['Host: 0:PORT'],
  ['Host: 127.1:PORT'],
  ['Host: 127.0.1:PORT'],
  ['Host: 127.0.0.2:PORT'],
  ['Host: 2130706433:PORT'],
  ['Host: 0x7f000001:PORT'],
  ['Host: 0177.0.0.1:PORT'],
  ['Host: \xef\xbc\x91\xef\xbc\x92\xef\xbc\x97.0.0.1:PORT'],
  ['Host: evil.example'],
  ['Host: evil.example:PORT'],
  ['Host: rebind.test:PORT'],
  ['Host: 127.0.0.1.evil.example:PORT'],
  ['Host: localhost.evil.example:PORT'],
  ['Host: evil-localhost:PORT'],
  ['Host: evil127.0.0.1:PORT'],
  ['Host: 127.0.0.1:PORT@evil.example'],
  ['Host: evil.example@127.0.0.1:PORT'],
  ['Host: user:word@127.0.0.1:PORT'],
  ['Host: 127.0.0.1:PORT, 127.0.0.1:PORT'],
  ['Host: 127.0.0.1:PORT,evil.example'],
  ['Host: http://127.0.0.1:PORT'],
  ['Host: 127.0.0.1:PORT/'],
  ['Host: 127.0.0.1:PORT#'],
  ['Host: 127.0.0.1\t:PORT'],
  ['Host: evil.example', 'X-Forwarded-Host: 127.0.0.1:PORT', 'Forwarded: host=127.0.0.1:PORT'],
];

type Route = readonly [name: string, lines: () => readonly string[], body?: string];

const ROUTES: readonly Route[] = [
  ['the page', () => ['GET / HTTP/1.1']],
  ['its head', () => ['HEAD / HTTP/1.1']],
  ['an asset', () => [`GET ${asset} HTTP/1.1`]],
  ['nothing', () => ['GET /nowhere HTTP/1.1']],
  ['an old client', () => ['GET / HTTP/1.0']],
  ['options', () => ['OPTIONS * HTTP/1.1']],
  [
    'the session',
    () => ['POST /session HTTP/1.1', 'Content-Type: application/json', `Origin: http://127.0.0.1:${host.port}`],
    '{"code":"x"}',
  ],
  ['the socket', () => ['GET /socket HTTP/1.1', ...UPGRADE, CHANNEL, `Origin: http://127.0.0.1:${host.port}`]],
];

describe('a Host that is not ours to the letter', () => {
  for (const [name, lines, body] of ROUTES) {
    it(`is misdirected, with no byte of content, at ${name}`, async () => {
      const answers = await Promise.all(HOSTS.map((hosts) => ask(host.port, [...lines(), ...withPort(hosts)], body)));
      const wrong = HOSTS.filter(
        (_, index) => answers[index]?.status !== 421 || withoutChunks(answers[index]?.body) !== '',
      );
      expect(wrong).toEqual([]);
    });
  }

  it('is misdirected when the target names a host, right or wrong', async () => {
    const ours = `127.0.0.1:${host.port}`;
    for (const target of [`http://${ours}/`, 'http://evil.example/', `https://${ours}/`, 'evil.example:443', '*']) {
      const answer = await ask(host.port, [`OPTIONS ${target} HTTP/1.1`, `Host: ${ours}`]);
      expect([target, answer.status]).toEqual([target, target === 'evil.example:443' ? 400 : 421]);
    }
  });
});

function withoutChunks(body = ''): string {
  return body.replace('0\r\n\r\n', '');
}

describe('our own names', () => {
  for (const name of ['127.0.0.1', 'localhost']) {
    it(`${name} is served`, async () => {
      const answer = await ask(host.port, ['GET / HTTP/1.1', `Host: ${name}:${host.port}`]);
      expect(answer.status).toBe(200);
      expect(answer.body).toContain('the page');
    });
  }

  it('leave the port of the protocol out, as browsers do', () => {
    expect([...doorOf(80).hosts]).toEqual(['127.0.0.1', 'localhost']);
    expect([...doorOf(80).origins]).toEqual(['http://127.0.0.1', 'http://localhost']);
  });
});

/** Origin lines that are not our page's. */
const ORIGINS: readonly (readonly string[])[] = [
  ['Origin: null'],
  ['Origin:'],
  ['Origin: http://evil.example'],
  ['Origin: http://127.0.0.1'],
  ['Origin: http://127.0.0.1:1'],
  ['Origin: https://127.0.0.1:PORT'],
  ['Origin: ws://127.0.0.1:PORT'],
  ['Origin: http://localhost:PORT'],
  ['Origin: http://[::1]:PORT'],
  ['Origin: http://127.0.0.1:PORT/'],
  ['Origin: HTTP://127.0.0.1:PORT'],
  ['Origin: http://127.0.0.1:PORT.evil.example'],
  ['Origin: http://127.0.0.1.evil.example:PORT'],
  ['Origin: http://evil.example#http://127.0.0.1:PORT'],
  ['Origin: http://127.0.0.1:PORT http://evil.example'],
  ['Origin: http://127.0.0.1:PORT', 'Origin: http://127.0.0.1:PORT'],
  ['Origin: http://127.0.0.1:PORT', 'Origin: http://evil.example'],
  ['Origin: chrome-extension://abcdefghijklmnop'],
  ['Origin: file://'],
];

function originLines(lines: readonly string[]): readonly string[] {
  return withPort([`Host: 127.0.0.1:PORT`, ...lines]);
}

function withPort(lines: readonly string[]): readonly string[] {
  return lines.map((line) => line.replaceAll('PORT', String(host.port)));
}

describe('an Origin that is not our page', () => {
  const changing = [
    ['the session', ['POST /session HTTP/1.1', 'Content-Type: application/json'], '{"code":"x"}'],
    ['the socket', ['GET /socket HTTP/1.1', ...UPGRADE, CHANNEL], ''],
  ] as const;
  for (const [name, lines, body] of changing) {
    it(`may not use ${name}; nor may one that names none`, async () => {
      for (const origin of [[], ...ORIGINS]) {
        const answer = await ask(host.port, [...lines, ...originLines(origin)], body);
        expect([origin, answer.status]).toEqual([origin, 403]);
      }
    });
  }

  it('may not read the page either', async () => {
    for (const origin of ORIGINS) {
      const answer = await ask(host.port, ['GET / HTTP/1.1', ...originLines(origin)]);
      expect([origin, answer.status]).toEqual([origin, 403]);
    }
  });
});

describe('what a browser fetches for another page', () => {
  const fetches = [
    ['cross-site', 'no-cors', 'image', 403],
    ['cross-site', 'no-cors', 'script', 403],
    ['same-site', 'cors', 'empty', 403],
    ['same-site', 'navigate', 'iframe', 403],
    ['cross-site', 'navigate', 'embed', 403],
    ['cross-site', 'navigate', 'document', 200],
    ['same-origin', 'cors', 'script', 200],
    ['none', 'navigate', 'document', 200],
  ] as const;
  for (const [site, mode, destination, status] of fetches) {
    it(`${site} ${mode} ${destination} is answered with ${status}`, async () => {
      const lines = [`Sec-Fetch-Site: ${site}`, `Sec-Fetch-Mode: ${mode}`, `Sec-Fetch-Dest: ${destination}`];
      const answer = await ask(host.port, ['GET / HTTP/1.1', `Host: 127.0.0.1:${host.port}`, ...lines]);
      expect(answer.status).toBe(status);
    });
  }
});
