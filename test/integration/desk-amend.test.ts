import { afterEach, beforeEach, expect, it } from 'vitest';
import { decimal, multiply, withPlaces } from '../../shared/model/decimal.ts';
import { OrdersPage } from '../rig/orders-page.ts';
import { DeskWorld } from '../support/desk-world.ts';

const MINUTE_MS = 60_000;

let rig: DeskWorld;
let page: OrdersPage;

beforeEach(async () => {
  rig = new DeskWorld({ seed: 'amend', isMoving: false }, { isReconciling: true, isJudging: true });
  await rig.ready();
  page = new OrdersPage();
  page.open(rig);
});

afterEach(async () => {
  page.close();
  await rig.close();
});

it('a change is judged at the first press, though nobody watched the market since the order was placed', async () => {
  const account = rig.world.account('binance');
  rig.service.market.watch(account, 'BTCUSDT');
  await rig.world.run(5_000);
  const { bid } = rig.service.market.prices(account, 'BTCUSDT');
  const price = withPlaces(multiply(bid ?? decimal('0'), decimal('0.99')), 2);
  const intent = rig.intent();
  const ticket = rig.ticket('binance', { price, quantity: decimal('0.02') });
  const review = await rig.world.until(Promise.resolve(page.call('orders.review', { intent, ticket })));
  if (review?.ok !== true) throw new Error(JSON.stringify(review));
  const { hash } = review.value;
  const placed = await rig.world.until(Promise.resolve(page.call('orders.place', { intent, hash })));
  expect(placed).toMatchObject({ ok: true, value: { status: 'open' } });
  await rig.world.run(3 * MINUTE_MS);
  const change = { intent: rig.intent(), order: intent, price: null, quantity: decimal('0.01') };
  const asked = await rig.world.until(Promise.resolve(page.call('orders.reviewAmend', change)));
  expect(asked).toMatchObject({ ok: true, value: { ticket: { quantity: '0.01' } } });
});
