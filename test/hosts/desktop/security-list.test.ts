import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { calls } from '../../../shared/contract/contract.ts';
import { contentPolicy, safetyHeaders } from '../../../electron/hosts/common/content-policy.ts';
import { LINKS } from '../../../electron/hosts/desktop/links.ts';
import { installPolicies } from '../../../electron/hosts/desktop/policies.ts';
import { registerScheme } from '../../../electron/hosts/desktop/protocol.ts';
import { distrustOf } from '../../../electron/hosts/desktop/trusted-sender.ts';
import { makeWindow } from '../../../electron/hosts/desktop/window.ts';
import { majorFault } from '../../../scripts/electron-age.ts';
import { electronStub, type ElectronStub, StubContents, stubEvent } from '../../support/electron-stub.ts';
import { readBuilderConfig, ROOT } from './builder-config.ts';

interface Source {
  readonly path: string;
  readonly text: string;
}

const sources = (...patterns: string[]): readonly Source[] =>
  globSync(patterns, { cwd: ROOT }).map((path) => ({
    path: path.replaceAll('\\', '/'),
    text: readFileSync(join(ROOT, path), 'utf8'),
  }));
const desktop = sources('electron/hosts/desktop/**/*.ts', 'electron/preload/**/*.ts');
const shipped = [...sources('electron/**/*.ts', 'shared/**/*.ts', 'renderer/**/*.{ts,tsx,html}')];
const packaging = sources(
  'package.json',
  'electron-builder.yml',
  'electron.vite.config.ts',
  'scripts/**/*.ts',
  '.ci/*',
  'build/**/*.{svg,plist}',
);

/** Files in which a pattern occurs. */
const filesWith = (pattern: RegExp, files: readonly Source[] = shipped): readonly string[] =>
  files.filter(({ text }) => pattern.test(text)).map(({ path }) => path);

function guarded(): ElectronStub {
  const stub = electronStub();
  installPolicies(stub.electron, { isDev: false });
  stub.app.emit('session-created', stub.session);
  return stub;
}

function preferences() {
  const stub = electronStub();
  makeWindow(stub.electron, { preload: '/x', folder: '/nowhere', isDev: false });
  return stub.windows[0]?.options.webPreferences ?? {};
}

function isPrevented(event: string, ...args: unknown[]): boolean {
  const contents = new StubContents();
  guarded().app.emit('web-contents-created', stubEvent(), contents);
  const prevented = stubEvent();
  contents.emit(event, prevented, ...args);
  return prevented.isPrevented;
}

const policy = contentPolicy('n', []);
const electronVersion = (): string =>
  (JSON.parse(readFileSync(join(ROOT, 'node_modules/electron/package.json'), 'utf8')) as { version: string }).version;

/** Electron's own checklist (docs/tutorial/security.md, 2026-08), in its numbering; each row is checked as far as it can be without a binary. */
const LIST: readonly { readonly item: string; readonly check: () => void }[] = [
  {
    item: '1 only load secure content',
    check() {
      const cancelled = ['http://x/', 'https://x/', 'ws://x/', 'ftp://x/'].map((url) => {
        let answer: unknown;
        guarded().session.ask('request', { url }, (given: unknown) => {
          answer = given;
        });
        return answer;
      });
      expect(cancelled).toEqual(cancelled.map(() => ({ cancel: true })));
      expect(filesWith(/loadURL\(|loadFile\(/)).toEqual(['electron/hosts/desktop/window.ts']);
    },
  },
  {
    item: '2 no Node.js in the page',
    check() {
      expect(preferences()).toMatchObject({
        nodeIntegration: false,
        nodeIntegrationInWorker: false,
        nodeIntegrationInSubFrames: false,
      });
      expect(filesWith(/new (?:electron\.)?BrowserWindow|BrowserView|WebContentsView/)).toEqual([
        'electron/hosts/desktop/window.ts',
      ]);
    },
  },
  {
    item: '3 context isolation',
    check() {
      expect(preferences().contextIsolation).toBe(true);
      expect(filesWith(/contextIsolation: false|executeJavaScript|runInContext/)).toEqual([]);
    },
  },
  {
    item: '4 process sandboxing',
    check() {
      expect(preferences().sandbox).toBe(true);
      expect(filesWith(/app\.enableSandbox\(\)/)).toEqual(['electron/hosts/desktop/desktop.ts']);
      expect(filesWith(/^[^#]*--(?:no-sandbox|disable-setuid-sandbox)/m, packaging)).toEqual([]);
      expect(readBuilderConfig().linux.executableArgs).toEqual([]);
    },
  },
  {
    item: '5 permission requests from remote content',
    check() {
      const { session } = guarded();
      let granted: unknown;
      session.ask('permission-request', null, 'media', (given: unknown) => {
        granted = given;
      });
      expect([granted, session.ask('permission-check', null, 'media', 'app://ui', {})]).toEqual([false, false]);
    },
  },
  { item: '6 web security stays on', check: () => expect(preferences().webSecurity).toBe(true) },
  {
    item: '7 a content security policy, one for both hosts',
    check() {
      expect(policy).toMatch(/^default-src 'none'; script-src 'self'; style-src 'self' 'nonce-n';/);
      for (const rule of [
        "connect-src 'self'",
        "base-uri 'none'",
        "form-action 'none'",
        "frame-ancestors 'none'",
        "object-src 'none'",
        "require-trusted-types-for 'script'",
      ]) {
        expect(policy.split('; ')).toContain(rule);
      }
      expect(policy).not.toMatch(/unsafe|\*|https?:/);
    },
  },
  { item: '8 no insecure content', check: () => expect(preferences().allowRunningInsecureContent).toBe(false) },
  { item: '9 no experimental features', check: () => expect(preferences().experimentalFeatures).toBe(false) },
  {
    item: '10 no Blink features',
    check() {
      expect(preferences()).not.toHaveProperty('enableBlinkFeatures');
      expect(filesWith(/enableBlinkFeatures|appendSwitch/)).toEqual([]);
    },
  },
  {
    item: '11 no popups through webviews',
    check: () => expect([preferences().webviewTag, filesWith(/<webview|allowpopups/)]).toEqual([false, []]),
  },
  {
    item: '12 webviews are stopped before they are made',
    check: () => expect(isPrevented('will-attach-webview', {}, { src: 'app://ui/' })).toBe(true),
  },
  {
    item: '13 no navigation',
    check: () =>
      expect(['will-navigate', 'will-redirect', 'will-frame-navigate'].map((event) => isPrevented(event))).toEqual([
        true,
        true,
        true,
      ]),
  },
  {
    item: '14 no new windows',
    check() {
      const contents = new StubContents();
      guarded().app.emit('web-contents-created', stubEvent(), contents);
      expect(contents.openHandler?.({ url: 'app://ui/' })).toEqual({ action: 'deny' });
      expect(safetyHeaders('n', [])['cross-origin-opener-policy']).toBe('same-origin');
    },
  },
  {
    item: '15 openExternal with known addresses only',
    check() {
      expect(Object.keys(LINKS).length).toBeLessThanOrEqual(20);
      expect(filesWith(/openExternal\(/)).toEqual(['electron/hosts/desktop/links.ts']);
      // The host's own data folder alone, by a verb without a path.
      expect(filesWith(/openPath\(|showItemInFolder\(/)).toEqual(['electron/hosts/desktop/open-folder.ts']);
      expect(calls['storage.openFolder'].input.safeParse({ path: '/etc' }).success).toBe(false);
    },
  },
  {
    item: '16 a current Electron',
    check: () => expect(majorFault(electronVersion())).toBeNull(),
  },
  {
    item: '17 the sender of every message',
    check() {
      const contents = new StubContents();
      const frame = contents.mainFrame;
      const judge = (senderFrame: unknown, isOurs = true) =>
        distrustOf({ sender: contents, senderFrame } as never, () => isOurs);
      expect([judge(frame), judge(null), judge(frame, false)]).toEqual([null, 'no-frame', 'not-our-window']);
      expect(filesWith(/\bipcMain\b/)).toEqual(['electron/hosts/desktop/ipc-pipe.ts']);
      expect(filesWith(/ipcRenderer/)).toEqual(['electron/preload/preload.ts']);
    },
  },
  {
    item: '18 a protocol of our own instead of file:',
    check() {
      const stub = electronStub();
      registerScheme(stub.electron);
      expect(JSON.stringify(stub.schemes)).not.toMatch(/bypassCSP|corsEnabled|allowServiceWorkers|allowExtensions/);
      expect(filesWith(/registerFileProtocol|interceptFileProtocol|['"`]file:/, desktop)).toEqual([]);
    },
  },
  {
    item: '19 fuses',
    check: () =>
      expect(readBuilderConfig().electronFuses).toMatchObject({
        runAsNode: false,
        onlyLoadAppFromAsar: true,
        enableEmbeddedAsarIntegrityValidation: true,
      }),
  },
  {
    item: '20 no Electron API in the page',
    check() {
      expect(filesWith(/from 'electron'/)).toEqual(filesWith(/from 'electron'/, desktop));
      expect(filesWith(/exposeInMainWorld/)).toEqual(['electron/preload/preload.ts']);
      expect(filesWith(/contextBridge|ipcRenderer|require\('electron'\)/, sources('renderer/**/*.{ts,tsx}'))).toEqual(
        [],
      );
    },
  },
];

describe('Electron’s security checklist', () => {
  it('is whole: 20 of 20', () => {
    expect(LIST.map(({ item }) => Number.parseInt(item, 10))).toEqual(
      Array.from({ length: 20 }, (_, index) => index + 1),
    );
  });
  for (const { item, check } of LIST) it(item, check);
});

describe('beyond the list', () => {
  it('no crash report leaves the machine', () => expect(filesWith(/crashReporter/)).toEqual([]));
  it('no order could leave through Chromium', () =>
    expect(filesWith(/electron\.net\b|net\.fetch|net\.request/, desktop)).toEqual([]));
  it('the layout’s traps are avoided', () => {
    expect(globSync('electron/index.*', { cwd: ROOT })).toEqual([]);
    expect(
      filesWith(
        /baseUrl|alias:\s*\{[^}]*electron/,
        sources('tsconfig*.json', '{shared,electron,renderer,test}/**/tsconfig.json', '*.config.ts'),
      ),
    ).toEqual([]);
  });
});
