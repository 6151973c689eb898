import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { launchBrowser, type Look } from '../support/browser.ts';
import { tabTo } from '../support/keyboard.ts';
import {
  closeTicket,
  confirm,
  type Fields,
  fillTicket,
  freshLink,
  MARKETS,
  openTicket,
  ordersPage,
  type OwnHost,
  ownHost,
  priceNow,
  resultShown,
  reviewTicket,
} from '../support/ticket-page.ts';

const SCREENS = process.env['HEADROOM_SCREENS'] ?? mkdtempSync(join(tmpdir(), 'headroom-ticket-'));
const NAMES = ['binance', 'okx', 'kraken'] as const;
type Name = (typeof NAMES)[number];

let own: OwnHost;
let browser: Browser;
beforeAll(async () => {
  [own, browser] = await Promise.all([ownHost(), launchBrowser()]);
});
afterAll(async () => {
  await browser.close();
  await own.host.stop();
  own.remove();
});

async function inOrders(run: (one: Look) => Promise<void>, isWide = false): Promise<void> {
  const look = isWide ? ({ scheme: 'light', width: 1920, height: 1080 } as const) : {};
  const one = await ordersPage(browser, own.host, look);
  try {
    await run(one);
    expect([one.complaints, one.strangers]).toEqual([[], []]);
  } finally {
    await one.close();
  }
}

function shot(page: Page, name: string): Promise<unknown> {
  return page.screenshot({ path: join(SCREENS, `${name}.png`) });
}

function status(page: Page, word: string): Promise<void> {
  return page.locator('.order-side .order-status', { hasText: new RegExp(`^${word}$`) }).waitFor();
}

/** A price by its distance from the best one, as a share, written with one decimal: a tick of all three. */
async function priceAt(page: Page, side: 'bid' | 'ask', share: number): Promise<string> {
  return ((await priceNow(page, side)) * share).toFixed(1);
}

/** More than the best level holds, less than each account owns. */
const MUCH: Readonly<Record<Name, string>> = { binance: '1.4', okx: '1.4', kraken: '0.7' };
const LITTLE = '0.004';
const LESS = '0.003';

describe.each(NAMES)('an order at practice %s', (name) => {
  it('is placed, shown open, changed and cancelled', async () => {
    await inOrders(async ({ page }) => {
      await openTicket(page, MARKETS[name]);
      const price = await priceAt(page, 'bid', 0.995);
      await fillTicket(page, { side: 'Buy', type: 'Limit', price, amount: LITTLE });
      await page.getByRole('button', { name: 'Dry run' }).click();
      await page.locator('.dry-run--fine', { hasText: name === 'okx' ? 'Headroom alone' : 'the exchange itself' }).waitFor();
      await shot(page, `${name}-filled-in`);
      const id = await reviewTicket(page);
      await shot(page, `${name}-review`);
      expect(await confirm(page)).toBe('acknowledged');
      await status(page, 'open');
      await shot(page, `${name}-result`);
      await page.getByRole('button', { name: 'Show the order' }).click();
      await page.locator('.order-side code, .order-side', { hasText: id }).first().waitFor();
      await page.locator('.orders__table tr', { hasText: MARKETS[name].symbol }).first().waitFor();

      await page.getByRole('button', { name: 'Change …' }).click();
      const form = page.getByRole('form', { name: 'Change …' });
      const lower = (Number(price) - 100).toFixed(1);
      if (name !== 'binance') await form.getByLabel('Price').fill(lower);
      await form.getByLabel('Amount').fill(LESS);
      await shot(page, `${name}-change`);
      await form.getByRole('button', { name: 'Change it' }).click();
      await form.waitFor({ state: 'detached' });
      const fact = (label: string): Locator => page.locator(`.order-facts dt:text-is("${label}") + dd`);
      await expect.poll(() => fact('Amount').textContent()).toContain(LESS);
      const shown = Number((name === 'binance' ? price : lower)).toLocaleString('en-US', { minimumFractionDigits: 1 });
      expect(await fact('Price').textContent()).toContain(shown);
      await shot(page, `${name}-changed`);

      await page.getByRole('button', { name: 'Cancel order' }).click();
      await status(page, 'cancelled');
      await page.locator('.orders__table tr', { hasText: id }).waitFor({ state: 'detached' });
      await shot(page, `${name}-cancelled`);
    });
  });

  it('is filled in part by a book that holds less, and at market as a whole', async () => {
    await inOrders(async ({ page }) => {
      await openTicket(page, MARKETS[name]);
      await fillTicket(page, { side: 'Sell', type: 'Limit', price: await priceAt(page, 'bid', 1), amount: MUCH[name] });
      await reviewTicket(page);
      expect(await confirm(page)).toBe('acknowledged');
      await status(page, '(part filled|filled)');
      await shot(page, `${name}-part-filled-wide`);
      await page.getByRole('button', { name: 'Show the order' }).click();
      const cancel = page.getByRole('button', { name: 'Cancel order' });
      if ((await cancel.count()) > 0) await cancel.click();
      await status(page, '(cancelled|filled)');
      const filled = await page.locator('.order-side .filled__share').textContent();
      expect(Number.parseInt(filled ?? '', 10)).toBeGreaterThan(0);
      await page.getByRole('button', { name: 'Close the details' }).click();

      await openTicket(page, MARKETS[name]);
      await fillTicket(page, { side: 'Buy', type: 'Market', amount: LITTLE });
      await reviewTicket(page);
      await confirm(page);
      await status(page, 'filled');
      await shot(page, `${name}-market-wide`);
    }, true);
  });
});
