import { it } from 'vitest';
import { decimal } from '../../shared/model/decimal.ts';
import type { DeskOrder } from '../../shared/model/desk.ts';
import { fakeAccounts } from '../support/fake-accounts.ts';
import { fakeOrders } from '../support/fake-orders.ts';
import { orderOf, stepOf } from '../support/fake-order-parts.ts';
import { pageRig, goTo } from '../support/page-rig.ts';
import { violations } from '../support/axe.ts';

const rig = pageRig();
const SIZES = (process.env['SHOT_SIZES'] ?? '1280x800').split(',');
const SCHEMES = (process.env['SHOT_SCHEMES'] ?? 'dark').split(',') as ('dark' | 'light')[];

function arrange() {
  const { state } = rig.host;
  state.accounts = fakeAccounts.map((account, index) => ({
    ...account,
    environment: (['live', 'testnet', 'practice'] as const)[index] ?? 'practice',
    label: ['Main Binance', 'OKX demo', 'Practice Kraken'][index] ?? '',
  }));
  const fake = fakeOrders(state);
  const make = (n: number, patch: Partial<DeskOrder>): DeskOrder => {
    const account = state.accounts[n % 3];
    if (account === undefined) throw new Error('no account');
    const symbol = ['BTCUSDT', 'ETH-USDT', 'SOL/USDC'][n % 3] ?? '';
    return {
      ...orderOf(`intent-00000000-0000-4000-8000-00000000000${n}`, account, {
        account: account.id, symbol, side: n % 2 === 0 ? 'buy' : 'sell', type: 'limit', quantity: decimal('0.0125'),
        quantityUnit: 'base', price: decimal(['64250.10', '3120.55', '148.200'][n % 3] ?? '1'), stopPrice: null, timeInForce: 'gtc',
      }),
      createdAtMs: Date.now() - n * 61_000, status: 'open', exchangeOrderId: '12345678901234567890', ...patch,
    };
  };
  fake.orders = [
    make(0, { status: 'partially-filled', filledQuantity: decimal('0.005'), averagePrice: decimal('64249.87'), fee: { amount: decimal('0.0321'), asset: 'USDT' } }),
    make(1, {}), make(2, { status: 'pending', type: 'post-only' }), make(3, { type: 'market', price: null, quantity: decimal('250.00'), quantityUnit: 'quote', status: 'sending' }),
    make(4, { type: 'stop-limit', stopPrice: decimal('3000') }),
    make(5, { status: 'filled', filledQuantity: decimal('0.0125') }), make(6, { status: 'rejected', failure: { kind: 'insufficient-funds', code: '-2010' } }),
    make(7, { status: 'cancelled' }),
    { ...make(8, {}), key: 'orphan-binance-1' },
  ];
  fake.steps.set('intent-00000000-0000-4000-8000-000000000000', [stepOf('journaled', 'journaled', 0), stepOf('sent', 'sending', 4), stepOf('acknowledged', 'open', 53), { ...stepOf('filled', 'partially-filled', 8_120), detail: '0.005 @ 64249.87' }]);
  return { fake, make };
}

for (const scheme of SCHEMES)
  for (const size of SIZES)
    it(`${scheme} ${size}`, async () => {
      const { fake, make } = arrange();
      const [width = 1280, height = 800] = size.split('x').map(Number);
      const one = await rig.opened({ scheme, width, height });
      const { page } = one;
      const shot = async (name: string) => {
        await page.screenshot({ path: `/tmp/orders-shots/${name}-${size}-${scheme}.png` });
        console.log(name, size, scheme, JSON.stringify(await violations(page)), one.complaints.join(' | '));
      };
      await goTo(page, 'Orders');
      await page.locator('.orders__table').first().waitFor();
      await page.waitForTimeout(200);
      await shot('page');
      await page.locator('.orders__open').first().click();
      await page.locator('.timeline').waitFor();
      await shot('detail');
      await page.keyboard.press('Escape');
      await page.keyboard.press('n');
      await page.locator('.ticket').waitFor();
      await page.locator('.ticket select').first().selectOption('practice-binance');
      await page.getByRole('combobox', { name: 'Symbol' }).fill('btc');
      await page.locator('.ticket__option').first().waitFor();
      await shot('search');
      await page.keyboard.press('Enter');
      await page.getByRole('button', { name: 'Join' }).click();
      await page.getByLabel('Amount', { exact: true }).fill('0.00001');
      await page.locator('.breach__apply').waitFor();
      await shot('ticket-breach');
      await page.locator('.breach__apply').click();
      await page.getByLabel('Amount', { exact: true }).fill('0.001');
      await page.waitForTimeout(400);
      await page.getByRole('button', { name: 'Dry run' }).click();
      await page.waitForTimeout(300);
      await shot('ticket');
      await page.getByRole('button', { name: 'Review' }).click();
      await page.locator('.request').waitFor();
      await shot('review');
      fake.outcome = 'unknown';
      await page.locator('.button--place').click();
      await page.locator('.result').waitFor();
      fake.tell([make(9, { status: 'unknown', lookUp: { tries: 7, nextAtMs: null, wantsHuman: true } })]);
      await page.waitForTimeout(300);
      await shot('unknown');
      await page.getByRole('button', { name: 'Close the ticket' }).click();
      await page.getByRole('button', { name: 'Halt' }).click();
      await page.locator('.halted').waitFor();
      await shot('halted');
      await page.getByText('Limits and safety').click();
      await page.locator('.own-limits__values').first().waitFor();
      await page.getByRole('button', { name: 'Change: Most for one order' }).first().click();
      await page.getByLabel('New figure').fill('2000');
      await page.locator('main').evaluate((main) => main.scrollTo(0, 300));
      await shot('safety');
    });
