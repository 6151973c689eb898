import { describe, expect, it } from 'vitest';
import { connectContract } from '../../../shared/contract/client.ts';
import { PROTOCOL } from '../../../shared/contract/channels.ts';
import { readInstanceNote } from '../../../electron/adapters/stores/data-folder.ts';
import type { App, AppOptions } from '../../../electron/hosts/common/app.ts';
import type { DesktopOptions } from '../../../electron/hosts/desktop/desktop.ts';
import { fakeApp, onlyWindow, pageOf, start } from './desktop-rig.ts';

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

  it('Windows: names itself as its shortcut does, before it is ready', async () => {
    const started = start({ platform: 'win32' });
    expect(started.stub.app.done).toEqual(['enableSandbox', 'is app.headroom.desktop']);
    await started.run;
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
