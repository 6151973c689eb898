import { type ChildProcess, spawn } from 'node:child_process';
import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { usagePlans } from '../../electron/engine/probes/usage-plans.ts';
import { launchBrowser, type Look, look } from '../support/browser.ts';
import { type HostProcess, listeners, startHost, temporaryFolder } from '../support/host-process.ts';

const PROBE_MS = usagePlans.binance[0]?.wantedMs ?? Number.NaN;
/** What the probe's own call, its answer and the drawing of it may take on a busy machine. */
const SLACK_MS = 5_000;
/** A program that knows nothing of Headroom: exchangeInfo, weight 20, four times a second. */
const STRANGER = `setInterval(() => fetch(process.argv[1] + '/api/v3/exchangeInfo').then((r) => r.text()), 250)`;
const STRANGER_PER_S = 80;

const data = temporaryFolder();
let browser: Browser;
let host: HostProcess;
let one: Look;
let stranger: ChildProcess | null = null;
beforeAll(async () => {
  browser = await launchBrowser();
  host = await startHost({ folder: data.path, args: ['--practice'] });
  one = await look(browser, host.origin);
  await one.page.goto(host.link);
});
afterEach(() => {
  stranger?.kill();
});
afterAll(async () => {
  await one.close();
  await host.stop();
  await browser.close();
  data.remove();
});

/** Where the practice Binance listens: the one port of the host whose answers tell a used weight. */
async function binanceOrigin(): Promise<string> {
  for (const place of listeners(host.pid)) {
    const origin = `http://${place}`;
    const reply = await fetch(`${origin}/api/v3/ping`).catch(() => null);
    if (reply?.headers.has('x-mbx-used-weight-1m') === true) return origin;
  }
  throw new Error(`no practice Binance among ${listeners(host.pid).join(', ')}`);
}

async function silenceOwnBots(page: Page): Promise<void> {
  await page.getByRole('button', { name: /Practice workload/ }).click();
  await page.getByRole('radiogroup', { name: 'All accounts' }).getByText('Off').click();
  await page.keyboard.press('Escape');
}

async function foreignWeight(page: Page): Promise<number> {
  const part = page.locator('.use__parts > div', { hasText: 'foreign' }).locator('dd').first();
  return Number((await part.textContent())?.replace(/,/g, ''));
}

describe('what another program spends', () => {
  it('is on screen as foreign within one interval of the probe, while Headroom itself is idle', async () => {
    const { page } = one;
    await silenceOwnBots(page);
    const row = page
      .getByRole('region', { name: 'Practice Binance' })
      .locator('[data-bucket-row]', { hasText: 'Request weight, 1 minute' });
    if ((await row.getAttribute('aria-expanded')) !== 'true') await row.click();
    await page.locator('.use__parts').waitFor();
    const origin = await binanceOrigin();
    // Away from the turn of the minute, at which everybody's use ends.
    await expect.poll(() => Date.now() % 60_000, { timeout: 65_000, interval: 200 }).toBeLessThan(20_000);
    const before = await foreignWeight(page);
    stranger = spawn(process.execPath, ['-e', STRANGER, origin], { stdio: 'ignore' });
    await expect
      .poll(() => foreignWeight(page), { timeout: PROBE_MS + SLACK_MS, interval: 100 })
      .toBeGreaterThan(before + 2 * STRANGER_PER_S);
    expect(one.complaints).toEqual([]);
  });
});
