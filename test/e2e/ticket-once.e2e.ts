import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createRandom } from '../../electron/practice/core/random.ts';
import { launchBrowser, type Look, look } from '../support/browser.ts';
import { type Cut, type CutLine, cutLine } from '../support/cut-line.ts';
import { goTo } from '../support/page-rig.ts';
import { placeThrice } from '../support/place-thrice.ts';
import { binanceOrders, type SeenOrder } from '../support/practice-eyes.ts';
import {
  clientIdShown,
  fillTicket,
  freshLink,
  MARKETS,
  openTicket,
  type OwnHost,
  ownHost,
} from '../support/ticket-page.ts';

/** `E2E_COUNT=1000` for the figures of a release. */
const COUNT = Number(process.env['E2E_COUNT'] ?? '30');
const KILLS = Number(process.env['E2E_KILLS'] ?? '5');
const PER_ORDER_MS = 3_000;
const CUTS: readonly Cut[] = ['before', 'half', 'after', 'reply'];
/** Longer than a place takes: cuts fall before, within and after it. */
const LATEST_CUT_MS = 25;
const SYMBOL = MARKETS.binance.symbol;

let own: OwnHost;
let line: CutLine;
let browser: Browser;
beforeAll(async () => {
  own = await ownHost();
  line = await cutLine(own.host.port, '"orders.place"');
  // The page's own name of the host, led through a line that can be cut.
  browser = await launchBrowser([`--host-resolver-rules=MAP localhost:${own.host.port} 127.0.0.1:${line.port}`]);
});
afterAll(async () => {
  await browser.close();
  await line.close();
  await own.stop();
});

async function onLine(): Promise<Look> {
  const link = (await freshLink(own.host)).replace('127.0.0.1', 'localhost');
  const one = await look(browser, new URL(link).origin);
  await one.page.goto(link);
  return one;
}

function countsOf(seen: readonly SeenOrder[], ids: readonly string[]): readonly number[] {
  const counts = new Map<string, number>();
  for (const { clientOrderId } of seen) counts.set(clientOrderId, (counts.get(clientOrderId) ?? 0) + 1);
  return ids.map((id) => counts.get(id) ?? 0);
}

/** All our orders, whatever their id: one that was sent under another id would show here. */
function ours(seen: readonly SeenOrder[]): number {
  return seen.filter(({ clientOrderId }) => clientOrderId.startsWith('hr-')).length;
}

type Fate = 'acknowledged' | 'not-arrived';

/** As somebody who presses "Try now" whenever it is there. */
async function hurry(page: Page): Promise<void> {
  await page.evaluate(() => {
    setInterval(() => document.querySelector<HTMLElement>('.banner--lost button')?.click(), 25);
  });
}

/** What the page says became of the order, once it knows. */
async function fateOf(page: Page): Promise<Fate> {
  const known = page.locator('.result__title:is([data-result="acknowledged"],[data-result="not-arrived"])');
  await known.waitFor({ timeout: 20_000 });
  return (await known.getAttribute('data-result')) as Fate;
}

/** Presses Review until the sheet is there: a cut may be noticed right when the host is asked for it. */
async function reviewed(page: Page): Promise<void> {
  const sheet = page.locator('.button--place');
  await expect
    .poll(
      async () => {
        const press = page.getByRole('button', { name: 'Review', exact: true, disabled: false });
        await press.click({ timeout: 500 }).catch(() => undefined);
        await sheet.waitFor({ timeout: 500 }).catch(() => undefined);
        return await sheet.count();
      },
      { timeout: 20_000, interval: 10 },
    )
    .toBe(1);
}

describe(`${COUNT} confirms on a line that is cut`, () => {
  it('make one order each, neither none nor two', { timeout: 60_000 + COUNT * PER_ORDER_MS }, async () => {
    const { page, close } = await onLine();
    await goTo(page, 'Orders');
    await hurry(page);
    await openTicket(page, MARKETS.binance);
    await fillTicket(page, { side: 'Buy', type: 'Market', amount: '0.0002' });
    const random = createRandom(process.env['E2E_SEED'] ?? 'cuts');
    const fates: Record<string, number> = {};
    const ids: string[] = [];
    let host = '';
    for (let index = 0; index < COUNT; index += 1) {
      // Small enough that a thousand of them stay within the day's limit.
      await page.getByLabel('Amount', { exact: true }).fill(`0.000${10 + (index % 30)}`);
      await reviewed(page);
      host = (await page.locator('.request__host').textContent()) ?? '';
      ids.push(await clientIdShown(page));
      const cut = CUTS[index % (CUTS.length * 2)] ?? Math.floor(random.fraction() * LATEST_CUT_MS);
      line.arm(cut);
      await page.locator('.button--place').click();
      const fate = await fateOf(page);
      await expect.poll(() => line.cuts, { interval: 5 }).toBe(index + 1);
      const name = `${typeof cut === 'number' ? 'later' : cut}: ${fate}`;
      fates[name] = (fates[name] ?? 0) + 1;
      if (fate === 'not-arrived') {
        await page.getByRole('button', { name: 'Review again' }).click();
        // The same intent under another id: the first review is void, and with it its id.
        await page.locator('.button--place').waitFor();
        ids.splice(-1, 1, await clientIdShown(page));
        await page.locator('.button--place').click();
        expect(await fateOf(page)).not.toBe('not-arrived');
      }
      await page.getByRole('button', { name: 'New order with same values' }).click();
    }
    await close();
    const seen = await binanceOrders(host, SYMBOL);
    console.log(JSON.stringify({ confirms: COUNT, cuts: line.cuts, ...fates, orders: ours(seen) }));
    expect(line.cuts).toBe(COUNT);
    expect(new Set(ids).size).toBe(COUNT);
    expect(countsOf(seen, ids)).toEqual(ids.map(() => 1));
    expect(ours(seen)).toBe(COUNT);
  });
});

/** Ends what shows the page, at once and without a goodbye. */
const ENDS = {
  'its process is killed': async (page: Page) => {
    const cdp = await page.context().newCDPSession(page);
    // It takes the answer to its own command with it.
    void cdp.send('Page.crash').catch(() => undefined);
    await page.waitForEvent('crash');
  },
  'it is loaded anew': async (page: Page) => void (await page.reload()),
} as const;

describe(`${KILLS} confirms whose page is gone at once`, () => {
  it('make one order at most, and the next page shows it', { timeout: 60_000 + KILLS * 10_000 }, async () => {
    const ends = Object.values(ENDS);
    let placed = 0;
    for (let index = 0; index < KILLS; index += 1) {
      const one = await look(browser, own.host.origin);
      await one.page.goto(await freshLink(own.host));
      await goTo(one.page, 'Orders');
      await openTicket(one.page, MARKETS.binance);
      await fillTicket(one.page, { side: 'Buy', type: 'Market', amount: `0.00${200 + (index % 700)}` });
      await reviewed(one.page);
      const host = (await one.page.locator('.request__host').textContent()) ?? '';
      const id = await clientIdShown(one.page);
      await one.page.locator('.button--place').click();
      await ends[index % ends.length]?.(one.page);
      await one.close();

      const next = await look(browser, own.host.origin);
      await next.page.goto(await freshLink(own.host));
      await goTo(next.page, 'Orders');
      const [count = 0] = countsOf(await binanceOrders(host, SYMBOL), [id]);
      expect(count).toBeLessThanOrEqual(1);
      placed += count;
      if (count === 1) {
        await next.page.getByText('History', { exact: true }).click();
        // The newest of ours stands first; what the bots placed is not ours.
        await next.page.locator('[data-order^="intent-"]:visible .orders__open').first().click();
        await next.page.locator('.order-side').getByText(id).waitFor();
        await expect.poll(() => next.page.locator('.order-side .order-status').first().textContent()).toBe('filled');
      }
      await next.close();
    }
    console.log(JSON.stringify({ figure: 'pages-gone', confirms: KILLS, placed }));
    expect(placed).toBeGreaterThan(0);
  });
});

describe(`${COUNT} confirms that were sent six times over two sockets`, () => {
  it('make one order each, and every answer names it', { timeout: 60_000 + COUNT * 500 }, async () => {
    const one = await look(browser, own.host.origin);
    await one.page.goto(await freshLink(own.host));
    await goTo(one.page, 'Orders');
    await openTicket(one.page, MARKETS.binance);
    await fillTicket(one.page, { type: 'Market', amount: '0.001' });
    await one.page.getByRole('button', { name: 'Review', exact: true }).click();
    const host = (await one.page.locator('.request__host').textContent()) ?? '';
    const before = ours(await binanceOrders(host, SYMBOL));
    const code = new URLSearchParams(new URL(await freshLink(own.host)).hash.slice(1)).get('code') ?? '';
    const tickets = Array.from({ length: COUNT }, (_, index) => ({
      account: MARKETS.binance.account,
      symbol: SYMBOL,
      side: index % 2 === 0 ? 'buy' : 'sell',
      type: 'market',
      quantity: `0.000${10 + (index % 70)}`,
      quantityUnit: 'base',
      price: null,
      stopPrice: null,
      timeInForce: 'gtc',
    }));
    // The desk takes no order twice within 3 s, and the orders before these may have been like them.
    await one.page.waitForTimeout(3_500);
    const results = await placeThrice(one.page, code, tickets);
    await one.close();
    const seen = await binanceOrders(host, SYMBOL);
    console.log(JSON.stringify({ confirms: COUNT, messages: COUNT * 6, orders: ours(seen) - before }));
    expect(results.flatMap(({ failures }) => failures)).toEqual([]);
    expect(
      results.map(({ keys, exchangeIds }) => [keys.length, new Set(keys).size, new Set(exchangeIds).size]),
    ).toEqual(results.map(() => [6, 1, 1]));
    expect(
      countsOf(
        seen,
        results.map(({ clientOrderId }) => clientOrderId),
      ),
    ).toEqual(results.map(() => 1));
    expect(ours(seen) - before).toBe(COUNT);
  });
});
