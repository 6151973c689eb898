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
  [own, browser] = await Promise.all([ownHost({ isStill: true }), launchBrowser()]);
});
afterAll(async () => {
  await browser.close();
  await own.stop();
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

/** A price by its distance from the best one, as a share, cut to one decimal: a tick of all three. */
async function priceAt(page: Page, side: 'bid' | 'ask', share: number): Promise<string> {
  return (Math.floor((await priceNow(page, side)) * share * 10) / 10).toFixed(1);
}

/** More than the best level of a practice book ever holds, less than the limits allow that count from the start. */
const MUCH = '0.14';
const LITTLE = '0.004';
const LESS = '0.003';

describe.each(NAMES)('an order at practice %s', (name) => {
  it('is placed, shown open, changed and cancelled', async () => {
    await inOrders(async ({ page }) => {
      await openTicket(page, MARKETS[name]);
      const price = await priceAt(page, 'bid', 0.995);
      await fillTicket(page, { side: 'Buy', type: 'Limit', price, amount: LITTLE });
      await page.getByRole('button', { name: 'Dry run' }).click();
      await page
        .locator('.dry-run--fine', { hasText: name === 'okx' ? 'Headroom alone' : 'the exchange itself' })
        .waitFor();
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
      await form.getByRole('button', { name: 'Review the change' }).click();
      await page.locator('.request').waitFor();
      await shot(page, `${name}-change-review`);
      await page.getByRole('button', { name: 'Change the practice order' }).click();
      await page.locator('.request').waitFor({ state: 'detached' });
      const fact = (label: string): Locator => page.locator(`.order-facts dt:text-is("${label}") + dd`);
      await expect.poll(() => fact('Amount').textContent()).toContain(LESS);
      const shown = Number(name === 'binance' ? price : lower).toLocaleString('en-US', { minimumFractionDigits: 1 });
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
      await fillTicket(page, {
        side: 'Sell',
        type: 'Limit',
        price: await priceAt(page, 'bid', 1),
        amount: MUCH,
      });
      await reviewTicket(page);
      expect(await confirm(page)).toBe('acknowledged');
      await status(page, 'part filled');
      await shot(page, `${name}-part-filled-wide`);
      await page.getByRole('button', { name: 'Show the order' }).click();
      await page.getByRole('button', { name: 'Cancel order' }).click();
      await status(page, 'cancelled');
      const filled = Number.parseInt((await page.locator('.order-side .filled__share').textContent()) ?? '', 10);
      expect([filled > 0, filled < 100]).toEqual([true, true]);
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

interface Refusal {
  readonly what: string;
  /** Given the best bid. */
  readonly fields: (bid: number) => Fields;
  readonly rule: string;
  readonly only?: Name;
}

const at = (price: number): string => price.toFixed(1);
const REFUSALS: readonly Refusal[] = [
  {
    what: 'a price between two ticks',
    fields: (bid) => ({ price: `${at(bid * 0.995)}23`, amount: LITTLE }),
    rule: 'price-step',
  },
  {
    what: 'an amount between two steps',
    fields: (bid) => ({ price: at(bid * 0.995), amount: '0.00123456789' }),
    rule: 'quantity-step',
  },
  {
    what: 'too small a value',
    fields: (bid) => ({ price: at(bid * 0.995), amount: '0.00002' }),
    rule: 'notional-min',
    only: 'binance',
  },
  {
    what: 'too small an amount',
    fields: (bid) => ({ price: at(bid * 0.995), amount: '0.000004' }),
    rule: 'quantity-min',
  },
  { what: 'more than is free', fields: (bid) => ({ price: at(bid * 0.995), amount: '50' }), rule: 'balance' },
  {
    what: 'a price outside the band of its exchange',
    fields: (bid) => ({ price: at(bid * 1.04), amount: LITTLE }),
    rule: 'price-band',
    only: 'okx',
  },
  {
    what: 'a price far from the market',
    fields: (bid) => ({ price: at(bid * 0.8), amount: LITTLE }),
    rule: 'own-price-band',
  },
];

/** Takes what is suggested until nothing is refused any more: one fault may hide another. */
async function takeSuggestions(page: Page): Promise<void> {
  const refused = page.locator('.ticket .breach--refuse');
  for (let press = 0; press < 4 && (await refused.count()) > 0; press += 1) {
    await refused.first().getByRole('button', { name: /^Use/ }).click();
    await page.waitForTimeout(JUDGED_MS);
  }
  expect(await refused.allTextContents()).toEqual([]);
}

/** Typing pauses, the desk is asked, the page is drawn. */
const JUDGED_MS = 350;

describe.each(NAMES)('a ticket that practice %s would refuse', (name) => {
  it('says so in place, and the suggestion makes it one it would take', async () => {
    await inOrders(async ({ page }) => {
      await openTicket(page, MARKETS[name]);
      const bid = await priceNow(page, 'bid');
      await fillTicket(page, { side: 'Buy', type: 'Limit', amount: LITTLE });
      for (const { what, fields, rule, only } of REFUSALS) {
        if (only !== undefined && only !== name) continue;
        await fillTicket(page, fields(bid));
        const refusal = page.locator(`.breach--refuse[data-rule="${rule}"]`).first();
        await refusal.waitFor();
        expect(await page.getByRole('button', { name: 'Review', exact: true }).isDisabled(), what).toBe(true);
        await shot(page, `${name}-refused-${rule}`);
        await takeSuggestions(page);
        await expect.poll(() => page.getByRole('button', { name: 'Review', exact: true }).isEnabled()).toBe(true);
      }
      // Prices move between a judgement and the next: what is suggested then is taken as well.
      await expect
        .poll(
          async () => {
            await takeSuggestions(page);
            await page.getByRole('button', { name: 'Dry run' }).click();
            await page.waitForTimeout(JUDGED_MS * 3);
            return await page.locator('.dry-run--fine').count();
          },
          { timeout: 30_000, interval: 500 },
        )
        .toBe(1);
      await closeTicket(page);
    });
  });
});

describe('the whole ticket by keyboard alone', () => {
  it('is found, filled in, tried, reviewed, placed, and the order cancelled', async () => {
    await inOrders(async ({ page }) => {
      const { keyboard } = page;
      await keyboard.press('n');
      const account = page.getByLabel('Account');
      await expect.poll(() => account.evaluate((one) => one === document.activeElement)).toBe(true);
      await keyboard.type('Practice O');
      const symbol = page.getByRole('combobox', { name: 'Symbol' });
      await tabTo(page, symbol);
      await keyboard.type('btc');
      await page.locator('.ticket__option').getByText('BTC-USDT').waitFor();
      await keyboard.press('Enter');
      await page.locator('.quote[data-state="live"]').waitFor();
      const join = page.getByRole('button', { name: 'Join' });
      await tabTo(page, join);
      await keyboard.press('Enter');
      const price = page.getByLabel('Price', { exact: true });
      await tabTo(page, price);
      const joined = Number(await price.inputValue());
      await keyboard.press('ArrowDown');
      expect(Number(await price.inputValue())).toBeCloseTo(joined - 0.1, 6);
      await keyboard.press('ControlOrMeta+a');
      await keyboard.type(at(joined * 0.994));
      await tabTo(page, page.getByLabel('Amount', { exact: true }));
      await keyboard.type('0.002');
      await page.waitForTimeout(JUDGED_MS);
      await tabTo(page, page.getByRole('button', { name: 'Dry run' }));
      await keyboard.press('Enter');
      await page.locator('.dry-run--fine').waitFor();
      await tabTo(page, page.getByRole('button', { name: 'Review', exact: true }));
      await keyboard.press('Enter');
      const place = page.locator('.button--place');
      await place.waitFor();
      await expect.poll(() => place.evaluate((one) => one === document.activeElement)).toBe(true);
      await shot(page, 'keyboard-review');
      await keyboard.press('Enter');
      expect(await resultShown(page)).toBe('acknowledged');
      await tabTo(page, page.getByRole('button', { name: 'Show the order' }));
      await keyboard.press('Enter');
      const cancel = page.getByRole('button', { name: 'Cancel order' });
      await cancel.waitFor();
      await tabTo(page, cancel);
      await keyboard.press('Enter');
      await status(page, 'cancelled');
      await keyboard.press('Escape');
      await page.locator('.order-side').waitFor({ state: 'detached' });
    });
  });
});
