import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type DoorHost, startDoorHost } from '../../support/door-host.ts';
import { ask, type RawAnswer, readAnswer, sendRaw } from '../../support/raw-http.ts';

let host: DoorHost;
let ours: readonly string[] = [];
beforeAll(async () => {
  host = await startDoorHost();
  ours = [`Host: 127.0.0.1:${host.port}`, `Origin: http://127.0.0.1:${host.port}`];
});
afterAll(async () => {
  await host.server.close();
});

const TOO_LARGE = 64 * 1024 + 1;

function postSession(body: string, type = 'application/json'): Promise<RawAnswer> {
  return ask(host.port, ['POST /session HTTP/1.1', ...ours, `Content-Type: ${type}`], body);
}

async function assetPath(): Promise<string> {
  const page = await ask(host.port, ['GET / HTTP/1.1', ...ours]);
  return /src="\.\/([^"]+)"/.exec(page.body)?.[1] ?? 'no asset';
}

describe('the safety headers', () => {
  const upgrade = ['Connection: Upgrade', 'Upgrade: websocket', 'Sec-WebSocket-Version: 13'];
  const routes: readonly (readonly [string, number, () => Promise<RawAnswer>])[] = [
    ['the page', 200, () => ask(host.port, ['GET / HTTP/1.1', ...ours])],
    ['its head', 200, () => ask(host.port, ['HEAD / HTTP/1.1', ...ours])],
    ['an asset', 200, async () => ask(host.port, [`GET /${await assetPath()} HTTP/1.1`, ...ours])],
    ['nothing', 404, () => ask(host.port, ['GET /nowhere HTTP/1.1', ...ours])],
    ['a wrong host', 421, () => ask(host.port, ['GET / HTTP/1.1', 'Host: evil.example'])],
    ['no host', 421, () => ask(host.port, ['GET / HTTP/1.1'])],
    ['a wrong origin', 403, () => ask(host.port, ['GET / HTTP/1.1', ours[0] ?? '', 'Origin: null'])],
    ['a method', 405, () => ask(host.port, ['DELETE / HTTP/1.1', ...ours])],
    [
      'a pre-flight',
      405,
      () => ask(host.port, ['OPTIONS /session HTTP/1.1', ...ours, 'Access-Control-Request-Method: POST']),
    ],
    ['a session', 200, () => postSession(JSON.stringify({ code: host.sessions.mintCode() }))],
    ['a used code', 401, () => postSession('{"code":"used"}')],
    ['no code', 400, () => postSession('{}')],
    ['a text', 415, () => postSession('{"code":"x"}', 'text/plain')],
    ['a large body', 413, () => postSession('x'.repeat(TOO_LARGE))],
    ['a session by GET', 405, () => ask(host.port, ['GET /session HTTP/1.1', ...ours])],
    ['garbage', 400, async () => readAnswer(await sendRaw(host.port, 'what is this\r\n\r\n'))],
    ['large headers', 431, () => ask(host.port, ['GET / HTTP/1.1', ...ours, `X-Large: ${'x'.repeat(20_000)}`])],
    ['a tunnel', 400, () => ask(host.port, ['GET / HTTP/1.1', ...ours, 'Connection: Upgrade', 'Upgrade: h2c'])],
    ['no socket path', 400, () => ask(host.port, ['GET /other HTTP/1.1', ...ours, ...upgrade])],
    [
      'an unknown protocol',
      400,
      () => ask(host.port, ['GET /socket HTTP/1.1', ...ours, ...upgrade, 'Sec-WebSocket-Protocol: x']),
    ],
    [
      'a bad handshake',
      400,
      () => ask(host.port, ['GET /socket HTTP/1.1', ...ours, ...upgrade, 'Sec-WebSocket-Protocol: headroom.v1']),
    ],
    ['an expectation', 200, () => ask(host.port, ['GET / HTTP/1.1', ...ours, 'Expect: the-unexpected'])],
  ];
  for (const [name, status, send] of routes) {
    it(`are on the answer to ${name}`, async () => {
      const answer = await send();
      expect(answer.status).toBe(status);
      expect(safetyOf(answer)).toEqual({
        'content-security-policy': [
          "default-src 'none'; script-src 'self'; style-src 'self' 'nonce-…'; img-src 'self' data:; font-src 'self'; " +
            `connect-src 'self' ws://127.0.0.1:${host.port} ws://localhost:${host.port}; base-uri 'none'; form-action 'none'; ` +
            "frame-ancestors 'none'; object-src 'none'; require-trusted-types-for 'script'; trusted-types 'none'",
        ],
        'cache-control': ['no-store'],
        'x-content-type-options': ['nosniff'],
        'referrer-policy': ['no-referrer'],
        'cross-origin-opener-policy': ['same-origin'],
        'cross-origin-resource-policy': ['same-origin'],
        'cross-origin-embedder-policy': ['require-corp'],
        'permissions-policy': ['camera=(), microphone=(), geolocation=(), usb=(), serial=(), hid=(), payment=()'],
        'x-frame-options': ['DENY'],
      });
    });
  }
});

const PLAIN = new Set(['content-type', 'content-length', 'connection', 'date', 'transfer-encoding', 'keep-alive']);

/** All headers but those of HTTP itself, so that a CORS header or a cookie would stand out. */
function safetyOf({ headers }: RawAnswer): Record<string, readonly string[]> {
  const entries = [...headers].filter(([name]) => !PLAIN.has(name));
  return Object.fromEntries(
    entries.map(([name, values]) => [name, values.map((value) => value.replace(/nonce-[^']+/, 'nonce-…'))]),
  );
}
