import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export interface Certificate {
  readonly cert: string;
  readonly key: string;
}

export interface Certificates {
  /** Who vouches for the others but `selfSigned`. */
  readonly root: string;
  readonly rootFile: string;
  readonly good: Certificate;
  readonly expired: Certificate;
  readonly otherName: Certificate;
  readonly selfSigned: Certificate;
  remove(): void;
}

/** Certificates of servers on 127.0.0.1, made anew for one test run; their keys are kept nowhere. */
export function makeCertificates(): Certificates {
  const folder = mkdtempSync(join(tmpdir(), 'headroom-tls-'));
  const file = (name: string): string => join(folder, name);
  const openssl = (...args: readonly string[]): void =>
    void execFileSync('openssl', args, { stdio: ['ignore', 'ignore', 'ignore'] });
  const newKey = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes'];

  function selfSigned(name: string, subject: string, extension: string): Certificate {
    const made = ['-keyout', file(`${name}.key`), '-out', file(`${name}.pem`), '-days', '2'];
    openssl('req', '-x509', ...newKey, ...made, '-subj', `/CN=${subject}`, '-addext', extension);
    return read(name);
  }

  function vouchedFor(name: string, alternative: string, times: readonly string[]): Certificate {
    const request = ['-keyout', file(`${name}.key`), '-out', file(`${name}.csr`), '-subj', '/CN=server'];
    openssl('req', ...newKey, ...request);
    writeFileSync(file(`${name}.ext`), `subjectAltName=${alternative}\n`);
    const by = [
      '-CA',
      file('root.pem'),
      '-CAkey',
      file('root.key'),
      '-CAcreateserial',
      '-extfile',
      file(`${name}.ext`),
    ];
    openssl('x509', '-req', '-in', file(`${name}.csr`), '-out', file(`${name}.pem`), ...by, ...times);
    return read(name);
  }

  function read(name: string): Certificate {
    return { cert: readFileSync(file(`${name}.pem`), 'utf8'), key: readFileSync(file(`${name}.key`), 'utf8') };
  }

  const root = selfSigned('root', 'Headroom test root', 'basicConstraints=critical,CA:TRUE').cert;
  return {
    root,
    rootFile: file('root.pem'),
    good: vouchedFor('good', 'IP:127.0.0.1', ['-days', '2']),
    // It ended the day before it began, so it is over whatever the time is.
    expired: vouchedFor('expired', 'IP:127.0.0.1', ['-days', '-1']),
    otherName: vouchedFor('other', 'DNS:api.binance.com', ['-days', '2']),
    selfSigned: selfSigned('self', 'self', 'subjectAltName=IP:127.0.0.1'),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}
