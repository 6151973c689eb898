import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { STOPPED_PATH } from '../../electron/hosts/desktop/page-address.ts';
import { withStoppedPage } from '../../electron/hosts/desktop/stopped-page.ts';

/** The page of words that takes the place of one that keeps dying. */
export function stoppedHtml(): string {
  const bytes = withStoppedPage(new Map()).get(STOPPED_PATH)?.bytes;
  return Buffer.from(bytes ?? new Uint8Array()).toString('utf8');
}

interface Size {
  readonly name: string;
  readonly width: number;
  readonly height: number;
}

export async function stoppedPage(
  browser: Browser,
  out: string,
  sizes: readonly Size[],
  fileOf: (scene: string, scheme: string, size: string) => string,
): Promise<void> {
  for (const scheme of ['light', 'dark'] as const) {
    const page = await browser.newPage({ colorScheme: scheme });
    await page.setContent(stoppedHtml());
    for (const { name, width, height } of sizes) {
      await page.setViewportSize({ width, height });
      await page.screenshot({ path: join(out, fileOf('stopped', scheme, name)) });
    }
    await page.close();
  }
}
