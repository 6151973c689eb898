import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { launchBrowser } from '../support/browser.ts';
import { binanceOrders } from '../support/practice-eyes.ts';
import {
  confirm,
  fillTicket,
  MARKETS,
  openTicket,
  ordersPage,
  type OwnHost,
  ownHost,
  priceNow,
  reviewTicket,
} from '../support/ticket-page.ts';

const SCREENS = process.env['HEADROOM_SCREENS'] ?? mkdtempSync(join(tmpdir(), 'headroom-halt-'));
const { symbol } = MARKETS.binance;

let own: OwnHost;
let browser: Browser;
beforeAll(async () => {
  [own, browser] = await Promise.all([ownHost(), launchBrowser()]);
});
afterAll(async () => {
  await browser.close();
  await own.stop();
});

/** What the data folder says of the halt, read by another process than the host's. */
function stored(folder: string): string {
  const database = new DatabaseSync(join(folder, 'journal.db'), { readOnly: true });
  try {
    return String(database.prepare("SELECT json FROM settings WHERE name = 'halt'").get()?.['json'] ?? 'null');
  } finally {
    database.close();
  }
}

/** Reads the store in the very moment the page shows the halt: it was written before. */
async function haltNow(page: Page, folder: string): Promise<string> {
  let seen: (text: string) => void = () => undefined;
  const shown = new Promise<string>((resolve) => {
    seen = resolve;
  });
  await page.exposeFunction('haltIsShown', () => seen(stored(folder)));
  await page.evaluate(() => {
    const told = window as unknown as { haltIsShown(): void };
    const watcher = new MutationObserver(() => {
      if (document.querySelector('.halted') === null) return;
      watcher.disconnect();
      told.haltIsShown();
    });
    watcher.observe(document.body, { childList: true, subtree: true });
  });
  await page.keyboard.press('ControlOrMeta+Shift+H');
  return await shown;
}

async function resume(page: Page): Promise<void> {
  await page.locator('.halted__word').fill('RESUME');
  await page.getByRole('button', { name: 'Resume' }).click();
  await page.locator('.halted').waitFor({ state: 'detached' });
}

it('a halt is stored before it is shown, cancels what rests, lets nothing leave and holds over a restart', async () => {
  const { host } = own;
  const one = await ordersPage(browser, host);
  const { page } = one;
  await openTicket(page, MARKETS.binance);
  const price = ((await priceNow(page, 'bid')) * 0.995).toFixed(1);
  await fillTicket(page, { side: 'Buy', type: 'Limit', price, amount: '0.002' });
  const resting = await reviewTicket(page);
  const exchangeHost = (await page.locator('.request__host').textContent()) ?? '';
  expect(await confirm(page)).toBe('acknowledged');
  await page.getByRole('button', { name: 'New order with same values' }).click();
  await page.getByLabel('Amount', { exact: true }).fill('0.003');
  const reviewed = await reviewTicket(page);

  expect(JSON.parse(await haltNow(page, host.folder))).toMatchObject({ cause: 'user' });
  const cancels = page.getByRole('list', { name: 'Cancelling, by account' });
  // Done is what an exchange no longer lists, and it is asked again a second after the cancels.
  await expect.poll(() => cancels.locator('[data-state="done"]').count(), { timeout: 10_000 }).toBe(3);
  await page.screenshot({ path: join(SCREENS, 'halted-review.png') });

  // What was reviewed before the halt is confirmed after it.
  await page.locator('.button--place').click();
  await page.locator('.result__title[data-result="refused"]').waitFor();
  await page.screenshot({ path: join(SCREENS, 'halted-refused.png') });
  await page.getByRole('button', { name: 'Back' }).click();
  await page.getByText('nothing leaves until trading is resumed').waitFor();
  expect(await page.getByRole('button', { name: 'Review', exact: true }).isDisabled()).toBe(true);
  await page.screenshot({ path: join(SCREENS, 'halted-ticket.png') });
  const seen = await binanceOrders(exchangeHost, symbol);
  expect(seen.find(({ clientOrderId }) => clientOrderId === resting)?.status).toBe('CANCELED');
  expect(seen.find(({ clientOrderId }) => clientOrderId === reviewed)).toBeUndefined();
  expect([one.complaints, one.strangers]).toEqual([[], []]);
  await one.close();

  const next = await own.again();
  const two = await ordersPage(browser, next, { scheme: 'light', width: 1920, height: 1080 });
  await two.page.locator('.halted').waitFor();
  await openTicket(two.page, MARKETS.binance);
  await fillTicket(two.page, { type: 'Market', amount: '0.002' });
  expect(await two.page.getByRole('button', { name: 'Review', exact: true }).isDisabled()).toBe(true);
  await two.page.screenshot({ path: join(SCREENS, 'halted-again-wide.png') });
  await resume(two.page);
  expect(stored(next.folder)).toBe('null');
  await reviewTicket(two.page);
  expect(await confirm(two.page)).toBe('acknowledged');
  expect([two.complaints, two.strangers]).toEqual([[], []]);
  await two.close();
});
