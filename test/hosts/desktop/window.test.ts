import { readFileSync } from 'node:fs';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { BACKGROUND, loadPage, makeWindow } from '../../../electron/hosts/desktop/window.ts';
import { readWindowState, writeWindowState } from '../../../electron/hosts/desktop/window-state.ts';
import { electronStub, type StubSettings, stubEvent } from '../../support/electron-stub.ts';

const freshFolder = (): string => mkdtempSync(join(tmpdir(), 'headroom-window-'));

function made(settings: StubSettings, isDev: boolean, folder = freshFolder()) {
  const stub = electronStub(settings);
  const window = makeWindow(stub.electron, { preload: '/app/preload.cjs', folder, isDev });
  const [record] = stub.windows;
  if (record === undefined) throw new Error('no window was made');
  return { window, record, folder };
}

/** Every option of every window, to the letter. */
const EXPECTED = Object.freeze({
  width: 1280,
  height: 860,
  minWidth: 760,
  minHeight: 560,
  title: 'Headroom',
  show: false,
  backgroundColor: '#eff2f3',
  webPreferences: Object.freeze({
    preload: '/app/preload.cjs',
    contextIsolation: true,
    sandbox: true,
    nodeIntegration: false,
    nodeIntegrationInWorker: false,
    nodeIntegrationInSubFrames: false,
    webSecurity: true,
    allowRunningInsecureContent: false,
    experimentalFeatures: false,
    webviewTag: false,
    navigateOnDragDrop: false,
    safeDialogs: true,
    spellcheck: false,
    devTools: false,
  }),
});

describe('the end of a Windows session', () => {
  it('waits until everything is written out', () => {
    const stub = electronStub({});
    makeWindow(stub.electron, { preload: '/app/preload.cjs', folder: freshFolder(), isDev: false });
    const end = stubEvent();
    stub.windows[0]?.emit('query-session-end', end);
    expect([end.isPrevented, stub.app.done]).toEqual([true, ['quit']]);
  });
});

describe('a window', () => {
  const cases = [
    { name: 'is made with these options and no others', settings: {}, isDev: false, expected: EXPECTED },
    {
      name: 'has the page’s dark background where the system is dark',
      settings: { isDark: true },
      isDev: false,
      expected: { ...EXPECTED, backgroundColor: '#0d1012' },
    },
    {
      name: 'has developer tools in a checkout only',
      settings: {},
      isDev: true,
      expected: { ...EXPECTED, webPreferences: { ...EXPECTED.webPreferences, devTools: true } },
    },
  ];
  for (const { name, settings, isDev, expected } of cases) {
    it(name, () => expect(made(settings, isDev).record.options).toStrictEqual(expected));
  }

  it('is shown when its page has been drawn', () => {
    const { record } = made({}, false);
    expect(record.done).toEqual([]);
    record.emit('ready-to-show');
    expect(record.done).toEqual(['show']);
  });

  it('keeps its title whatever the page says', () => {
    const { record } = made({}, false);
    const event = stubEvent();
    record.emit('page-title-updated', event);
    expect(event.isPrevented).toBe(true);
  });

  it('comes back where it was, maximised if it was', () => {
    const first = made({}, false);
    first.record.bounds = { x: 40, y: 50, width: 1000, height: 800 };
    first.record.isMax = true;
    first.record.emit('close');
    expect(readWindowState(first.folder)).toEqual({ x: 40, y: 50, width: 1000, height: 800, isMaximized: true });
    const second = made({}, false, first.folder);
    expect(second.record.options).toMatchObject({ x: 40, y: 50, width: 1000, height: 800 });
    second.record.emit('ready-to-show');
    expect(second.record.done).toEqual(['maximize', 'show']);
  });

  it('opens centred when its screen is gone', () => {
    const folder = freshFolder();
    writeWindowState(folder, { x: 4000, y: 50, width: 1000, height: 800, isMaximized: false });
    const { record } = made({}, false, folder);
    expect(record.options).toMatchObject({ width: 1280, height: 860 });
    expect(record.options).not.toHaveProperty('x');
  });

  it('loads the page, or a part of it', async () => {
    const { window, record } = made({}, false);
    await loadPage(window);
    await loadPage(window, { page: 'orders', part: null });
    await loadPage(window, { page: 'orders', part: 'new' });
    expect(record.loaded).toEqual(['app://ui/', 'app://ui/#/orders', 'app://ui/#/orders/new']);
  });

  it('leaves a page alone that is shown already, so that nothing typed there is lost', async () => {
    const { window, record } = made({}, false);
    await loadPage(window, { page: 'orders', part: 'new' });
    await loadPage(window, { page: 'orders', part: 'new' });
    await loadPage(window, { page: 'orders', part: null });
    expect(record.loaded).toEqual(['app://ui/#/orders/new']);
  });
});

it('the backgrounds are those of the page', () => {
  const tokens = readFileSync(join(import.meta.dirname, '../../../renderer/ui/tokens.css'), 'utf8');
  const backgrounds = [...tokens.matchAll(/--bg: (#[\da-f]{6});/g)].map(([, colour]) => colour);
  expect(backgrounds).toEqual([BACKGROUND.dark, BACKGROUND.light]);
});
