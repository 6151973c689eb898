import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { decimal } from '../../shared/model/decimal.ts';
import type { DeskOrder } from '../../shared/model/desk.ts';
import { violations } from '../support/axe.ts';
import { fakeAccounts } from '../support/fake-accounts.ts';
import { orderOf, stepOf } from '../support/fake-order-parts.ts';
import { type FakeOrders, fakeOrders } from '../support/fake-orders.ts';
import { tabTo } from '../support/keyboard.ts';
import { goTo, pageRig } from '../support/page-rig.ts';
import { openPseudo, pseudoFaults } from '../support/pseudo.ts';

const rig = pageRig();

function orders(): FakeOrders {
  return fakeOrders(rig.host.state);
}

function asked(name: string): readonly unknown[] {
  return orders().asked.filter((one) => one.name === name);
}

function resting(id: number, extra: Partial<DeskOrder> = {}): DeskOrder {
  const [account] = fakeAccounts;
  if (account === undefined) throw new Error('no account');
  const order = orderOf(`intent-00000000-0000-4000-8000-${String(id).padStart(12, '0')}`, account, {
    account: account.id,
    symbol: 'BTCUSDT',
    side: 'buy',
    type: 'limit',
    quantity: decimal('0.0125'),
    quantityUnit: 'base',
    price: decimal('64250.10'),
    stopPrice: null,
    timeInForce: 'gtc',
  });
  return { ...order, status: 'open', exchangeOrderId: '12345678901234567890', ...extra };
}

async function fill(page: Page): Promise<void> {
  await page.keyboard.press('n');
  await page.getByLabel('Account').selectOption('practice-binance');
  await page.getByRole('combobox', { name: 'Symbol' }).fill('btc');
  await page.locator('.ticket__option').first().waitFor();
  await page.keyboard.press('Enter');
  await page.getByRole('button', { name: 'Join' }).click();
  await page.getByLabel('Amount', { exact: true }).fill('0.001');
}

async function review(page: Page): Promise<void> {
  await fill(page);
  await page.getByRole('button', { name: 'Review' }).click();
  await page.locator('.request').waitFor();
}

describe('the ticket', () => {
  it('is opened by its address, as the menu and the shortcut of the window ask for it', async () => {
    const { page } = await rig.at('Orders');
    const symbol = page.getByRole('combobox', { name: 'Symbol' });
    for (let again = 0; again < 2; again += 1) {
      await page.evaluate(() => {
        location.hash = '#/orders/new';
      });
      await symbol.waitFor();
      await page.getByRole('button', { name: 'Close the ticket' }).click();
      await symbol.waitFor({ state: 'detached' });
    }
  });

  it('is opened, filled in, reviewed, confirmed and left by keyboard alone', async () => {
    const { page, complaints } = await rig.opened();
    await page.keyboard.press('n');
    await expect.poll(() => page.evaluate(() => document.activeElement?.tagName)).toBe('SELECT');
    await page.keyboard.press('ArrowDown');
    const symbol = page.getByRole('combobox', { name: 'Symbol' });
    await tabTo(page, symbol);
    await page.keyboard.type('eth');
    await page.locator('.ticket__option').getByText('ETHUSDT').waitFor();
    await page.keyboard.press('Enter');
    expect(await symbol.inputValue()).toBe('ETHUSDT');
    await tabTo(page, page.getByRole('button', { name: 'Join' }));
    await page.keyboard.press('Enter');
    const price = page.getByLabel('Price', { exact: true });
    expect(await price.inputValue()).toBe('64250.10');
    await tabTo(page, price);
    await page.keyboard.press('ArrowUp');
    expect(await price.inputValue()).toBe('64250.11');
    await tabTo(page, page.getByLabel('Amount', { exact: true }));
    await page.keyboard.type('0.01');
    await page.keyboard.press('Enter');
    const place = page.getByRole('button', { name: 'Place practice order' });
    await place.waitFor();
    await expect.poll(() => place.evaluate((button) => button === document.activeElement)).toBe(true);
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: 'Review' }).waitFor();
    await page.getByLabel('Amount', { exact: true }).press('Enter');
    await place.waitFor();
    await page.keyboard.press('Enter');
    await page.getByText('The exchange has it').waitFor();
    expect(asked('orders.place')).toHaveLength(1);
    await page.keyboard.press('Escape');
    await page.locator('.ticket').waitFor({ state: 'detached' });
    expect(complaints).toEqual([]);
  });

  it('shows the exact request and sends one confirm however often it is pressed', async () => {
    const { page } = await rig.opened();
    let release = (): void => {};
    orders().held = new Promise((resolve) => {
      release = resolve;
    });
    await review(page);
    const sheet = page.locator('.request');
    for (const text of ['POST', '127.0.0.1:18081', '/api/v3/order', 'newClientOrderId', '64250.10', '0.001']) {
      expect(await sheet.textContent()).toContain(text);
    }
    await page.locator('.button--place').evaluate((button) => {
      for (let press = 0; press < 8; press += 1) (button as HTMLButtonElement).click();
    });
    await page.getByText('Placing …').waitFor();
    await page.getByRole('status').getByText('sending').waitFor();
    release();
    await page.getByText('The exchange has it').waitFor();
    expect(asked('orders.place')).toHaveLength(1);
    await page.getByRole('button', { name: 'New order with same values' }).click();
    await page.getByRole('button', { name: 'Review' }).click();
    await page.locator('.button--place').click();
    await expect.poll(() => asked('orders.place').length).toBe(2);
    const intents = asked('orders.place').map((one) => JSON.stringify(one).match(/intent-[a-z0-9-]+/)?.[0]);
    expect(new Set(intents).size).toBe(2);
  });

  it('voids a review that is over and asks for another one of the same intent', async () => {
    const { page } = await rig.opened();
    orders().reviewMs = 1_000;
    await review(page);
    await page.getByText('This review is not valid any more').waitFor();
    expect(await page.locator('.button--place').count()).toBe(0);
    orders().reviewMs = 15_000;
    await page.getByRole('button', { name: 'Review again' }).click();
    await page.getByText(/Valid for 1\d s/).waitFor();
    const intents = asked('orders.review').map((one) => JSON.stringify(one).match(/intent-[a-z0-9-]+/)?.[0]);
    expect([intents.length, new Set(intents).size]).toEqual([2, 1]);
  });

  it('says beside the field what is wrong, and takes the suggestion', async () => {
    const { page } = await rig.opened();
    await fill(page);
    const amount = page.getByLabel('Amount', { exact: true });
    await amount.fill('0.00001');
    await page.locator('[data-rule="quantity-min"]').getByRole('button', { name: 'Use 0.0001' }).click();
    expect(await amount.inputValue()).toBe('0.0001');
    await page.locator('[data-rule="quantity-min"]').waitFor({ state: 'detached' });
    await amount.fill('0,5');
    await page.getByText('A comma is not accepted').waitFor();
    expect(await page.getByRole('button', { name: 'Review' }).isDisabled()).toBe(true);
    expect(await violations(page)).toEqual([]);
  });

  it('says why a refused order was refused', async () => {
    const { page } = await rig.opened();
    orders().outcome = 'refused';
    await review(page);
    await page.locator('.button--place').click();
    await page.getByText('Refused, nothing is placed').waitFor();
    await page.getByText('Why: there are not enough funds (-2010)').waitFor();
  });

  it('shows prices that have gone old as old', async () => {
    const { page } = await rig.opened();
    orders().quote = 'stale';
    await fill(page);
    await page.locator('.quote[data-state="stale"]').getByText('STALE').waitFor();
    expect(await violations(page)).toEqual([]);
  });

  it('tells after a loss in between what became of the order, and sends nothing again', async () => {
    const { page } = await rig.opened();
    orders().held = new Promise(() => {});
    await review(page);
    await page.locator('.button--place').click();
    await page.getByRole('status').getByText('sending').waitFor();
    await rig.host.vanish();
    await page.locator('.banner--lost').waitFor();
    const [order] = orders().orders;
    if (order === undefined) throw new Error('nothing was placed');
    orders().orders = [{ ...order, status: 'open', updatedAtMs: order.updatedAtMs + 1 }];
    await rig.host.comeBack();
    await page.getByText('The exchange has it').waitFor();
    expect(asked('orders.place')).toHaveLength(1);
  });

  it('is unmistakable when the account is live', async () => {
    rig.host.state.accounts = fakeAccounts.map((account) => ({ ...account, environment: 'live' }));
    const { page } = await rig.opened();
    await review(page);
    await page.getByText('LIVE: real money').waitFor();
    await page.getByText('This places a real order with real money.').waitFor();
    const place = page.getByRole('button', { name: 'Place LIVE order' });
    const word = page.getByLabel('To confirm, type the name of the account');
    // A key held down since the fields, or a press out of habit, places nothing.
    await page.keyboard.press('Enter');
    await page.waitForTimeout(600);
    expect(await place.isDisabled()).toBe(true);
    await word.fill('practice binance');
    expect(await place.isDisabled()).toBe(true);
    await word.fill('Practice Binance');
    await place.hover();
    expect(await violations(page)).toEqual([]);
    await word.press('Enter');
    await page.getByText('The exchange has it').waitFor();
    expect(asked('orders.place')).toHaveLength(1);
  });
});

describe('an unknown order', () => {
  it('is looked up in sight of its user and found', async () => {
    const { page } = await rig.opened();
    orders().outcome = 'unknown';
    await review(page);
    await page.locator('.button--place').click();
    await page.getByText('Not known yet whether it was placed').waitFor();
    await page.getByText(/Next look in \d s/).waitFor();
    await page.getByRole('button', { name: 'Look now' }).click();
    await expect.poll(() => asked('orders.lookUp').length).toBe(1);
    expect(await violations(page)).toEqual([]);
    const [order] = orders().orders;
    if (order === undefined) throw new Error('nothing was placed');
    orders().tell([{ ...order, status: 'filled', lookUp: null, failure: null, filledQuantity: order.quantity }]);
    await page.locator('.unknown').waitFor({ state: 'detached' });
    await page.getByText('The exchange has it').waitFor();
  });

  it('asks its user in the end', async () => {
    orders().orders = [resting(1, { status: 'unknown', lookUp: { tries: 7, nextAtMs: null, wantsHuman: true } })];
    const { page } = await rig.at('Orders');
    await page.getByText('What does Binance show?').waitFor();
    expect(await violations(page)).toEqual([]);
    await page.getByRole('button', { name: 'Not placed' }).click();
    await page.locator('.unknown').waitFor({ state: 'detached' });
    expect(orders().orders.map(({ status }) => status)).toEqual(['not-placed']);
  });
});

describe('the orders', () => {
  it('open with their story, are changed once per form, and are cancelled', async () => {
    const order = resting(1);
    orders().orders = [order, resting(2, { status: 'filled' }), { ...resting(3), key: 'orphan-binance-1' }];
    orders().steps.set(order.key, [stepOf('journaled', 'journaled', 0), stepOf('acknowledged', 'open', 53)]);
    const { page } = await rig.at('Orders');
    await page.getByText('Placed elsewhere (1)').waitFor();
    // Anywhere on its line: here, its status.
    const line = await page.locator('.orders__table td.cell--status').first().boundingBox();
    await page.mouse.click((line?.x ?? 0) + 5, (line?.y ?? 0) + 5);
    await page.getByText('queue 2 ms · network 41 ms · exchange 6 ms').waitFor();
    await page.getByText('12345678901234567890').waitFor();
    await page.getByRole('button', { name: 'Change …' }).click();
    await page.getByLabel('Amount', { exact: true }).fill('0.01');
    await page.getByRole('button', { name: 'Review the change' }).click();
    await page.locator('.request').getByText('0.01', { exact: true }).waitFor();
    expect(await violations(page)).toEqual([]);
    expect(asked('orders.amend')).toEqual([]);
    await page.getByRole('button', { name: 'Change the practice order' }).click();
    await expect.poll(() => asked('orders.amend').length).toBe(1);
    expect(await violations(page)).toEqual([]);
    await page.getByRole('button', { name: 'Cancel order' }).click();
    await page.getByText('No order is open').waitFor();
    await page.keyboard.press('Escape');
    await page.getByText('History', { exact: true }).click();
    await expect.poll(() => page.locator('[data-order]').count()).toBe(2);
    expect(await violations(page)).toEqual([]);
  });

  it('that could not be changed say so in the form, and the next try is another change', async () => {
    orders().orders = [resting(1)];
    const { page } = await rig.at('Orders');
    await page.locator('.orders__open').first().click();
    await page.getByRole('button', { name: 'Change …' }).click();
    rig.host.state.broken.add('orders.amend');
    for (const amount of ['0.01', '0.011']) {
      await page.getByLabel('Amount', { exact: true }).fill(amount);
      await page.getByRole('button', { name: 'Review the change' }).click();
      await page.getByRole('button', { name: 'Change the practice order' }).click();
      await page.getByRole('button', { name: 'Review the change' }).waitFor();
      await page.locator('.order-changes [role="alert"]').waitFor();
    }
    const intents = asked('orders.reviewAmend').map(
      (one) => (one as { readonly input: { readonly intent: string } }).input.intent,
    );
    expect(new Set(intents).size).toBe(2);
    expect(await violations(page)).toEqual([]);
  });

  it('are all cancelled after a question', async () => {
    orders().orders = [resting(1), resting(2)];
    const { page } = await rig.at('Orders');
    await page.getByRole('button', { name: 'Cancel all …' }).click();
    await page.getByText('2 open orders are known here').waitFor();
    expect(await violations(page)).toEqual([]);
    await page.getByRole('button', { name: 'Cancel them all' }).click();
    await page.getByText('No order is open').waitFor();
    expect(asked('orders.cancelAll')).toHaveLength(1);
  });

  it('say that they could not be had, and are asked for again', async () => {
    rig.host.state.broken.add('orders.snapshot');
    const { page } = await rig.opened();
    await page.getByRole('link', { name: 'Orders', exact: true }).click();
    await page.getByText('This could not be loaded').waitFor();
    expect(await violations(page)).toEqual([]);
    rig.host.state.broken.clear();
    await page.getByRole('button', { name: 'Try again' }).click();
    await page.getByText('No order is open').waitFor();
  });
});

describe('the kill switch', () => {
  it('halts from any page and over any dialog, and goes on only by its word', async () => {
    const { page } = await rig.opened();
    await page.keyboard.press('Control+k');
    await page.locator('.palette').waitFor();
    await page.keyboard.press('Control+Shift+H');
    await expect.poll(() => asked('desk.halt').length).toBe(1);
    await page.keyboard.press('Escape');
    await page.getByText('Trading is halted.').waitFor();
    await page.getByText('could not be cancelled: the exchange is under maintenance').waitFor();
    await page.getByText('Algo orders at OKX').waitFor();
    expect(await violations(page)).toEqual([]);
    await page.getByRole('button', { name: 'Try again' }).click();
    await expect.poll(() => asked('desk.halt').length).toBe(2);
    await goTo(page, 'Settings');
    const resume = page.getByRole('button', { name: 'Resume' });
    expect(await resume.isDisabled()).toBe(true);
    await page.getByLabel('To go on, type').fill('RESUME');
    await resume.click();
    await page.locator('.halted').waitFor({ state: 'detached' });
  });

  it('is one press away', async () => {
    const { page } = await rig.opened();
    await page.getByRole('button', { name: 'Halt' }).click();
    await page.getByText('Trading is halted.').waitFor();
    await page.keyboard.press('n');
    await page.getByText('nothing leaves until trading is resumed').waitFor();
  });
});

describe('limits and the dead-man switch', () => {
  it('raise only what is typed twice, and lower at once', async () => {
    const { page } = await rig.at('Orders');
    await page.getByText('Limits and safety').click();
    const first = page.getByRole('button', { name: 'Change: Most for one order' }).first();
    await first.click();
    await page.getByLabel('New figure').fill('2000');
    expect(await page.getByRole('button', { name: 'Save' }).isDisabled()).toBe(true);
    await page.getByLabel('type it again').fill('2000');
    await page.getByRole('button', { name: 'Save' }).click();
    await page.getByText(/2,000 USDT in (1 min|\d+ s)/).waitFor();
    await first.click();
    await page.getByLabel('New figure').fill('500');
    await page.getByRole('button', { name: 'Save' }).click();
    await page.locator('[data-limit="maxOrderQuote"]').first().getByText('500 USDT', { exact: true }).waitFor();
    expect(asked('orders.setLimits').map((one) => JSON.stringify(one).match(/"typed":"[^"]*"/)?.[0])).toEqual([
      '"typed":"2000"',
      '"typed":""',
    ]);
    expect(await violations(page)).toEqual([]);
  });

  it('warns, says where there is none, and counts down', async () => {
    const { page } = await rig.at('Orders');
    await page.getByText('Limits and safety').click();
    await page.getByText('It cancels protective stops as well').waitFor();
    await page.getByText('Binance has none for spot orders.').waitFor();
    await page.getByRole('button', { name: 'Switch on the dead-man switch of Practice OKX' }).click();
    await page.getByText(/fires in \d+ s|fires in 1 min/).waitFor();
    expect(await violations(page)).toEqual([]);
  });
});

describe('the page in a language that needs more room', () => {
  it('has orders, ticket, review, result and halt translated whole, and nothing cut off', async () => {
    orders().orders = [
      resting(1),
      resting(2, { status: 'unknown', lookUp: { tries: 7, nextAtMs: null, wantsHuman: true } }),
      resting(3, { status: 'unknown', lookUp: { tries: 1, nextAtMs: Date.now() + 90_000, wantsHuman: false } }),
      resting(4, { status: 'rejected', failure: { kind: 'insufficient-funds', code: null } }),
    ];
    const { page } = await openPseudo(rig);
    await page.locator('[data-bucket-row]').first().waitFor();
    await page.locator('a[href="#/orders"]').first().click();
    await page.locator('.orders__table').waitFor();
    expect(['page', ...(await pseudoFaults(page))]).toEqual(['page']);
    await page.locator('.orders__open').first().click();
    await page.locator('.order-facts').waitFor();
    expect(['details', ...(await pseudoFaults(page))]).toEqual(['details']);
    await page.locator('[data-new-order]').click();
    await page.locator('.ticket select').selectOption('practice-binance');
    await page.locator('.ticket [role="combobox"]').fill('btc');
    await page.locator('.ticket__option').first().waitFor();
    await page.keyboard.press('Enter');
    await page.locator('.ticket-field__quick button').first().click();
    await page.locator('.ticket [inputmode="decimal"]').last().fill('0.00001');
    await page.locator('.breach').waitFor();
    expect(['ticket', ...(await pseudoFaults(page))]).toEqual(['ticket']);
    await page.locator('.ticket [inputmode="decimal"]').last().fill('0.001');
    await page.locator('.button--action[type="submit"]:enabled').click();
    await page.locator('.request').waitFor();
    expect(['review', ...(await pseudoFaults(page))]).toEqual(['review']);
    await page.locator('.button--place').click();
    await page.locator('.result').waitFor();
    expect(['result', ...(await pseudoFaults(page))]).toEqual(['result']);
    await page.locator('.halt-button').click();
    await page.locator('.halted').waitFor();
    expect(['halted', ...(await pseudoFaults(page))]).toEqual(['halted']);
    for (const part of [1, 2]) {
      await page.locator('.orders__bar label').nth(part).click();
      await page.waitForTimeout(300);
      expect([part, ...(await pseudoFaults(page))]).toEqual([part]);
    }
  });
});
