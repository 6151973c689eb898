import type { ElectronApplication } from 'playwright-core';
import { afterEach, describe, expect, it } from 'vitest';
import { pngOf } from '../../electron/hosts/desktop/drawing/png.ts';
import { TRAY_PX, trayPicture } from '../../electron/hosts/desktop/drawing/tray-image.ts';
import { electronOrSkip, freshData, launchApp } from './smoke-app.ts';

let app: ElectronApplication | null = null;
afterEach(async () => {
  await app?.evaluate(({ app: running }) => running.exit(0)).catch(() => undefined);
  app = null;
});

const begin = async (path: string, ...flags: string[]): Promise<ElectronApplication> => {
  app = await launchApp(path, [`--data-dir=${freshData()}`, ...flags]);
  return app;
};

/** What only a real Electron can show; everything else is proved under a stand-in (test/hosts/desktop). */
describe('the shell on a real Electron', () => {
  it('begins at the page it was asked for', async (context) => {
    const running = await begin(electronOrSkip(context), '--page', 'orders');
    expect((await running.firstWindow()).url()).toBe('app://ui/#/orders');
  });

  it('takes its pictures for what they are', async (context) => {
    const running = await begin(electronOrSkip(context));
    await running.firstWindow();
    const pictures = [1, 2].map((scaleFactor) => ({
      scaleFactor,
      dataURL: `data:image/png;base64,${pngOf(trayPicture('hot', 'on-dark', TRAY_PX * scaleFactor)).toString('base64')}`,
    }));
    const taken = await running.evaluate(({ nativeImage }, given) => {
      const image = nativeImage.createEmpty();
      for (const picture of given) image.addRepresentation(picture);
      return { size: image.getSize(), scales: image.getScaleFactors() };
    }, pictures);
    expect(taken).toEqual({ size: { width: TRAY_PX, height: TRAY_PX }, scales: [1, 2] });
  });

  it('brings a page back whose process died, where it was', async (context) => {
    const running = await begin(electronOrSkip(context), '--page', 'activity');
    const page = await running.firstWindow();
    await page.getByRole('navigation').waitFor();
    await running.evaluate(({ BrowserWindow }) =>
      BrowserWindow.getAllWindows()[0]?.webContents.forcefullyCrashRenderer(),
    );
    await expect
      .poll(
        () =>
          running.evaluate(({ BrowserWindow }) => {
            const contents = BrowserWindow.getAllWindows()[0]?.webContents;
            return contents?.isCrashed() === false ? contents.getURL() : 'crashed';
          }),
        { timeout: 20_000 },
      )
      .toBe('app://ui/#/activity');
  });

  it('leads its window to a page without loading it anew', async (context) => {
    const running = await begin(electronOrSkip(context));
    const page = await running.firstWindow();
    await page.getByRole('navigation').waitFor();
    await page.evaluate(() => Reflect.set(window, 'isSameDocument', true));
    await running.evaluate(({ Menu }) => {
      const view = Menu.getApplicationMenu()?.items.find(({ label }) => label === '&View');
      view?.submenu?.items.find(({ label }) => label === 'Alerts')?.click();
    });
    await page.waitForURL('app://ui/#/alerts');
    expect(await page.evaluate(() => Reflect.get(window, 'isSameDocument'))).toBe(true);
  });
});
