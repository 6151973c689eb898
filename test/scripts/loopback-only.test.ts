import dns, { lookup } from 'node:dns';
import { createServer, type AddressInfo } from 'node:net';
import net from 'node:net';
import tls from 'node:tls';
import { Agent, request } from 'undici';
import { describe, expect, it } from 'vitest';

/** What was reached for is forgotten here, or it would fail the test, as it should elsewhere. */
const strangers = (Reflect.get(globalThis, Symbol.for('headroom.test.loopback-only')) as { strangers: string[] })
  .strangers;
const taken = (): readonly string[] => strangers.splice(0);

// TEST-NET-1 (RFC 5737): nobody answers there.
const NOWHERE = '192.0.2.1';

const ways: readonly { readonly name: string; readonly reach: () => unknown }[] = [
  { name: 'net.connect', reach: () => net.connect(443, NOWHERE) },
  { name: 'net.connect with options', reach: () => net.connect({ host: NOWHERE, port: 443 }) },
  { name: 'a socket', reach: () => new net.Socket().connect(443, NOWHERE) },
  { name: 'tls.connect', reach: () => tls.connect(443, NOWHERE) },
  {
    name: 'a lookup of its own',
    reach: () => {
      const socket = net.connect({
        host: 'a.example',
        port: 443,
        lookup: (_host, _options, done) => done(null, NOWHERE, 4),
      });
      return new Promise((_resolve, reject) => socket.once('error', reject));
    },
  },
  { name: 'fetch', reach: () => fetch(`http://${NOWHERE}/`) },
  { name: 'undici', reach: () => request(`http://${NOWHERE}/`, { dispatcher: new Agent() }) },
];

describe('a test that leaves the machine', () => {
  for (const { name, reach } of ways) {
    it(`is stopped: ${name}`, async () => {
      await expect((async () => await reach())()).rejects.toThrow();
      expect(taken()).toEqual([NOWHERE]);
    });
  }

  it('is stopped when it looks up a name', async () => {
    const error = await new Promise((resolve) => lookup('api.example', (failure) => resolve(failure)));
    await expect(dns.promises.lookup('api.example')).rejects.toThrow('no network');
    expect(error).toMatchObject({ code: 'ENOTFOUND' });
    expect(taken()).toEqual(['api.example', 'api.example']);
  });

  it('is not one that talks to itself', async () => {
    const server = createServer((socket) => socket.end('hello'));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    for (const socket of [
      net.connect(port),
      net.connect(port, '127.0.0.1'),
      net.connect({ port, host: 'localhost' }),
    ]) {
      const text = await new Promise((resolve) => socket.once('data', (chunk) => resolve(String(chunk))));
      expect(text).toBe('hello');
    }
    server.close();
    expect(taken()).toEqual([]);
  });
});
