import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach } from 'vitest';
import { launchBrowser, type Look, type LookOptions, look } from './browser.ts';
import { type FakeHost, startFakeHost } from './fake-host.ts';

export interface PageRig {
  readonly browser: Browser;
  readonly host: FakeHost;
  /** Follows a fresh link. */
  open(options?: LookOptions): Promise<Look>;
  /** Follows a fresh link that leads to this page at once, and waits until it has its data. */
  at(name: string, options?: LookOptions): Promise<Look>;
  /** Follows a fresh link, and waits until limits are in sight. */
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
    async at(name, options) {
      const one = await rig.blank(options);
      const link = rig.host.link();
      await leadTo(one.page, link, name);
      await one.page.goto(link);
      await arrived(one.page, name);
      return one;
    },
  };
  return rig;
}

/** A link leads to the overview, which takes long to draw: this one shows the address of another page after its code. */
async function leadTo(page: Page, link: string, name: string): Promise<void> {
  await page.addInitScript(
    ([code, place]) => {
      if (window.location.hash !== code) return;
      const replace = window.history.replaceState.bind(window.history);
      window.history.replaceState = (state, unused, url) => {
        window.history.replaceState = replace;
        replace(state, unused, `${url}#/${place}`);
      };
    },
    [new URL(link).hash, name.toLowerCase()] as const,
  );
}

/** Follows the navigation and waits until the page has its data. */
export async function goTo(page: Page, name: string): Promise<void> {
  await page.getByRole('link', { name, exact: true }).click();
  await arrived(page, name);
}

async function arrived(page: Page, name: string): Promise<void> {
  await page.getByRole('heading', { level: 1, name }).waitFor({ state: 'attached' });
  await page.locator('.skeletons').first().waitFor({ state: 'detached' });
}
