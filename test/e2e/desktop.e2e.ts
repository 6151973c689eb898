import { existsSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { _electron, type ElectronApplication, type Page } from 'playwright-core';
import { afterEach, describe, expect, it, type TestContext } from 'vitest';
import { buildDesktop } from '../../scripts/build-desktop.ts';
import { chooseHost } from '../../scripts/desktop.ts';
import { findElectronBinary } from '../../scripts/electron-binary.ts';

const ROOT = join(import.meta.dirname, '../..');
const binary = findElectronBinary(join(ROOT, 'node_modules', 'electron'), process.env);
const choice = chooseHost({
  isHeadlessAsked: false,
  platform: process.platform,
  env: process.env,
  isRoot: process.getuid?.() === 0,
  binary: binary === null ? { kind: 'absent', why: 'is not downloaded here' } : { kind: 'ready', path: binary },
});

let app: ElectronApplication | null = null;
afterEach(async () => {
  await app?.close();
  app = null;
});

/** Where no window can be opened the host is proved under a stand-in alone (test/hosts/desktop); say so, loudly. */
function pathOrSkip(context: TestContext): string {
  if (choice.kind === 'desktop') return choice.path;
  const why = (choice.kind === 'headless' ? choice.line : null)?.split(', so ')[0] ?? 'Electron was not looked for';
  console.warn(`desktop.e2e.ts did NOT run: ${why}`);
  context.skip(why);
}

async function launch(executablePath: string): Promise<{ app: ElectronApplication; page: Page }> {
  if (!existsSync(join(ROOT, 'dist', 'renderer', 'index.html')))
    throw new Error('the page is not built: npm run build');
  if (!buildDesktop(ROOT, console.error)) throw new Error('the desktop app could not be built');
  const data = join(mkdtempSync(join(tmpdir(), 'headroom-e2e-')), 'data');
  app = await _electron.launch({
    executablePath,
    args: [join(ROOT, 'dist', 'desktop', 'main.js'), `--data-dir=${data}`],
  });
  return { app, page: await app.firstWindow() };
}

describe('the desktop app', () => {
  it('opens one window that shows live limits', async (context) => {
    const { app: running, page } = await launch(pathOrSkip(context));
    expect(page.url()).toMatch(/^app:\/\/ui\//);
    await page.locator('[data-bucket-row]').first().waitFor({ timeout: 30_000 });
    expect(running.windows()).toHaveLength(1);
    // The page names itself; the window keeps the app's name.
    expect(await page.title()).toMatch(/Overview · Headroom$/);
    const title = await running.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.getTitle());
    expect(title).toBe('Headroom');
  });

  it('gives its page a pipe, and nothing of Node or Electron', async (context) => {
    const { page } = await launch(pathOrSkip(context));
    const seen = await page.evaluate(() => ({
      pipe: Object.keys(Reflect.get(window, 'headroomPipe') as object).sort(),
      isFrozen: Object.isFrozen(Reflect.get(window, 'headroomPipe')),
      node: ['require', 'process', 'module', 'Buffer', 'global', '__dirname'].filter((name) =>
        Reflect.has(window, name),
      ),
    }));
    expect(seen).toEqual({ pipe: ['onMessage', 'post'], isFrozen: true, node: [] });
  });

  it('stays on its page, opens no other and reaches no network', async (context) => {
    const { app: running, page } = await launch(pathOrSkip(context));
    const before = page.url();
    const reached = await page.evaluate(async () => {
      window.open('https://example.com/');
      window.location.href = 'https://example.com/';
      return await fetch('https://example.com/').then(
        () => true,
        () => false,
      );
    });
    expect({ reached, url: page.url(), windows: running.windows().length }).toEqual({
      reached: false,
      url: before,
      windows: 1,
    });
  });
});
