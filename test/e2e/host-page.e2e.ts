import { execFileSync } from 'node:child_process';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { root } from '../../scripts/steps.ts';
import { launchBrowser, type Look, look } from '../support/browser.ts';
import { type HostProcess, startHost, temporaryFolder } from '../support/host-process.ts';

const ACCOUNTS = ['Practice Binance', 'Practice OKX', 'Practice Kraken'];
const SCREENS = process.env['HEADROOM_SCREENS'] ?? mkdtempSync(join(tmpdir(), 'headroom-screens-'));

const data = temporaryFolder();
let browser: Browser;
let host: HostProcess;
beforeAll(async () => {
  browser = await launchBrowser();
  host = await startHost({ folder: data.path, throughNpm: true });
});
afterAll(async () => {
  await host.stop();
  await browser.close();
  data.remove();
});

function freshLink(): Promise<string> {
  return host.nextLink(() => process.kill(host.pid, 'SIGUSR2'));
}

async function inLook(run: (one: Look) => Promise<void>, options: Parameters<typeof look>[2] = {}): Promise<void> {
  const one = await look(browser, host.origin, options);
  try {
    await run(one);
  } finally {
    await one.close();
  }
}

/** What the bars of one account say now. */
function figures(page: Page, account: string): Promise<string | null> {
  return page.getByRole('region', { name: account }).textContent();
}

/** The charts in sight as they are drawn now: those of the first limits, and of the exchanges beside them. */
async function pictures(page: Page): Promise<string> {
  const rows = await page.locator('.spark').all();
  const exchanges = await page.getByRole('img').all();
  const drawn = await Promise.all([...rows.slice(0, 3), ...exchanges.slice(0, 3)].map((chart) => chart.screenshot()));
  return drawn.map((picture) => picture.toString('base64')).join();
}

async function seesLife(page: Page): Promise<void> {
  const moves = async (account: string): Promise<void> => {
    const before = await figures(page, account);
    await expect.poll(() => figures(page, account), { timeout: 5_000, interval: 100 }).not.toBe(before);
  };
  await Promise.all(ACCOUNTS.map(moves));
}

async function isRefused(page: Page, title: string): Promise<void> {
  await page.getByRole('heading', { level: 1, name: title }).waitFor();
  expect(await page.getByText('npm run code').count()).toBe(1);
  expect(await page.locator('[data-bucket-row]').count()).toBe(0);
}

describe('the link of the ready line', () => {
  it('shows three living accounts within five seconds, quietly, and leaves no trace of code or token', async () => {
    await inLook(async ({ page, complaints, strangers }) => {
      const token = page
        .waitForResponse('**/session')
        .then(async (response) => (await response.json()) as { readonly token: string });
      const asked: string[] = [];
      page.on('request', (request) => asked.push(request.url()));
      page.on('websocket', (socket) => asked.push(socket.url()));
      const openedMs = performance.now();
      await page.goto(host.link);
      await Promise.all(
        ACCOUNTS.map((account) =>
          page.getByRole('region', { name: account }).locator('[data-bucket-row]').first().waitFor(),
        ),
      );
      await page.locator('.spark').first().waitFor();
      const drawn = await pictures(page);
      const isRedrawn = expect.poll(() => pictures(page), { timeout: 5_000, interval: 100 }).not.toBe(drawn);
      await Promise.all([seesLife(page), isRedrawn]);
      expect(performance.now() - openedMs).toBeLessThan(5_000);

      expect(page.url()).toBe(`${host.origin}/`);
      const { port } = new URL(host.origin);
      expect(asked.filter((url) => new URL(url).host !== `127.0.0.1:${port}`)).toEqual([]);
      expect(asked.length).toBeGreaterThan(5);
      const traces = await tracesOf(page);
      expect(traces.includes((await token).token)).toBe(false);
      expect(traces.includes(new URL(host.link).hash.slice('#code='.length))).toBe(false);
      expect(strangers).toEqual([]);
      expect(complaints).toEqual([]);
    });
  });

  it('opens nothing a second time, and says how to get another', async () => {
    await inLook(async ({ page }) => {
      await page.goto(host.link);
      await isRefused(page, 'This link was used before or is too old');
    });
  });
});

/** Everything of the page that outlives a moment: document, storage, cookies, databases, caches, history. */
async function tracesOf(page: Page): Promise<string> {
  const kept = await page.evaluate(async () => {
    const databases = await indexedDB.databases();
    const caches = await window.caches.keys();
    const workers = await navigator.serviceWorker.getRegistrations();
    // The browser's own note of how the page was reached is out of reach; the code in it is spent.
    const entries = performance
      .getEntries()
      .flatMap(({ name, entryType }) => (entryType === 'navigation' ? [] : [name]));
    return JSON.stringify([
      document.documentElement.outerHTML,
      [...document.querySelectorAll('input')].map(({ value }) => value),
      { ...localStorage },
      { ...sessionStorage },
      document.cookie,
      history.state,
      window.name,
      location.href,
      document.referrer,
      databases,
      caches,
      workers.length,
      entries,
      Object.keys(window).map((name) => String((window as unknown as Record<string, unknown>)[name])),
    ]);
  });
  const session = await page.context().newCDPSession(page);
  const { entries } = await session.send('Page.getNavigationHistory');
  expect(await page.context().cookies()).toEqual([]);
  return kept + JSON.stringify(entries.map(({ url, title }) => [url, title]));
}

describe('a reload', () => {
  it('ends the access and says how to get a new link, which works in the same tab', async () => {
    const link = await freshLink();
    await inLook(async ({ page, complaints }) => {
      await page.goto(link);
      await page.locator('[data-bucket-row]').first().waitFor();
      await page.reload();
      await isRefused(page, 'This page needs a fresh link');
      await page.goto(await freshLink());
      await page.locator('[data-bucket-row]').first().waitFor();
      expect(complaints).toEqual([]);
    });
  });
});

describe('another link', () => {
  it('comes from npm run code, on its output alone, and works beside the first page', async () => {
    const first = await freshLink();
    const text = execFileSync('npm', ['run', '--silent', 'code', '--', '--data-dir', data.path], {
      cwd: root,
      encoding: 'utf8',
    });
    expect(text).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/#code=[\w-]{43}\n$/);
    await inLook(async ({ page }) => {
      await page.goto(first);
      await inLook(async (second) => {
        await second.page.goto(text.trim());
        await seesLife(second.page);
        await seesLife(page);
      });
    });
  });

  it('works through the name localhost, where the page then stays', async () => {
    const link = (await freshLink()).replace('127.0.0.1', 'localhost');
    const one = await look(browser, new URL(link).origin);
    await one.page.goto(link);
    await seesLife(one.page);
    expect(new URL(one.page.url()).hostname).toBe('localhost');
    expect([one.complaints, one.strangers]).toEqual([[], []]);
    await one.close();
  });
});

describe('the overview at 1280 × 800', () => {
  for (const scheme of ['dark', 'light'] as const) {
    it(`is drawn in ${scheme}`, async () => {
      const link = await freshLink();
      await inLook(
        async ({ page }) => {
          await page.goto(link);
          await page.locator('.spark').first().waitFor();
          await seesLife(page);
          const picture = await page.screenshot({ path: join(SCREENS, `overview-${scheme}.png`) });
          expect(picture.length).toBeGreaterThan(20_000);
        },
        { scheme },
      );
    });
  }
});
