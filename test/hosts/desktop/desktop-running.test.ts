import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openDataFolder } from '../../../electron/adapters/stores/data-folder.ts';
import { fakeApp, onlyWindow, start } from './desktop-rig.ts';

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

  const handed = [
    { data: { page: 'alerts' }, url: 'app://ui/#/alerts' },
    { data: { page: null }, url: 'app://ui/' },
    { data: { page: 'https://evil.example/' }, url: 'app://ui/' },
    { data: { page: '../settings' }, url: 'app://ui/' },
    { data: { page: ['alerts'] }, url: 'app://ui/' },
    { data: 'alerts', url: 'app://ui/' },
    { data: null, url: 'app://ui/' },
  ];
  for (const { data, url } of handed) {
    it(`a second start that hands over ${JSON.stringify(data)} leads to ${url}`, async () => {
      const started = start();
      await started.run;
      started.stub.app.emit('second-instance', {}, ['headroom', '--page', 'keys'], '/', data);
      expect(onlyWindow(started).webContents.url).toBe(url);
    });
  }

  it('a start can name its page, and hands it over with its other flags', async () => {
    const args = (folder: string) => ['headroom', `--data-dir=${folder}`, '--page', 'orders'];
    const first = start({ argv: args(join(mkdtempSync(join(tmpdir(), 'headroom-page-')), 'data')) });
    await first.run;
    expect(onlyWindow(first).loaded).toEqual(['app://ui/#/orders']);
    expect(first.stub.app.lockData).toMatchObject({ page: 'orders', hidden: false });
  });

  it('at login it begins at its icon, and a click there opens the window', async () => {
    const argv = ['headroom', '--data-dir', join(mkdtempSync(join(tmpdir(), 'headroom-hid-')), 'data'), '--hidden'];
    const started = start({ argv });
    await started.run;
    expect([started.stub.windows.length, started.lines]).toEqual([0, ['Headroom ready: tray']]);
    started.stub.trays[0]?.emit('click');
    expect(onlyWindow(started).loaded).toEqual(['app://ui/']);
  });

  it('macOS: begins at its icon where the system says that it is a start at login', async () => {
    const started = start({ platform: 'darwin' }, { wasOpenedAtLogin: true });
    await started.run;
    expect([started.stub.windows.length, started.lines]).toEqual([0, ['Headroom ready: tray']]);
    const elsewhere = start({ platform: 'win32' }, { wasOpenedAtLogin: true });
    await elsewhere.run;
    expect(elsewhere.stub.windows).toHaveLength(1);
  });

  it('at login without icons: a window, since nothing else could bring it', async () => {
    const argv = ['headroom', '--data-dir', join(mkdtempSync(join(tmpdir(), 'headroom-hid-')), 'data'), '--hidden'];
    const started = start({ argv }, { hasTray: false });
    await started.run;
    expect(onlyWindow(started).loaded).toEqual(['app://ui/']);
  });

  it('closing the window hides it, a second start shows it, and quitting ends it', async () => {
    const started = start();
    await started.run;
    const window = onlyWindow(started);
    expect(window.close()).toBe(false);
    started.stub.app.emit('second-instance', {}, [], '/', {});
    expect(window.done).toEqual(['hide', 'show', 'focus']);
    const exit = new Promise((resolve) => started.stub.app.once('stub-exit', resolve));
    started.stub.app.quit();
    expect(await exit).toBe(0);
    expect([window.isDestroyed(), started.done]).toEqual([true, ['stopped']]);
  });

  it('a full-screen window comes back to its size before it is hidden', async () => {
    const started = start();
    await started.run;
    const window = onlyWindow(started);
    window.isFull = true;
    window.close();
    expect(window.done).toEqual(['leave full screen', 'hide']);
  });

  it('without an icon closing closes', async () => {
    const started = start({}, { hasTray: false });
    await started.run;
    expect(onlyWindow(started).close()).toBe(true);
  });

  it('the menu bar shows what was chosen', async () => {
    const started = start();
    await started.run;
    const keep = () => {
      const file = started.stub.menu.find((item) => item.label === '&File')?.submenu;
      return Array.isArray(file) ? file.find((item) => item.label === 'Keep Running When Closed') : undefined;
    };
    expect(keep()?.checked).toBe(true);
    keep()?.click?.({} as never, undefined, {} as never);
    expect(keep()?.checked).toBe(false);
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
