import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { Sessions } from '../../../electron/hosts/headless/codes.ts';
import { FlagError, parseFlags } from '../../../electron/hosts/headless/flags.ts';
import { LINK_FILE, LinkFiles, OPEN_FILE, redirectPage } from '../../../electron/hosts/headless/link-files.ts';
import { openBrowser } from '../../../electron/hosts/headless/open-browser.ts';
import { readPageFiles } from '../../../electron/hosts/common/page-files.ts';
import { refusalLog } from '../../../electron/hosts/common/refusal-log.ts';
import { dangerousSurroundings, type Surroundings } from '../../../electron/hosts/headless/surroundings.ts';
import { type LogFields, silentLog } from '../../../electron/engine/log.ts';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'headroom-parts-'));
});
afterEach(() => {
  vi.useRealTimers();
  rmSync(folder, { recursive: true, force: true });
});

describe('the flags', () => {
  const NONE = { headless: false, open: true, port: 0, dataDir: null, practice: false, dev: false, timings: false };
  const good = [
    { args: [], flags: {} },
    {
      args: ['--headless', '--no-open', '--practice', '--dev', '--timings'],
      flags: { headless: true, open: false, practice: true, dev: true, timings: true },
    },
    { args: ['--port', '65535'], flags: { port: 65_535 } },
    { args: ['--port=8080'], flags: { port: 8080 } },
    { args: ['--data-dir', '/a/../b'], flags: { dataDir: '/b' } },
    { args: ['--data-dir', 'here'], flags: { dataDir: join(process.cwd(), 'here') } },
  ];
  for (const { args, flags } of good) {
    it(`reads ${args.join(' ') || 'none'}`, () => expect(parseFlags(args)).toEqual({ ...NONE, ...flags }));
  }

  const bad = [
    { args: ['--prot', '1'], says: /^Unknown option '--prot'\.\nFlags/ },
    { args: ['--port'], says: /--port.*\nFlags/ },
    { args: ['--port', '65536'], says: /^--port takes a number from 0 to 65535, not "65536"\.\nFlags/ },
    { args: ['--port', '-1'], says: /--port/ },
    { args: ['--port=-1'], says: /not "-1"/ },
    { args: ['--port', '80.5'], says: /not "80.5"/ },
    { args: ['--port', '0x50'], says: /not "0x50"/ },
    { args: ['--port', ''], says: /not ""/ },
    { args: ['--port', '٨٠'], says: /not "٨٠"/ },
    { args: ['--data-dir', ''], says: /^--data-dir takes the name of a folder/ },
    { args: ['--data-dir', ' '], says: /^--data-dir takes the name of a folder/ },
    { args: ['--data-dir', '--no-open'], says: /--data-dir/ },
    { args: ['--open=yes'], says: /^Unknown option '--open'/ },
    { args: ['--headless=yes'], says: /--headless/ },
    { args: ['8080'], says: /^Unexpected argument '8080'/ },
  ];
  for (const { args, says } of bad) {
    it(`refuses ${args.join(' ')} and says how to use them`, () => {
      expect(() => parseFlags(args)).toThrow(FlagError);
      expect(() => parseFlags(args)).toThrow(says);
      expect(() => parseFlags(args)).toThrow(/--data-dir DIR/);
    });
  }
});

describe('the surroundings', () => {
  const GOOD: Surroundings = { env: {}, execArgv: ['--disable-sigusr1'], isInspected: false };
  const cases: readonly (readonly [string, Partial<Surroundings>, string | null])[] = [
    ['plain', {}, null],
    ['empty options', { env: { NODE_OPTIONS: '', NODE_TLS_REJECT_UNAUTHORIZED: '' } }, null],
    ['checks on', { env: { NODE_TLS_REJECT_UNAUTHORIZED: '1' } }, null],
    ['options', { env: { NODE_OPTIONS: '--max-old-space-size=99' } }, 'NODE_OPTIONS'],
    ['checks off', { env: { NODE_TLS_REJECT_UNAUTHORIZED: '0' } }, 'NODE_TLS_REJECT_UNAUTHORIZED=0'],
    ['checks odd', { env: { NODE_TLS_REJECT_UNAUTHORIZED: 'false' } }, 'NODE_TLS_REJECT_UNAUTHORIZED=false'],
    ['a debugger', { execArgv: ['--inspect=0'] }, 'debugger'],
    ['a waiting debugger', { execArgv: ['--inspect-brk'] }, 'debugger'],
    ['a debugger opened otherwise', { isInspected: true }, 'debugger'],
    ['a preload', { execArgv: ['--require', './x.js'] }, '--require'],
    ['a short preload', { execArgv: ['-r', './x.js'] }, '--require'],
    ['an import', { execArgv: ['--import=./x.js'] }, '--import'],
    ['the system’s roots', { execArgv: ['--use-system-ca'] }, '--use-system-ca'],
    ['OpenSSL’s roots', { execArgv: ['--use-openssl-ca'] }, '--use-openssl-ca'],
    // Its neighbours at work set it for every program; no exchange is believed because of it (trusted-roots.ts).
    ['a company’s certificates', { env: { NODE_EXTRA_CA_CERTS: '/etc/ca.pem', SSL_CERT_FILE: '/etc/ca.pem' } }, null],
    ['a key log', { execArgv: ['--tls-keylog=/tmp/keys'] }, '--tls-keylog'],
  ];
  for (const [name, given, word] of cases) {
    it(`${name}: ${word === null ? 'fine' : 'refused'}`, () => {
      const sentence = dangerousSurroundings({ ...GOOD, ...given });
      if (word === null) expect(sentence).toBeNull();
      else expect(sentence).toContain(word);
    });
  }
});

describe('codes and tokens', () => {
  it('a code works once, within 30 seconds, and tokens differ', () => {
    let nowMs = 0;
    const sessions = new Sessions(() => nowMs);
    const [first, second, late] = [sessions.mintCode(), sessions.mintCode(), sessions.mintCode()];
    nowMs = 29_999;
    const tokens = [sessions.swap(first), sessions.swap(second)];
    expect(tokens.map((token) => Buffer.from(token ?? '', 'base64url').length)).toEqual([32, 32]);
    expect(tokens[0]).not.toBe(tokens[1]);
    expect(sessions.swap(first)).toBeNull();
    nowMs = 30_000;
    expect(sessions.swap(late)).toBeNull();
    expect(tokens.map((token) => sessions.isToken(token ?? ''))).toEqual([true, true]);
  });

  it('a code is no token, nor is an empty or a cut one', () => {
    const sessions = new Sessions(() => 0);
    const code = sessions.mintCode();
    const token = sessions.swap(sessions.mintCode()) ?? '';
    expect([code, '', token.slice(1), `${token}A`].map((text) => sessions.isToken(text))).toEqual([
      false,
      false,
      false,
      false,
    ]);
    expect(sessions.swap('')).toBeNull();
  });

  it('keeps the sixteen newest tokens', () => {
    const sessions = new Sessions(() => 0);
    const tokens = Array.from({ length: 17 }, () => sessions.swap(sessions.mintCode()) ?? '');
    expect(tokens.map((token) => sessions.isToken(token))).toEqual([false, ...Array.from({ length: 16 }, () => true)]);
  });
});

describe('files that carry a link', () => {
  const modeOf = (path: string): number => statSync(path).mode & 0o777;

  it('are for their owner alone, also where others were there before', () => {
    writeFileSync(join(folder, LINK_FILE), 'old', { mode: 0o644 });
    writeFileSync(join(folder, `${LINK_FILE}.new`), 'old', { mode: 0o644 });
    const links = new LinkFiles(folder);
    expect(existsSync(join(folder, LINK_FILE))).toBe(false);
    const path = links.put(LINK_FILE, 'fresh');
    expect([readFileSync(path, 'utf8'), modeOf(path)]).toEqual(['fresh', 0o600]);
    links.removeAll();
    expect(existsSync(path)).toBe(false);
  });

  it('go with the code’s life, counted from the newest', () => {
    vi.useFakeTimers();
    const links = new LinkFiles(folder);
    const path = links.put(LINK_FILE, 'first');
    vi.advanceTimersByTime(20_000);
    links.put(LINK_FILE, 'second');
    vi.advanceTimersByTime(29_999);
    expect(readFileSync(path, 'utf8')).toBe('second');
    vi.advanceTimersByTime(1);
    expect(existsSync(path)).toBe(false);
  });

  it('lead a browser on without a trace', () => {
    const page = redirectPage('http://127.0.0.1:1/#code=a_-b');
    expect(page).toContain('location.replace("http://127.0.0.1:1/#code=a_-b")');
    expect(page).toContain('no-referrer');
  });
});

describe('the system’s browser', () => {
  const SCREEN = { DISPLAY: ':0' };
  function opener(script: string): string {
    const bin = join(folder, 'bin');
    mkdirSync(bin);
    writeFileSync(join(bin, 'xdg-open'), `#!/bin/sh\n${script}\n`);
    chmodSync(join(bin, 'xdg-open'), 0o755);
    return bin;
  }

  it('is given the file, not the link', async () => {
    const seen = join(folder, 'seen');
    const PATH = opener(`echo "$@" > ${seen}`);
    expect(await openBrowser(join(folder, OPEN_FILE), { platform: 'linux', env: { ...SCREEN, PATH } })).toBe(true);
    expect(readFileSync(seen, 'utf8').trim()).toBe(`file://${join(folder, OPEN_FILE)}`);
  });

  it('is not there when nothing opens it, or it says that it failed', async () => {
    expect(await openBrowser('/x', { platform: 'linux', env: { ...SCREEN, PATH: folder } })).toBe(false);
    expect(await openBrowser('/x', { platform: 'linux', env: { ...SCREEN, PATH: opener('exit 3') } })).toBe(false);
  });

  it('is not asked for without a screen', async () => {
    const seen = join(folder, 'seen');
    const PATH = opener(`echo asked > ${seen}`);
    expect(await openBrowser('/x', { platform: 'linux', env: { PATH, DISPLAY: '' } })).toBe(false);
    expect(existsSync(seen)).toBe(false);
    expect(await openBrowser('/x', { platform: 'linux', env: { PATH, WAYLAND_DISPLAY: 'wayland-0' } })).toBe(true);
  });
});

describe('the built page', () => {
  it('that is not there is told with the command that builds it', () => {
    expect(() => readPageFiles(folder)).toThrow(/not built.*Nothing was changed.*npm run build/);
    expect(() => readPageFiles(join(folder, 'nowhere'))).toThrow(/npm run build/);
  });

  it('is read whole, files of unknown kinds left out', () => {
    mkdirSync(join(folder, 'assets'));
    for (const name of ['index.html', 'assets/a.js', 'assets/b.css', 'assets/c.map', 'notes.txt'])
      writeFileSync(join(folder, name), name);
    expect([...readPageFiles(folder).keys()].sort()).toEqual(['/', '/assets/a.js', '/assets/b.css', '/index.html']);
  });
});

describe('the log of refusals', () => {
  it('tells a flood in one line for each ten seconds', () => {
    let nowMs = 0;
    const lines: (LogFields | undefined)[] = [];
    const refused = refusalLog({ ...silentLog, warn: (_event, fields) => lines.push(fields) }, () => nowMs);
    for (; nowMs < 10_000; nowMs += 10) refused('flood');
    refused('other');
    refused('flood');
    expect(lines).toEqual([
      { why: 'flood', count: 1 },
      { why: 'other', count: 1 },
      { why: 'flood', count: 1_000 },
    ]);
  });
});
