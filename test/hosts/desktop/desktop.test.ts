import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { connectContract } from '../../../shared/contract/client.ts';
import { PIPE_CHANNEL, PROTOCOL } from '../../../shared/contract/channels.ts';
import type { Pipe } from '../../../shared/contract/pipe.ts';
import { openDataFolder, readInstanceNote } from '../../../electron/adapters/stores/data-folder.ts';
import { silentLog } from '../../../electron/engine/log.ts';
import type { App, AppOptions } from '../../../electron/hosts/common/app.ts';
import { type DesktopOptions, startDesktop } from '../../../electron/hosts/desktop/desktop.ts';
import { electronStub, type ElectronStub, type StubSettings, type StubWindow } from '../../support/electron-stub.ts';
import { freshState } from '../../support/fake-engine.ts';
import { fakeHandlers } from '../../support/fake-handlers.ts';

const DOCUMENT = '3f0c2a5e-7d41-4b0a-9c55-0123456789ab';

interface Started {
  readonly stub: ElectronStub;
  readonly lines: string[];
  readonly complaints: string[];
  readonly done: string[];
  readonly folder: string;
  readonly run: Promise<void>;
}

function start(change: Partial<DesktopOptions> = {}, settings: StubSettings = {}): Started {
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
    startApp: () => Promise.resolve(fakeApp(done)),
    openFolder: openDataFolder,
    print: (line) => lines.push(line),
    complain: (line) => complaints.push(line),
    nowMs: () => 0,
    waitMs: () => new Promise(() => undefined),
    exitCode: () => 0,
    kill: () => void done.push('killed'),
    checkKeychain: () => null,
    login: { program: '/opt/headroom', configFolder: join(folder, 'config') },
    hasTrayHost: () => Promise.resolve(settings.hasTray ?? true),
    processLimits: () => null,
    wallMs: () => 0,
    ...change,
  });
  return { stub, lines, complaints, done, folder, run };
}

function fakeApp(done: string[]): App {
  const publish = (): void => undefined;
  const engine = { handlers: fakeHandlers(freshState(), publish), subscribe: () => () => undefined };
  const stop = (): Promise<void> => Promise.resolve(void done.push('stopped'));
  return { engine, practice: {}, stop, isHeld: () => false } as unknown as App;
}

function onlyWindow({ stub }: Started): StubWindow {
  const [window] = stub.windows;
  if (window === undefined || stub.windows.length > 1) throw new Error(`${stub.windows.length} windows, not one`);
  return window;
}

/** The page's end, as the preload offers it. */
function pageOf(started: Started): Pipe {
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

describe('a start', () => {
  it('does what must come before ready before it, shows one window and says so', async () => {
    const started = start();
    expect(started.stub.app.done).toEqual(['enableSandbox']);
    expect(started.stub.schemes).toHaveLength(1);
    expect(started.stub.windows).toHaveLength(0);
    await started.run;
    expect(onlyWindow(started).loaded).toEqual(['app://ui/']);
    expect(started.lines).toEqual(['Headroom ready: window']);
    expect(started.stub.app.exits).toEqual([]);
    expect(started.stub.menu.length).toBeGreaterThan(4);
    expect(Object.keys(started.stub.session.handlers)).toContain('permission-check');
  });

  it('serves the contract to its page', async () => {
    const started = start();
    await started.run;
    const ids = ['1', '2'];
    const bridge = connectContract(pageOf(started), () => ids.shift() ?? 'none');
    const hello = await bridge.call('app.hello', { protocol: PROTOCOL });
    expect(hello.ok).toBe(true);
    expect((await bridge.call('accounts.list', {})).ok).toBe(true);
  });

  it('a page that asks before the engine is there gets its answer then', async () => {
    const engine = Promise.withResolvers<App>();
    const started = start({ startApp: () => engine.promise });
    await new Promise((resolve) => setImmediate(resolve));
    const bridge = connectContract(pageOf(started), () => 'early');
    const hello = bridge.call('app.hello', { protocol: PROTOCOL });
    engine.resolve(fakeApp([]));
    expect((await hello).ok).toBe(true);
  });

  const claims = [
    { name: 'all there is', settings: {}, tray: true, notifications: true, complaints: 0 },
    { name: 'no tray', settings: { hasTray: false }, tray: false, notifications: true, complaints: 1 },
    {
      name: 'nothing',
      settings: { hasTray: false, hasNotifications: false },
      tray: false,
      notifications: false,
      complaints: 2,
    },
  ];
  for (const { name, settings, tray, notifications, complaints } of claims) {
    it(`claims no more than it can, and says what is missing: ${name}`, async () => {
      const asked: unknown[] = [];
      const startApp = (options: AppOptions): Promise<App> => {
        asked.push(options.capabilities);
        return Promise.resolve(fakeApp([]));
      };
      const started = start({ startApp }, settings);
      await started.run;
      expect(asked).toEqual([
        { host: 'desktop', tray, notifications, secretStore: 'memory', practice: true, openFolder: true },
      ]);
      expect(started.complaints).toHaveLength(complaints);
    });
  }

  it('says once where a crash would leave a core file, in a package', async () => {
    const processLimits = (): string => 'Max core file size        unlimited            unlimited            bytes';
    const told = start({ processLimits });
    const checkout = start({ processLimits }, { isPackaged: false });
    await Promise.all([told.run, checkout.run]);
    expect(told.complaints).toEqual([expect.stringMatching(/ulimit -c 0/)]);
    expect(checkout.complaints).toEqual([]);
  });

  it('hands the keychain’s check to the app', async () => {
    const reason = (): string => 'changed';
    const given: unknown[] = [];
    const startApp: DesktopOptions['startApp'] = ({ checkKeychain }) => {
      given.push(checkKeychain());
      return Promise.resolve(fakeApp([]));
    };
    await start({ startApp, checkKeychain: reason }).run;
    expect(given).toEqual(['changed']);
  });

  it('writes no note, since nobody could get a link from it', async () => {
    const started = start();
    await started.run;
    expect(readInstanceNote(started.folder)).toBeNull();
  });
});

describe('a start that is refused', () => {
  const cases = [
    {
      name: 'a debugger’s switch in a package',
      change: { argv: ['headroom', '--remote-debugging-port=9222'] },
      code: 78,
      says: /remote-debugging-port/,
    },
    { name: 'a page that is not built', change: { page: '/nowhere' }, code: 1, says: /The page is not built/ },
    {
      name: 'stores that cannot be opened',
      change: { startApp: () => Promise.reject(new Error('journal.db is from a newer Headroom')) },
      code: 1,
      says: /newer Headroom/,
    },
    {
      name: 'a folder that cannot be used',
      change: { argv: ['headroom', '--data-dir=/proc/x/y'] },
      code: 1,
      says: /cannot be written/,
    },
  ];
  for (const { name, change, code, says } of cases) {
    it(`${name}: told in a box, code ${code}`, async () => {
      const { stub, lines, complaints, run } = start(change);
      await run;
      expect(stub.app.exits).toEqual([code]);
      expect(stub.errorBoxes).toEqual([expect.stringMatching(says)]);
      expect({ lines, complaints }).toEqual({ lines: [], complaints: stub.errorBoxes });
    });
  }

  it('nothing of Electron is touched before a refused switch', async () => {
    const { stub, run } = start({ argv: ['headroom', '--inspect'] });
    await run;
    expect({ done: stub.app.done, schemes: stub.schemes, windows: stub.windows }).toEqual({
      done: [],
      schemes: [],
      windows: [],
    });
  });

  it('a second start ends quietly and opens nothing', async () => {
    const { stub, run, lines } = start({}, { isFirstInstance: false });
    await run;
    expect({ exits: stub.app.exits, windows: stub.windows, boxes: stub.errorBoxes, lines }).toEqual({
      exits: [0],
      windows: [],
      boxes: [],
      lines: [],
    });
  });
});

describe('a running host', () => {
  it('a second start brings the window to the front', async () => {
    const started = start();
    await started.run;
    const window = onlyWindow(started);
    window.isMin = true;
    started.stub.app.emit('second-instance', {}, [], '/', { dataDir: null });
    expect(window.done).toEqual(['restore', 'show', 'focus']);
    expect(started.stub.windows).toHaveLength(1);
  });

  it('makes a new window where the last one was closed, on macOS', async () => {
    const { stub, run } = start({ platform: 'darwin' });
    await run;
    stub.windows[0]?.emit('closed');
    stub.app.emit('window-all-closed');
    stub.app.emit('activate');
    expect({ windows: stub.windows.length, done: stub.app.done }).toEqual({ windows: 2, done: ['enableSandbox'] });
  });

  it('ends with its last window elsewhere, when everything is written out', async () => {
    const { stub, run, done, folder } = start();
    await run;
    const exit = new Promise((resolve) => stub.app.once('stub-exit', resolve));
    stub.app.emit('window-all-closed');
    expect(stub.app.exits).toEqual([]);
    expect(await exit).toBe(0);
    expect(done).toEqual(['stopped']);
    openDataFolder(folder).release();
  });

  it('stops once, however often it is told to', async () => {
    const { stub, run, done } = start();
    await run;
    const exit = new Promise((resolve) => stub.app.once('stub-exit', resolve));
    for (let count = 0; count < 5; count += 1) stub.app.quit();
    await exit;
    expect({ done, exits: stub.app.exits }).toEqual({ done: ['stopped'], exits: [0] });
  });

  it('does not wait for ever for stores that hang, and says so by its code', async () => {
    const hanging = { ...fakeApp([]), stop: () => new Promise<void>(() => undefined) };
    const { stub, run } = start({ startApp: () => Promise.resolve(hanging), waitMs: () => Promise.resolve() });
    await run;
    const exit = new Promise((resolve) => stub.app.once('stub-exit', resolve));
    stub.app.quit();
    expect(await exit).toBe(1);
  });

  it('ends itself, with all else closed, where a keychain that does not answer would hold it', async () => {
    const closed: string[] = [];
    const held = { ...fakeApp(closed), isHeld: () => true };
    const killed = Promise.withResolvers<void>();
    const kill = (): void => {
      closed.push('killed');
      killed.resolve();
    };
    const { stub, run } = start({ startApp: () => Promise.resolve(held), kill });
    await run;
    stub.app.quit();
    await killed.promise;
    expect({ closed, exits: stub.app.exits }).toEqual({ closed: ['stopped', 'killed'], exits: [] });
  });

  it('its menu leads the window to a page', async () => {
    const started = start();
    await started.run;
    const view = started.stub.menu.find((item) => item.label === '&View');
    const orders = Array.isArray(view?.submenu) ? view.submenu.find((item) => item.label === 'Orders') : undefined;
    orders?.click?.({} as never, undefined, {} as never);
    expect(onlyWindow(started).loaded.at(-1)).toBe('app://ui/#/orders');
  });
});
