import * as fs from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import { safetyHeaders } from '../../../electron/hosts/common/content-policy.ts';
import type { PageFiles } from '../../../electron/hosts/common/page-files.ts';
import { answerPage, registerScheme, servePageFiles } from '../../../electron/hosts/desktop/protocol.ts';
import { electronStub } from '../../support/electron-stub.ts';

const touched: string[] = [];
vi.mock(import('node:fs'), async (importOriginal) => {
  const real = await importOriginal();
  const watch =
    (name: 'readFileSync' | 'openSync' | 'statSync') =>
    (path: fs.PathLike, ...rest: unknown[]) => {
      touched.push(String(path));
      return Reflect.apply(real[name], real, [path, ...rest]) as never;
    };
  return {
    ...real,
    readFileSync: watch('readFileSync'),
    openSync: watch('openSync'),
    statSync: watch('statSync'),
  } as typeof real;
});

const html = { type: 'text/html; charset=utf-8', bytes: Buffer.from('<meta content="__CSP_NONCE__"><p>page</p>') };
const script = { type: 'text/javascript; charset=utf-8', bytes: Buffer.from('export {};') };
const files: PageFiles = new Map([
  ['/', html],
  ['/index.html', html],
  ['/assets/start-A1b2.js', script],
]);
const KNOWN = new Set([...files.keys()].map((path) => `app://ui${path}`));
const NONCE = 'bm9uY2U=';
const get = (url: string) => answerPage(files, { method: 'GET', url }, NONCE);

describe('answerPage', () => {
  const cases = [
    { name: 'the page', url: 'app://ui/', status: 200 },
    { name: 'the page by name', url: 'app://ui/index.html', status: 200 },
    { name: 'a script', url: 'app://ui/assets/start-A1b2.js', status: 200 },
    { name: 'a query', url: 'app://ui/index.html?x=1', status: 404 },
    { name: 'another case', url: 'app://ui/Index.html', status: 404 },
    { name: 'another host', url: 'app://evil/index.html', status: 404 },
    { name: 'a longer host', url: 'app://ui.evil/index.html', status: 404 },
    { name: 'a user before the host', url: 'app://ui@evil/index.html', status: 404 },
    { name: 'a port', url: 'app://ui:80/index.html', status: 404 },
    { name: 'no host', url: 'app:///index.html', status: 404 },
    { name: 'another scheme', url: 'file:///etc/passwd', status: 404 },
    { name: 'dots', url: 'app://ui/assets/../index.html', status: 404 },
    { name: 'encoded dots', url: 'app://ui/assets/%2e%2e/index.html', status: 404 },
    { name: 'twice encoded dots', url: 'app://ui/%252e%252e/index.html', status: 404 },
    { name: 'backslashes', url: 'app://ui/assets\\start-A1b2.js', status: 404 },
    { name: 'a NUL', url: 'app://ui/index.html\0.js', status: 404 },
    { name: 'an encoded NUL', url: 'app://ui/index.html%00', status: 404 },
    { name: 'a UNC path', url: 'app://ui///server/share/index.html', status: 404 },
    { name: 'a prototype’s name', url: 'app://ui/constructor', status: 404 },
    { name: 'an encoded letter of a known name', url: 'app://ui/%69ndex.html', status: 404 },
  ];
  for (const { name, url, status } of cases) it(`${name}: ${status}`, () => expect(get(url).status).toBe(status));

  it('puts the answer’s nonce into the page and its policy', () => {
    const { body, headers } = get('app://ui/');
    expect(body).toBe(`<meta content="${NONCE}"><p>page</p>`);
    expect(headers['content-security-policy']).toContain(`'nonce-${NONCE}'`);
  });

  it('sends every safety header with every answer, and no socket may be opened', () => {
    for (const url of ['app://ui/', 'app://ui/nothing', 'app://evil/']) {
      expect(get(url).headers).toMatchObject(safetyHeaders(NONCE, []));
      expect(get(url).headers['content-security-policy']).toContain("connect-src 'self';");
    }
  });

  it('reads only', () => {
    for (const method of ['POST', 'PUT', 'DELETE', 'OPTIONS', 'get']) {
      expect(answerPage(files, { method, url: 'app://ui/' }, NONCE).status).toBe(405);
    }
    expect(answerPage(files, { method: 'HEAD', url: 'app://ui/' }, NONCE)).toMatchObject({ status: 200, body: null });
  });

  it('5,000 hostile addresses get an entry of the map to the letter or 404, and the disk is not touched', () => {
    const piece = fc.constantFrom(
      ...[
        '..',
        '.',
        '%2e%2e',
        '%2E.',
        '%252e',
        '\\',
        '%5c',
        '\0',
        '%00',
        '//',
        '/',
        '?',
        '#',
        ';',
        ':',
        '@',
        'index.html',
      ],
      ...[
        'assets',
        'start-A1b2.js',
        'etc',
        'passwd',
        'C:',
        '\\\\server\\share',
        'ui',
        'app:',
        '*',
        '%',
        'é',
        '\u202e',
        'a'.repeat(4_000),
      ],
    );
    const hostile = fc.oneof(
      fc.array(piece, { maxLength: 8 }).map((pieces) => `app://ui/${pieces.join('')}`),
      fc.array(piece, { maxLength: 8 }).map((pieces) => `app://ui/${pieces.join('/')}`),
      fc
        .tuple(
          fc.constantFrom(
            'app://evil/',
            'app://ui.evil/',
            'app:',
            'file:///',
            'http://ui/',
            'APP://ui/',
            'javascript:',
          ),
          fc.string(),
        )
        .map((parts) => parts.join('')),
      fc.webUrl({ withQueryParameters: true, withFragments: true }),
      fc.string({ unit: 'binary' }),
      fc.constantFrom(...KNOWN),
    );
    touched.length = 0;
    fc.assert(
      fc.property(hostile, (url) => {
        const answer = get(url);
        return KNOWN.has(url) ? answer.status === 200 : answer.status === 404 && answer.body === 'Not found\n';
      }),
      { numRuns: 5_000 },
    );
    expect(touched).toEqual([]);
  });

  it('the watch on the disk sees a read', () => {
    touched.length = 0;
    fs.readFileSync(import.meta.filename);
    expect(touched).toEqual([import.meta.filename]);
  });
});

describe('the scheme', () => {
  it('is standard, secure and fetchable, and bypasses no policy', () => {
    const stub = electronStub();
    registerScheme(stub.electron);
    expect(stub.schemes).toStrictEqual([
      { scheme: 'app', privileges: { standard: true, secure: true, supportFetchAPI: true } },
    ]);
  });

  it('answers through Electron with a fresh nonce each time', async () => {
    const stub = electronStub();
    servePageFiles(stub.electron, files);
    const handler = stub.served.get('app');
    const pages = await Promise.all([1, 2].map(() => handler?.({ method: 'GET', url: 'app://ui/' }).text()));
    expect(new Set(pages).size).toBe(2);
    const bytes = await handler?.({ method: 'GET', url: 'app://ui/assets/start-A1b2.js' }).text();
    expect(bytes).toBe('export {};');
    expect(handler?.({ method: 'GET', url: 'app://ui/../x' }).status).toBe(404);
  });
});
