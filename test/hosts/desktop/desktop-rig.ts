import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PIPE_CHANNEL } from '../../../shared/contract/channels.ts';
import type { Pipe } from '../../../shared/contract/pipe.ts';
import { openDataFolder } from '../../../electron/adapters/stores/data-folder.ts';
import { silentLog } from '../../../electron/engine/log.ts';
import type { App } from '../../../electron/hosts/common/app.ts';
import { type DesktopOptions, startDesktop } from '../../../electron/hosts/desktop/desktop.ts';
import { electronStub, type ElectronStub, type StubSettings, type StubWindow } from '../../support/electron-stub.ts';
import { freshState } from '../../support/fake-engine.ts';
import { fakeHandlers } from '../../support/fake-handlers.ts';

const DOCUMENT = '3f0c2a5e-7d41-4b0a-9c55-0123456789ab';

export interface Started {
  readonly stub: ElectronStub;
  readonly lines: string[];
  readonly complaints: string[];
  readonly done: string[];
  readonly folder: string;
  readonly run: Promise<void>;
}

/** The desktop host under a stand-in for Electron, with an app that does nothing. */
export function start(change: Partial<DesktopOptions> = {}, settings: StubSettings = {}): Started {
  const folder = join(mkdtempSync(join(tmpdir(), 'headroom-desktop-')), 'data');
  const page = mkdtempSync(join(tmpdir(), 'headroom-page-'));
  writeFileSync(join(page, 'index.html'), '<p>page</p>');
  const stub = electronStub(settings);
  const lines: string[] = [];
  const done: string[] = [];
  const complaints: string[] = [];
  const run = startDesktop(stub.electron, {
    argv: ['headroom', `--data-dir=${folder}`],
    env: {},
    platform: 'linux',
    version: '1.2.3',
    page,
    preload: '/app/preload.cjs',
    log: silentLog,
    onSecret: () => undefined,
    startApp: () => Promise.resolve(fakeApp(done)),
    openFolder: openDataFolder,
    print: (line) => lines.push(line),
    complain: (line) => complaints.push(line),
    nowMs: () => 0,
    waitMs: () => new Promise(() => undefined),
    exitCode: () => 0,
    kill: () => void done.push('killed'),
    checkKeychain: () => null,
    killProcess: (pid) => void done.push(`killed ${pid}`),
    login: { program: '/opt/headroom', configFolder: join(folder, 'config') },
    hasTrayHost: () => Promise.resolve(settings.hasTray ?? true),
    processLimits: () => null,
    wallMs: () => 0,
    onApp: () => undefined,
    ...change,
  });
  return { stub, lines, complaints, done, folder, run };
}

export function fakeApp(done: string[]): App {
  const publish = (): void => undefined;
  const engine = { handlers: fakeHandlers(freshState(), publish), subscribe: () => () => undefined };
  const stop = (): Promise<void> => Promise.resolve(void done.push('stopped'));
  return { engine, practice: {}, stop, isHeld: () => false } as unknown as App;
}

export function onlyWindow({ stub }: Started): StubWindow {
  const [window] = stub.windows;
  if (window === undefined || stub.windows.length > 1) throw new Error(`${stub.windows.length} windows, not one`);
  return window;
}

/** The page's end, as the preload offers it. */
export function pageOf(started: Started): Pipe {
  const { webContents } = onlyWindow(started);
  return {
    post: (message) =>
      void started.stub.ipc.emit(
        PIPE_CHANNEL,
        { sender: webContents, senderFrame: webContents.mainFrame },
        DOCUMENT,
        JSON.stringify(message),
      ),
    onMessage: (listener) =>
      void webContents.on('stub-sent', (_channel, _document, text: string) => listener(JSON.parse(text))),
    onClose: () => undefined,
    close: () => undefined,
  };
}
