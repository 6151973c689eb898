// Screenshots of every page and state, light and dark, in three sizes, with contact sheets; and every state of the icon.
// npm run shots -- --out DIR [--only NAME,NAME] [--sizes 1280x800,1920x1080,900x600]
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import type { Browser } from 'playwright-core';
import { trayStates } from '../../electron/hosts/desktop/drawing/glyphs.ts';
import { pngOf } from '../../electron/hosts/desktop/drawing/png.ts';
import { trayPicture } from '../../electron/hosts/desktop/drawing/tray-image.ts';
import { stoppedPage } from './stopped.ts';
import { launchBrowser, look } from '../support/browser.ts';
import { startFakeHost } from '../support/fake-host.ts';
import { type Scene, scenes } from './scenes.ts';

const { values } = parseArgs({
  options: {
    out: { type: 'string' },
    only: { type: 'string', default: '' },
    sizes: { type: 'string', default: '1280x800,1920x1080,900x600' },
  },
});
const SCHEMES = ['light', 'dark'] as const;
type Scheme = (typeof SCHEMES)[number];
/** What moves by itself comes to rest. */
const SETTLE_MS = 900;
const REFLOW_MS = 250;
const THUMB_PX = 420;

interface Size {
  readonly name: string;
  readonly width: number;
  readonly height: number;
}

function sizesOf(text: string): readonly Size[] {
  return text.split(',').map((name) => {
    const [width, height] = name.split('x').map(Number);
    if (width === undefined || height === undefined || !(width > 0) || !(height > 0))
      throw new Error(`no size: ${name}`);
    return { name, width, height };
  });
}

async function shoot(
  browser: Browser,
  scene: Scene,
  scheme: Scheme,
  sizes: readonly Size[],
  out: string,
): Promise<void> {
  const host = await startFakeHost();
  scene.arrange?.(host);
  const one = await look(browser, host.origin, { scheme });
  try {
    await one.page.goto(host.link());
    await one.page.locator('.shell').waitFor();
    await one.page.evaluate((hash) => {
      window.location.hash = hash;
    }, `#/${scene.at}`);
    await one.page.waitForTimeout(SETTLE_MS);
    await scene.act?.(one.page, host);
    await one.page.waitForTimeout(SETTLE_MS);
    for (const { name, width, height } of sizes) {
      await one.page.setViewportSize({ width, height });
      await one.page.waitForTimeout(REFLOW_MS);
      const over = await one.page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
      if (over > 0)
        process.stdout.write(`${JSON.stringify({ scene: scene.name, scheme, size: name, overflowPx: over })}\n`);
      await one.page.screenshot({ path: join(out, fileOf(scene.name, scheme, name)) });
    }
    for (const complaint of one.complaints)
      process.stdout.write(`${JSON.stringify({ scene: scene.name, complaint })}\n`);
  } finally {
    await one.close();
    await host.close();
  }
}

function fileOf(scene: string, scheme: string, size: string): string {
  return `${scene}.${scheme}.${size}.png`;
}

/** Light beside dark, so that a fault of either is seen. */
async function sheet(browser: Browser, names: readonly string[], size: string, out: string): Promise<void> {
  const picture = (name: string, scheme: Scheme): string => {
    const bytes = readFileSync(join(out, fileOf(name, scheme, size))).toString('base64');
    return `<img width="${THUMB_PX}" src="data:image/png;base64,${bytes}">`;
  };
  const cell = (name: string): string =>
    `<figure><figcaption>${name}</figcaption>${SCHEMES.map((scheme) => picture(name, scheme)).join('')}</figure>`;
  const page = await browser.newPage({ viewport: { width: 2 * (2 * THUMB_PX + 24), height: 800 } });
  await page.setContent(
    `<style>body{margin:8px;font:14px sans-serif;display:grid;grid-template-columns:1fr 1fr;gap:8px}figure{margin:0}</style>${names.map(cell).join('')}`,
  );
  await page.screenshot({ path: join(out, `sheet.${size}.png`), fullPage: true });
  await page.close();
}

function icons(out: string): void {
  for (const state of trayStates)
    for (const ink of ['template', 'on-light', 'on-dark'] as const)
      for (const size of [16, 32, 128])
        writeFileSync(join(out, `tray.${state}.${ink}.${size}.png`), pngOf(trayPicture(state, ink, size)));
}

async function main(): Promise<void> {
  const { out } = values;
  if (out === undefined) throw new Error('say where to: npm run shots -- --out DIR');
  mkdirSync(out, { recursive: true });
  const sizes = sizesOf(values.sizes);
  const only = values.only === '' ? null : values.only.split(',');
  const chosen = scenes.filter(({ name }) => only === null || only.includes(name));
  const browser = await launchBrowser();
  try {
    for (const scene of chosen) for (const scheme of SCHEMES) await shoot(browser, scene, scheme, sizes, out);
    await stoppedPage(browser, out, sizes, fileOf);
    const names = [...chosen.map(({ name }) => name), 'stopped'];
    for (const { name } of sizes) await sheet(browser, names, name, out);
  } finally {
    await browser.close();
  }
  icons(out);
  process.stdout.write(`${JSON.stringify({ shots: chosen.length * SCHEMES.length * sizes.length, out })}\n`);
}

await main();
