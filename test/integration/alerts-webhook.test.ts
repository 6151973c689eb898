import { createHmac } from 'node:crypto';
import type { AddressInfo } from 'node:net';
import { createServer, type Server } from 'node:http';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { publicLookupWith } from '../../electron/adapters/transport/safe-lookup.ts';
import { answerOf, signatureOf, webhookSender } from '../../electron/adapters/webhook.ts';
import { Secret } from '../../electron/engine/vault/secret.ts';

const secret = new Secret('the hook’s secret');
const BODY = '{"kind":"banned"}';

describe('the webhook’s wire', () => {
  let server: Server;
  let port: number;
  let connections = 0;

  beforeEach(async () => {
    connections = 0;
    server = createServer();
    server.on('connection', () => {
      connections += 1;
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    port = (server.address() as AddressInfo).port;
  });

  afterEach(() => new Promise((resolve) => server.close(resolve)));

  const hosts = [
    '127.0.0.1',
    '2130706433',
    '0x7f.1',
    '017700000001',
    '127.1',
    '[::1]',
    '[::ffff:127.0.0.1]',
    '[::]',
    '0.0.0.0',
    '10.1.2.3',
    '172.16.0.1',
    '192.168.1.1',
    '169.254.169.254',
    '100.64.0.1',
    '[fd00::1]',
    '[fe80::1]',
    'localhost',
  ];
  for (const host of hosts) {
    it(`never reaches ${host}`, async () => {
      const answer = await webhookSender().post(`https://${host}:${port}/`, BODY, secret);
      expect(answer).toMatchObject({ isTaken: false, mayRepeat: false });
      expect(answer.result).toMatch(/^refused: /);
      expect(connections).toBe(0);
    });
  }

  it('never reaches a name that points into this machine, whatever it is called', async () => {
    const lookup = publicLookupWith((_name, _options, done) =>
      done(null, [
        { address: '203.0.113.1', family: 4 },
        { address: '127.0.0.1', family: 4 },
      ]),
    );
    const answer = await webhookSender({ lookup }).post(`https://rebind.example.com:${port}/`, BODY, secret);
    expect(answer).toEqual({ isTaken: false, result: 'refused: a private address', mayRepeat: false });
    expect(connections).toBe(0);
  });

  it('says what went wrong without the address', async () => {
    const lookup = publicLookupWith((_name, _options, done) =>
      done(Object.assign(new Error('getaddrinfo ENOTFOUND secret-host.example.com'), { code: 'ENOTFOUND' }), []),
    );
    const answer = await webhookSender({ lookup }).post('https://secret-host.example.com/token', BODY, secret);
    expect(answer).toEqual({ isTaken: false, result: 'not reached: ENOTFOUND', mayRepeat: true });
  });

  it('signs the body', () => {
    const expected = createHmac('sha256', 'the hook’s secret').update(BODY).digest('hex');
    expect(signatureOf(BODY, secret)).toBe(`sha256=${expected}`);
  });

  const statuses = [
    { status: 204, isTaken: true, mayRepeat: false },
    { status: 302, isTaken: false, mayRepeat: false },
    { status: 404, isTaken: false, mayRepeat: false },
    { status: 429, isTaken: false, mayRepeat: true },
    { status: 503, isTaken: false, mayRepeat: true },
  ];
  for (const { status, ...meant } of statuses)
    it(`takes ${status} for what it is`, () => expect(answerOf(status)).toMatchObject(meant));
});
