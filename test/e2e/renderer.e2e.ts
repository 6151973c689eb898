import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { launchBrowser, type Look, look } from '../support/browser.ts';
import { type FakeHost, startFakeHost } from '../support/fake-host.ts';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const PAGES = ['Overview', 'Keys', 'Orders', 'Activity', 'Alerts', 'Settings'];

let browser: Browser;
let host: FakeHost;
let looks: Look[] = [];

beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(async () => {
  await browser.close();
});
beforeEach(async () => {
  host = await startFakeHost();
});
afterEach(async () => {
  for (const one of looks) await one.close();
  looks = [];
  await host.close();
});

async function open(options: Parameters<typeof look>[2] = {}): Promise<Look> {
  const one = await look(browser, host.origin, options);
  looks = [...looks, one];
  await one.page.goto(host.link());
  return one;
}

async function opened(options: Parameters<typeof look>[2] = {}): Promise<Look> {
  const one = await open(options);
  await one.page.locator('[data-bucket-row]').first().waitFor();
  return one;
}

async function goTo(page: Page, name: string): Promise<void> {
  await page.getByRole('link', { name, exact: true }).click();
  await page.getByRole('heading', { level: 1, name }).waitFor({ state: 'attached' });
  await page.locator('.skeletons').first().waitFor({ state: 'detached' });
}

interface AxeViolation {
  readonly id: string;
  readonly nodes: readonly { readonly html: string; readonly failureSummary?: string }[];
}

/** Runs in a world of its own: the page's policy lets no foreign script in. */
async function violations(page: Page): Promise<readonly string[]> {
  const session = await page.context().newCDPSession(page);
  const { frameTree } = await session.send('Page.getFrameTree');
  const { executionContextId } = await session.send('Page.createIsolatedWorld', {
    frameId: frameTree.frame.id,
    worldName: 'axe',
  });
  await session.send('Runtime.evaluate', { expression: AXE, contextId: executionContextId });
  const { result, exceptionDetails } = await session.send('Runtime.evaluate', {
    expression:
      'axe.run(document, { resultTypes: ["violations"] }).then((report) => JSON.stringify(report.violations))',
    contextId: executionContextId,
    awaitPromise: true,
  });
  if (exceptionDetails !== undefined) throw new Error(`axe failed: ${exceptionDetails.text}`);
  const found = JSON.parse(String(result.value)) as readonly AxeViolation[];
  return found.map(
    ({ id, nodes }) => `${id}: ${nodes.map((node) => `${node.html} ${node.failureSummary ?? ''}`).join(' | ')}`,
  );
}

describe('every page in both themes', () => {
  for (const scheme of ['dark', 'light'] as const) {
    it(`is accessible, quiet and keeps to itself in ${scheme}`, async () => {
      const { page, complaints, strangers } = await opened({ scheme });
      await page.locator('.chart svg').first().waitFor();
      const found: string[] = [];
      for (const name of PAGES) {
        await goTo(page, name);
        found.push(...(await violations(page)).map((one) => `${name} ${one}`));
      }
      await goTo(page, 'Overview');
      await page.getByRole('button', { name: /Practice workload/ }).click();
      await page.getByText('All accounts').waitFor();
      found.push(...(await violations(page)).map((one) => `workload ${one}`));
      expect(found).toEqual([]);
      expect(complaints).toEqual([]);
      expect(strangers).toEqual([]);
    });
  }
});

describe('the way in', () => {
  it('takes the code out of the address and keeps the token nowhere', async () => {
    const { page } = await opened();
    expect(page.url()).toBe(`${host.origin}/`);
    const kept = await page.evaluate(() =>
      JSON.stringify([{ ...localStorage }, { ...sessionStorage }, document.cookie, history.state]),
    );
    expect(kept).toBe('[{},{},"",null]');
  });

  it('asks for a fresh link after a reload, and takes one in the same tab', async () => {
    const { page } = await opened();
    await page.reload();
    await page.getByRole('heading', { name: 'This page needs a fresh link' }).waitFor();
    await page.getByText('npm run code').waitFor();
    expect(await violations(page)).toEqual([]);
    await page.evaluate((hash) => {
      location.hash = hash;
    }, new URL(host.link()).hash);
    await page.locator('[data-bucket-row]').first().waitFor();
    expect(page.url()).not.toContain('code');
  });

  it('says so when a link was used before', async () => {
    const link = host.link();
    const first = await look(browser, host.origin);
    const second = await look(browser, host.origin);
    looks = [first, second];
    await first.page.goto(link);
    await first.page.locator('[data-bucket-row]').first().waitFor();
    await second.page.goto(link);
    await second.page.getByRole('heading', { name: 'This link was used before or is too old' }).waitFor();
  });
});

describe('a host that goes away', () => {
  it('is told, and the page catches up by itself', async () => {
    const { page } = await opened();
    await host.vanish();
    await page.getByText('Connection to Headroom lost, reconnecting').waitFor();
    expect(await page.locator('[data-bucket-row]').count()).toBeGreaterThan(5);
    await host.comeBack();
    await page.getByText('Connection to Headroom lost, reconnecting').waitFor({ state: 'detached', timeout: 20_000 });
    const used = page.locator('.row__used').first();
    const before = await used.textContent();
    await expect.poll(() => used.textContent(), { timeout: 10_000 }).not.toBe(before);
  });

  it('ends the access of the page when it was restarted', async () => {
    const { page } = await opened();
    await host.vanish();
    host.forget();
    await host.comeBack();
    await page.getByRole('heading', { name: 'Headroom was restarted' }).waitFor({ timeout: 20_000 });
  });
});

describe('the overview', () => {
  it('walks through the rows with the keyboard and draws the chosen one', async () => {
    const { page } = await opened();
    const rows = page.locator('[data-bucket-row]');
    await rows.first().focus();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('ArrowDown');
    const chosen = page.locator('[data-bucket-row]:focus');
    const name = await chosen.getAttribute('title');
    await page.keyboard.press('Enter');
    expect(await chosen.getAttribute('aria-pressed')).toBe('true');
    await page.locator('.use__name', { hasText: name ?? '' }).waitFor();
    await page.getByRole('img', { name: `${name}: now` }).waitFor();
  });

  it('shows a closed gate with its cause and countdown, and lets it go', async () => {
    const { page } = await opened();
    const nowMs = Date.now();
    const gate = {
      key: 'okx/practice|ip=127.0.0.1',
      exchange: 'okx',
      environment: 'practice',
      cause: 'banned',
      sinceMs: nowMs,
      untilMs: nowMs + 90_000,
      code: '50011',
    } as const;
    host.state.gates = [gate];
    host.publish('gates.changed', { gates: [gate] });
    const banner = page.locator('.account', { hasText: 'Practice OKX' }).locator('.gate');
    await banner.waitFor();
    expect(await banner.textContent()).toMatch(/Closed: banned by the exchange.*code 50011.*opens in 1 min \d\d s/);
    expect(await page.locator('.gate').count()).toBe(1);
    host.publish('gates.changed', { gates: [] });
    await banner.waitFor({ state: 'detached' });
  });

  it('opens what is at rest', async () => {
    const { page } = await opened();
    const before = await page.locator('[data-bucket-row]').count();
    await page
      .getByRole('button', { name: /more at rest/ })
      .first()
      .click();
    expect(await page.locator('[data-bucket-row]').count()).toBeGreaterThan(before);
  });

  it('remembers that the practice note was read', async () => {
    const { page } = await opened();
    await page.getByRole('button', { name: 'Understood' }).click();
    await page.goto('about:blank');
    await page.goto(host.link());
    await page.locator('[data-bucket-row]').first().waitFor();
    expect(await page.getByText('You are looking at practice').count()).toBe(0);
  });

  it('has a face for loading, for failure and for no accounts', async () => {
    host.state.silent.add('limits.snapshot');
    const loading = await open();
    await loading.page.locator('.account--loading').first().waitFor();
    host.state.silent.clear();
    host.state.broken.add('limits.snapshot');
    const failed = await open();
    await failed.page.getByText('This could not be loaded: Headroom cannot store it (disk is full)').first().waitFor();
    host.state.broken.clear();
    await failed.page.getByRole('button', { name: 'Try again' }).first().click();
    await failed.page.locator('[data-bucket-row]').first().waitFor();
    host.state.accounts = [];
    host.state.buckets = [];
    const empty = await open();
    await empty.page.getByText('No accounts yet').waitFor();
    for (const { page } of [loading, failed, empty]) expect(await violations(page)).toEqual([]);
  });

  it('tells the troubles of the host until they are put away', async () => {
    host.state.troubles = [
      { id: 't1', severity: 'critical', code: 'store-write-failed', detail: 'disk full', atMs: Date.now() },
    ];
    const { page } = await opened();
    await page.getByText('Headroom cannot write to its data folder: disk full').waitFor();
    await page.getByRole('button', { name: 'Dismiss' }).click();
    await page.getByText('Headroom cannot write').waitFor({ state: 'detached' });
  });

  for (const [width, height] of [
    [1280, 800],
    [1920, 1080],
    [900, 600],
  ] as const) {
    it(`fits ${width} × ${height} without scrolling sideways`, async () => {
      const { page } = await opened({ width, height });
      const [inner, outer] = await page.locator('main').evaluate((main) => [main.scrollWidth, main.clientWidth]);
      expect(inner).toBe(outer);
    });
  }
});

describe('what can be changed', () => {
  it('sets the workload of all accounts and of one', async () => {
    const { page } = await opened();
    await page.getByRole('button', { name: /Practice workload/ }).click();
    await page.getByRole('radiogroup', { name: 'All accounts' }).getByText('Storm').click();
    await expect.poll(() => host.state.practice.workloads.map((one) => one.level)).toEqual(['storm', 'storm', 'storm']);
    await page.getByRole('radiogroup', { name: 'Workload of Practice OKX' }).getByText('Off').click();
    await expect.poll(() => host.state.practice.workloads.map((one) => one.level)).toEqual(['storm', 'off', 'storm']);
    await page.getByRole('button', { name: /Practice workload mixed/ }).waitFor();
  });

  it('switches what the practice exchanges do, and says when that was refused', async () => {
    const { page } = await opened();
    await goTo(page, 'Settings');
    await page.getByRole('switch', { name: 'Maintenance at Kraken' }).click();
    await expect.poll(() => host.state.practice.exchanges[2]?.maintenance).toBe(true);
    await page.getByRole('spinbutton', { name: 'Added latency at OKX' }).fill('250');
    await page.keyboard.press('Enter');
    await expect.poll(() => host.state.practice.exchanges[1]?.latencyMs).toBe(250);
    host.state.broken.add('practice.setExchange');
    await page.getByRole('switch', { name: 'Neighbour at OKX' }).click();
    await page.getByText('That was not done: Headroom cannot store it (disk is full)').waitFor();
  });

  it('keeps the theme chosen over a new start', async () => {
    const { page } = await opened({ scheme: 'dark' });
    await goTo(page, 'Settings');
    await page.getByRole('radiogroup', { name: 'Theme' }).getByText('Light').click();
    const scheme = (): Promise<string | null> => page.locator('html').getAttribute('data-mantine-color-scheme');
    await expect.poll(scheme).toBe('light');
    await page.goto('about:blank');
    await page.goto(host.link());
    await page.locator('[data-bucket-row]').first().waitFor();
    expect(await scheme()).toBe('light');
  });

  it('renews the latest requests until paused', async () => {
    const { page } = await opened();
    await goTo(page, 'Activity');
    const times = page.locator('td.activity__time');
    await times.first().waitFor();
    expect(await times.count()).toBe(100);
    const first = await times.first().textContent();
    await expect.poll(() => times.first().textContent(), { timeout: 5_000 }).not.toBe(first);
    await page.getByRole('button', { name: 'Pause' }).click();
    const paused = await times.first().textContent();
    await page.waitForTimeout(2_200);
    expect(await times.first().textContent()).toBe(paused);
    await page.getByRole('button', { name: 'Resume' }).click();
    await expect.poll(() => times.first().textContent(), { timeout: 5_000 }).not.toBe(paused);
  });
});
