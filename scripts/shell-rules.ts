// Electron's checklist (docs/tutorial/security.md, 2026-08) as text rules, in its numbering; 0 is beyond the list.

/** Files a rule looks at. */
export type Scope = 'shipped' | 'desktop' | 'page' | 'packaging';

export interface ShellRule {
  readonly item: number;
  readonly says: string;
  readonly scope: Scope;
  readonly pattern: RegExp;
  /** The files it may occur in; elsewhere it is a fault. */
  readonly only?: readonly string[];
  /** It must occur in each of `only`: a guard that is gone is a fault too. */
  readonly must?: true;
}

const DESKTOP = 'electron/hosts/desktop';
const window = [`${DESKTOP}/window.ts`];
const policies = [`${DESKTOP}/policies.ts`];
const preload = ['electron/preload/preload.ts'];
const policy = ['electron/hosts/common/content-policy.ts'];
const never = { only: [] } as const;

export const SHELL_RULES: readonly ShellRule[] = [
  {
    item: 1,
    says: 'pages are loaded in one place',
    scope: 'shipped',
    pattern: /\.loadURL\(/,
    only: window,
    must: true,
  },
  { item: 1, says: 'no files are loaded', scope: 'shipped', pattern: /\.loadFile\(/, ...never },
  {
    item: 1,
    says: 'nothing is fetched in the clear',
    scope: 'page',
    pattern: /['"`](?:http|ws|ftp):\/\/(?!127\.0\.0\.1|localhost|\[::1\]|www\.w3\.org\/)/,
    ...never,
  },
  {
    item: 2,
    says: 'windows are made in one place',
    scope: 'shipped',
    pattern: /new (?:electron\.)?BrowserWindow\(/,
    only: window,
    must: true,
  },
  {
    item: 2,
    says: 'no other views',
    scope: 'shipped',
    pattern: /\b(?:BrowserView|WebContentsView|BaseWindow)\b/,
    ...never,
  },
  { item: 2, says: 'no Node in the page', scope: 'shipped', pattern: /nodeIntegration\w*: (?!false)/, ...never },
  {
    item: 3,
    says: 'the page’s world is its own',
    scope: 'shipped',
    pattern: /contextIsolation: (?!true)|executeJavaScript|insertCSS\(/,
    ...never,
  },
  {
    item: 4,
    says: 'every process is in the sandbox',
    scope: 'shipped',
    pattern: /app\.enableSandbox\(\)/,
    only: [`${DESKTOP}/desktop.ts`],
    must: true,
  },
  { item: 4, says: 'no window leaves the sandbox', scope: 'shipped', pattern: /\bsandbox: (?!true)/, ...never },
  {
    item: 4,
    says: 'nothing starts without it',
    scope: 'packaging',
    pattern: /^[^#]*--(?:no-sandbox|disable-setuid-sandbox)/m,
    ...never,
  },
  {
    item: 5,
    says: 'permissions asked for',
    scope: 'shipped',
    pattern: /setPermissionRequestHandler\(\(_contents, _permission, callback\) => callback\(false\)\)/,
    only: policies,
    must: true,
  },
  {
    item: 5,
    says: 'permissions looked up',
    scope: 'shipped',
    pattern: /setPermissionCheckHandler\(\(\) => false\)/,
    only: policies,
    must: true,
  },
  {
    item: 5,
    says: 'no other permission handlers',
    scope: 'shipped',
    pattern: /setPermission(?:Request|Check)Handler/,
    only: policies,
  },
  { item: 6, says: 'web security', scope: 'shipped', pattern: /webSecurity: (?!true)/, ...never },
  { item: 7, says: 'one policy, closed', scope: 'shipped', pattern: /default-src 'none'/, only: policy, must: true },
  { item: 7, says: 'nothing unsafe in it', scope: 'shipped', pattern: /'unsafe-(?:inline|eval|hashes)'/, ...never },
  {
    item: 8,
    says: 'no insecure content',
    scope: 'shipped',
    pattern: /allowRunningInsecureContent: (?!false)/,
    ...never,
  },
  { item: 9, says: 'no experimental features', scope: 'shipped', pattern: /experimentalFeatures: (?!false)/, ...never },
  {
    item: 10,
    says: 'no Blink features, no switches',
    scope: 'shipped',
    pattern: /enableBlinkFeatures:|appendSwitch|appendArgument/,
    ...never,
  },
  { item: 11, says: 'no webviews', scope: 'shipped', pattern: /<webview|allowpopups|webviewTag: (?!false)/, ...never },
  {
    item: 12,
    says: 'webviews are stopped',
    scope: 'shipped',
    pattern: /on\('will-attach-webview', \(event\) => event\.preventDefault\(\)\)/,
    only: policies,
    must: true,
  },
  {
    item: 13,
    says: 'navigation',
    scope: 'shipped',
    pattern: /on\('will-navigate', \(event\) => event\.preventDefault\(\)\)/,
    only: policies,
    must: true,
  },
  {
    item: 13,
    says: 'redirects',
    scope: 'shipped',
    pattern: /on\('will-redirect', \(event\) => event\.preventDefault\(\)\)/,
    only: policies,
    must: true,
  },
  {
    item: 13,
    says: 'frames',
    scope: 'shipped',
    pattern: /on\('will-frame-navigate', \(event\) => event\.preventDefault\(\)\)/,
    only: policies,
    must: true,
  },
  {
    item: 14,
    says: 'no new windows',
    scope: 'shipped',
    pattern: /setWindowOpenHandler\(\(\) => \(\{ action: 'deny' \}\)\)/,
    only: policies,
    must: true,
  },
  {
    item: 14,
    says: 'none is allowed elsewhere',
    scope: 'shipped',
    pattern: /action: 'allow'|setWindowOpenHandler/,
    only: policies,
  },
  {
    item: 15,
    says: 'known addresses alone',
    scope: 'shipped',
    pattern: /shell\.openExternal\(LINKS\[id\]\)/,
    only: [`${DESKTOP}/links.ts`],
    must: true,
  },
  { item: 15, says: 'opened in one place', scope: 'shipped', pattern: /openExternal\(/, only: [`${DESKTOP}/links.ts`] },
  {
    item: 15,
    says: 'one folder, by a verb',
    scope: 'shipped',
    pattern: /\b(?:openPath|showItemInFolder|moveItemToTrash|trashItem)\(/,
    only: [`${DESKTOP}/open-folder.ts`],
  },
  { item: 16, says: 'Electron is pinned', scope: 'packaging', pattern: /"electron": "[^\d]/, ...never },
  {
    item: 17,
    says: 'pages are heard in one place',
    scope: 'shipped',
    pattern: /\bipcMain\b/,
    only: [`${DESKTOP}/ipc-pipe.ts`],
    must: true,
  },
  {
    item: 17,
    says: 'and their sender is judged there',
    scope: 'desktop',
    pattern: /distrustOf\(event,/,
    only: [`${DESKTOP}/ipc-pipe.ts`],
    must: true,
  },
  {
    item: 18,
    says: 'no file: protocol',
    scope: 'desktop',
    pattern: /registerFileProtocol|interceptFileProtocol|['"`]file:/,
    ...never,
  },
  {
    item: 18,
    says: 'our own scheme keeps the policy',
    scope: 'desktop',
    pattern: /bypassCSP|corsEnabled|allowServiceWorkers|allowExtensions/,
    ...never,
  },
  {
    item: 19,
    says: 'fuses',
    scope: 'packaging',
    pattern: /^electronFuses:$/m,
    only: ['electron-builder.yml'],
    must: true,
  },
  {
    item: 19,
    says: 'no fuse the wrong way',
    scope: 'packaging',
    pattern:
      /^ {2}(?:runAsNode|enableNode\w+|grantFileProtocolExtraPrivileges): true|^ {2}(?:enableEmbeddedAsarIntegrityValidation|onlyLoadAppFromAsar|enableCookieEncryption): false/m,
    ...never,
  },
  {
    item: 20,
    says: 'one thing is given to the page, and frozen',
    scope: 'shipped',
    pattern: /exposeInMainWorld\(\s*PRELOAD_PIPE,\s*Object\.freeze\(/,
    only: preload,
    must: true,
  },
  {
    item: 20,
    says: 'no Electron in the page',
    scope: 'shipped',
    pattern: /\b(?:contextBridge|ipcRenderer)\b/,
    only: preload,
  },
  { item: 0, says: 'no crash reports', scope: 'shipped', pattern: /crashReporter/, ...never },
  {
    item: 0,
    says: 'no call of an exchange through Chromium',
    scope: 'desktop',
    pattern: /electron\.net\b|\bnet\.(?:fetch|request)\b/,
    ...never,
  },
  {
    item: 0,
    says: 'no code out of text',
    scope: 'shipped',
    pattern: /\beval\(|new Function\(|\.innerHTML\b|dangerouslySetInnerHTML|document\.write\(/,
    ...never,
  },
  {
    item: 0,
    says: 'one program is started, with constants',
    scope: 'desktop',
    pattern: /child_process/,
    only: [`${DESKTOP}/tray-host.ts`],
  },
  {
    item: 0,
    says: 'web preferences in one place',
    scope: 'shipped',
    pattern: /webPreferences/,
    only: window,
    must: true,
  },
];
