import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach } from 'vitest';
import { launchBrowser, type Look, type LookOptions, look } from './browser.ts';
import { type FakeHost, startFakeHost } from './fake-host.ts';

export interface PageRig {
  readonly browser: Browser;
  readonly host: FakeHost;
  /** Follows a fresh link. */
  open(options?: LookOptions): Promise<Look>;
  /** The same, and waits until limits are in sight. */
  opened(options?: LookOptions): Promise<Look>;
  /** A page that was not led anywhere yet. */
  blank(options?: LookOptions): Promise<Look>;
}

/** One browser for the file, one scripted host for each test; call it once at the top of the file. */
export function pageRig(): PageRig {
  let browser: Browser | null = null;
  let host: FakeHost | null = null;
  let looks: Look[] = [];

  beforeAll(async () => {
    browser = await launchBrowser();
  });
  afterAll(async () => {
    await browser?.close();
  });
  beforeEach(async () => {
    host = await startFakeHost();
  });
  afterEach(async () => {
    for (const one of looks) await one.close();
    looks = [];
    await host?.close();
  });

  function known<Value>(value: Value | null): Value {
    if (value === null) throw new Error('only within a test');
    return value;
  }

  const rig: PageRig = {
    get browser() {
      return known(browser);
    },
    get host() {
      return known(host);
    },
    async blank(options = {}) {
      const one = await look(rig.browser, rig.host.origin, options);
      looks = [...looks, one];
      return one;
    },
    async open(options) {
      const one = await rig.blank(options);
      await one.page.goto(rig.host.link());
      return one;
    },
    async opened(options) {
      const one = await rig.open(options);
      await one.page.locator('[data-bucket-row]').first().waitFor();
      return one;
    },
  };
  return rig;
}

/** Follows the navigation and waits until the page has its data. */
export async function goTo(page: Page, name: string): Promise<void> {
  await page.getByRole('link', { name, exact: true }).click();
  await page.getByRole('heading', { level: 1, name }).waitFor({ state: 'attached' });
  await page.locator('.skeletons').first().waitFor({ state: 'detached' });
}
