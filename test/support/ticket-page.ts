import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { type HostProcess, startHost, temporaryFolder } from './host-process.ts';
import { type Look, type LookOptions, look } from './browser.ts';
import { goTo } from './page-rig.ts';

const STILL = join(import.meta.dirname, 'still-host.ts');

/** A host of its own on an empty folder. */
export interface OwnHost {
  /** The one that runs now. */
  readonly host: HostProcess;
  /** Another start on the same folder. */
  again(): Promise<HostProcess>;
  stop(): Promise<void>;
}

/** `isStill`: its practice markets do not move by themselves. */
export async function ownHost({ isStill = false } = {}): Promise<OwnHost> {
  const data = temporaryFolder();
  const options = { folder: data.path, ...(isStill ? { script: STILL } : {}) };
  let host = await startHost(options);
  return {
    get host() {
      return host;
    },
    async again() {
      await host.stop();
      host = await startHost(options);
      return host;
    },
    async stop() {
      await host.stop();
      data.remove();
    },
  };
}

export function freshLink(host: HostProcess): Promise<string> {
  return host.nextLink(() => process.kill(host.pid, 'SIGUSR2'));
}

/** The Orders page of a host that runs. */
export async function ordersPage(browser: Browser, host: HostProcess, options: LookOptions = {}): Promise<Look> {
  const one = await look(browser, host.origin, options);
  await one.page.goto(await freshLink(host));
  await goTo(one.page, 'Orders');
  return one;
}

export interface Wanted {
  readonly account: string;
  readonly search: string;
  readonly symbol: string;
}

export const MARKETS = {
  binance: { account: 'practice-binance', search: 'btcu', symbol: 'BTCUSDT' },
  okx: { account: 'practice-okx', search: 'btc', symbol: 'BTC-USDT' },
  kraken: { account: 'practice-kraken', search: 'xbtusdt', symbol: 'XBTUSDT' },
} as const satisfies Record<string, Wanted>;

/** A new ticket with its instrument found by search, prices live and the balance known. */
export async function openTicket(page: Page, wanted: Wanted): Promise<void> {
  await page.locator('[data-new-order]').click();
  await page.getByLabel('Account').selectOption(wanted.account);
  await page.getByRole('combobox', { name: 'Symbol' }).fill(wanted.search);
  await page.locator('.ticket__option').getByText(wanted.symbol, { exact: true }).click();
  await page.locator('.quote[data-state="live"]').waitFor();
  await page.locator('.ticket__free strong', { hasText: /\d/ }).waitFor();
}

export type Quoted = 'bid' | 'last' | 'ask';

/** A price of the strip as it stands now. */
export async function priceNow(page: Page, name: Quoted): Promise<number> {
  return Number((await page.locator(`.quote__part--${name} .quote__price`).textContent()) ?? '');
}

export interface Fields {
  readonly side?: 'Buy' | 'Sell';
  readonly type?: 'Limit' | 'Market' | 'Post-only' | 'Stop-limit';
  readonly price?: string;
  readonly amount: string;
  readonly time?: 'Until cancelled' | 'At once or cancel' | 'All or nothing';
}

export async function fillTicket(page: Page, fields: Fields): Promise<void> {
  const { side, type, price, amount, time } = fields;
  const choose = (text: string): Promise<void> => page.locator('.ticket label', { hasText: text }).first().click();
  if (side !== undefined) await choose(side);
  if (type !== undefined) await choose(type);
  if (price !== undefined) await page.getByLabel('Price', { exact: true }).fill(price);
  await page.getByLabel('Amount', { exact: true }).fill(amount);
  if (time !== undefined) await choose(time);
}

/** From filled fields to the sheet with the exact request; resolves with the client order id in it. */
export async function reviewTicket(page: Page): Promise<string> {
  await page.getByRole('button', { name: 'Review', exact: true }).click();
  await page.locator('.button--place').waitFor();
  return await clientIdShown(page);
}

export async function clientIdShown(page: Page): Promise<string> {
  const row = page.locator('.request tr', { hasText: /newClientOrderId|clOrdId|cl_ord_id/ });
  return (await row.locator('td').textContent()) ?? '';
}

/** Confirms and waits for what became of it; resolves with the word of the result. */
export async function confirm(page: Page): Promise<string> {
  await page.locator('.button--place').click();
  return await resultShown(page);
}

export async function resultShown(page: Page): Promise<string> {
  const title = page.locator('.result__title');
  await page
    .locator(
      '.result__title[data-result="acknowledged"],.result__title[data-result="ended"],.result__title[data-result="refused"]',
    )
    .waitFor();
  return (await title.getAttribute('data-result')) ?? '';
}

export async function closeTicket(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Close the ticket' }).click();
}

export function statusOf(page: Page): Promise<string | null> {
  return page.locator('.order-side .order-status').first().textContent();
}
