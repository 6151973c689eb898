import { describe, expect, it } from 'vitest';
import { preferenceFaults, readSources, shellFaults, type Sources } from '../../../scripts/check-shell.ts';
import { type Scope, SHELL_RULES } from '../../../scripts/shell-rules.ts';
import { ROOT } from './builder-config.ts';

const ours = readSources(ROOT);

const NOTHING: Sources = { shipped: [], desktop: [], page: [], packaging: [] };
/** One file in place of all others, which every guard is then missing in. */
const planted = (scope: Scope, text: string): Sources => ({ ...NOTHING, [scope]: [{ path: 'planted', text }] });
/** One file, emptied. */
const emptied = (path: string): Sources => {
  const files = [{ path, text: '' }];
  return { shipped: files, desktop: files, page: files, packaging: files };
};

describe('the scan of the shell', () => {
  it('sees files in every part', () => {
    for (const files of Object.values(ours)) expect(files.length).toBeGreaterThan(2);
  });
  it('has a rule for each of the twenty', () => {
    const items = new Set(SHELL_RULES.map(({ item }) => item));
    expect([...items].filter((item) => item > 0).sort((a, b) => a - b)).toEqual(
      Array.from({ length: 20 }, (_, index) => index + 1),
    );
  });
  it('finds no fault in ours', () => expect(shellFaults(ours)).toEqual([]));
});

const faults: readonly { readonly item: number; readonly scope: Scope; readonly text: string }[] = [
  { item: 1, scope: 'shipped', text: 'window.loadURL(address)' },
  { item: 1, scope: 'shipped', text: "window.loadFile('x')" },
  { item: 1, scope: 'page', text: "fetch('http://evil.example')" },
  { item: 2, scope: 'shipped', text: 'new BrowserWindow({})' },
  { item: 2, scope: 'shipped', text: 'nodeIntegration: true' },
  { item: 3, scope: 'shipped', text: 'contextIsolation: false' },
  { item: 3, scope: 'shipped', text: 'contents.executeJavaScript(code)' },
  { item: 4, scope: 'shipped', text: 'sandbox: false' },
  { item: 4, scope: 'packaging', text: 'executableArgs: [--no-sandbox]' },
  { item: 5, scope: 'shipped', text: 'session.setPermissionRequestHandler(null)' },
  { item: 6, scope: 'shipped', text: 'webSecurity: options.isSafe' },
  { item: 7, scope: 'shipped', text: "style-src 'unsafe-inline'" },
  { item: 8, scope: 'shipped', text: 'allowRunningInsecureContent: true' },
  { item: 9, scope: 'shipped', text: 'experimentalFeatures: true' },
  { item: 10, scope: 'shipped', text: "app.commandLine.appendSwitch('x')" },
  { item: 11, scope: 'shipped', text: 'webviewTag: true' },
  { item: 14, scope: 'shipped', text: "({ action: 'allow' })" },
  { item: 15, scope: 'shipped', text: 'shell.openExternal(url)' },
  { item: 15, scope: 'shipped', text: 'shell.openPath(path)' },
  { item: 16, scope: 'packaging', text: '"electron": "^45.4.1"' },
  { item: 17, scope: 'shipped', text: "ipcMain.handle('x', act)" },
  { item: 18, scope: 'desktop', text: "const url = 'file:///x'" },
  { item: 18, scope: 'desktop', text: 'privileges: { bypassCSP: true }' },
  { item: 19, scope: 'packaging', text: '  runAsNode: true' },
  { item: 20, scope: 'shipped', text: "ipcRenderer.invoke('x')" },
  { item: 0, scope: 'shipped', text: 'crashReporter.start({})' },
  { item: 0, scope: 'desktop', text: 'electron.net.fetch(url)' },
  { item: 0, scope: 'shipped', text: 'node.innerHTML = text' },
  { item: 0, scope: 'desktop', text: "import { exec } from 'node:child_process'" },
  { item: 0, scope: 'shipped', text: 'webPreferences: options' },
];

describe('a planted fault is found', () => {
  for (const { item, scope, text } of faults) {
    it(`${item}: ${text}`, () => {
      const found = shellFaults(planted(scope, text)).filter((fault) => fault.endsWith(': planted'));
      expect(found.length).toBeGreaterThan(0);
      expect(found.every((fault) => fault.startsWith(`${item} `))).toBe(true);
    });
  }

  const guards = SHELL_RULES.flatMap(({ must, only = [], says, item }) =>
    must === true ? only.map((path) => ({ path, says, item })) : [],
  );
  for (const { path, says, item } of guards) {
    it(`${item}: a guard that is gone (${says})`, () =>
      expect(shellFaults(emptied(path))).toContain(`${item} ${says}: missing in ${path}`));
  }
});

describe('web preferences', () => {
  const good = ours.shipped.find(({ path }) => path.endsWith('/desktop/window.ts'))?.text ?? '';
  const changes = [
    { name: 'one turned', from: 'sandbox: true', to: 'sandbox: false', count: 2 },
    { name: 'one gone', from: 'sandbox: true,', to: '', count: 1 },
    { name: 'one more', from: 'sandbox: true,', to: "sandbox: true,\n partition: 'x',", count: 1 },
    { name: 'a variable', from: 'sandbox: true', to: 'sandbox: options.sandbox', count: 2 },
    { name: 'a spread', from: 'sandbox: true,', to: 'sandbox: true,\n ...options.more,', count: 1 },
    { name: 'not written out', from: 'webPreferences: {', to: 'webPreferences: make({', count: 1 },
  ];
  it('ours are right', () => expect(preferenceFaults(good)).toEqual([]));
  for (const { name, from, to, count } of changes) {
    it(`${name}: ${count}`, () => expect(preferenceFaults(good.replace(from, to))).toHaveLength(count));
  }
});
