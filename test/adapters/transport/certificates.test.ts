import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { undiciSockets } from '../../../electron/adapters/socket/undici-socket.ts';
import { undiciTransport } from '../../../electron/adapters/transport/undici-transport.ts';
import { type Certificate, type Certificates, makeCertificates } from '../../support/certificates.ts';
import { callBoth, startTlsServer, type TlsServer } from '../../support/tls-server.ts';

const CHILD = join(import.meta.dirname, '../../support/tls-child.ts');
const REFUSED = { rest: 'not-sent', socket: 1006 };

let made: Certificates;
let server: TlsServer;

beforeAll(() => {
  made = makeCertificates();
});

afterAll(() => made.remove());

afterEach(() => server.close());

async function called(certificate: Certificate, roots?: readonly string[]): Promise<unknown> {
  server = await startTlsServer(certificate);
  const isAllowed = (): boolean => true;
  const trust = roots === undefined ? {} : { roots };
  return callBoth(server.port, {
    rest: undiciTransport({ isAllowed, connections: 1, ...trust }),
    sockets: undiciSockets({ isAllowed, maxMessageBytes: 1_000, connectTimeoutMs: 3_000, ...trust }),
  });
}

describe('the certificate of an exchange', () => {
  it('that is good is answered to, which shows that the others are refused for what they are', async () => {
    expect(await called(made.good, [made.root])).toMatchObject({ rest: 200 });
    expect(server.bytes()).toBeGreaterThan(100);
  });

  for (const [name, of] of [
    ['is over', () => made.expired],
    ['is for another name', () => made.otherName],
    ['vouches for itself', () => made.selfSigned],
  ] as const) {
    it(`that ${name} is refused by both transports before a byte of ours left`, async () => {
      expect(await called(of(), [made.root])).toEqual(REFUSED);
      expect(server.bytes()).toBe(0);
    });
  }

  it('that nobody known vouches for is refused', async () => {
    expect(await called(made.good)).toEqual(REFUSED);
    expect(server.bytes()).toBe(0);
  });

  for (const [name, more] of [
    ['NODE_EXTRA_CA_CERTS', { args: [], name: 'NODE_EXTRA_CA_CERTS' }],
    ['SSL_CERT_FILE with --use-openssl-ca', { args: ['--use-openssl-ca'], name: 'SSL_CERT_FILE' }],
    ['SSL_CERT_FILE with --use-system-ca', { args: ['--use-system-ca'], name: 'SSL_CERT_FILE' }],
  ] as const) {
    it(`is not believed because of ${name}`, async () => {
      server = await startTlsServer(made.good);
      const env = { ...process.env, [more.name]: made.rootFile };
      const args = [...more.args, CHILD, String(server.port)];
      const { stdout } = await promisify(execFile)(process.execPath, args, { env });
      expect(JSON.parse(stdout)).toEqual(REFUSED);
      expect(server.bytes()).toBe(0);
    });
  }
});
