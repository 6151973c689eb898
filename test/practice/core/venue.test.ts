import fc from 'fast-check';
import { beforeEach, describe, expect, it } from 'vitest';
import { ManualPracticeClock } from '../../../electron/practice/core/clock.ts';
import { marketsNamed } from '../../../electron/practice/core/markets.ts';
import type { NewOrder, PracticeOrder, VenueEvent, VenueResult } from '../../../electron/practice/core/order.ts';
import type { VenueOptions } from '../../../electron/practice/core/venue.ts';
import { Venue } from '../../../electron/practice/core/venue.ts';
import type { Decimal } from '../../../shared/model/decimal.ts';
import { add, compare, decimal, multiply, subtract, ZERO } from '../../../shared/model/decimal.ts';

const START_MS = Date.UTC(2026, 10, 20, 12);
const BTC = 'BTC/USDT';
const limit = { accountId: 'ann', marketId: BTC, side: 'buy', kind: 'limit' } as const;

function open(options: Partial<VenueOptions> = {}): { venue: Venue; clock: ManualPracticeClock; events: VenueEvent[] } {
  const clock = new ManualPracticeClock(START_MS);
  const venue = new Venue({ markets: marketsNamed(BTC, 'ETH/USDT'), clock, seed: 'test', isMoving: false, ...options });
  for (const id of ['ann', 'bob']) venue.accounts.open(id, { BTC: '10', USDT: '1000000' }, START_MS);
  const events: VenueEvent[] = [];
  venue.on((event) => events.push(event));
  return { venue, clock, events };
}

function orderOf(result: VenueResult): PracticeOrder {
  if (!result.ok) throw new Error(result.reason);
  return result.order;
}

function balance(venue: Venue, accountId: string, asset: string): { free: Decimal; locked: Decimal } {
  const { free, locked } = venue.accounts.get(accountId).ledger.row(asset);
  return { free, locked };
}

describe('venue', () => {
  let { venue, clock, events } = open();
  beforeEach(() => {
    ({ venue, clock, events } = open());
  });
  const place = (order: Partial<NewOrder>): VenueResult =>
    venue.place({ ...limit, quantity: decimal('0.01'), ...order });

  it('fills a market order level by level at prices that get worse', () => {
    const result = place({ kind: 'market', quantity: decimal('0.3') });
    expect(orderOf(result)).toMatchObject({ status: 'filled', filledQuantity: '0.3' });
    const prices = result.ok ? result.fills.map((fill) => Number(fill.price)) : [];
    expect(prices.length).toBeGreaterThan(1);
    expect([...prices].sort((left, right) => left - right)).toEqual(prices);
    expect(balance(venue, 'ann', 'USDT').locked).toBe('0');
  });

  it('spends at most the quote asked for in a market order by quote', () => {
    const order = orderOf(place({ kind: 'market', quantity: null, quoteQuantity: decimal('1000') }));
    expect(order.status).toBe('filled');
    expect(compare(order.filledQuote, decimal('1000'))).toBe(-1);
    expect(compare(order.filledQuote, decimal('999'))).toBe(1);
  });

  it('locks a resting order and frees it on cancel', () => {
    const order = orderOf(place({ price: decimal('60000') }));
    expect(order.status).toBe('open');
    expect(balance(venue, 'ann', 'USDT')).toEqual({ free: '999400', locked: '600' });
    expect(orderOf(venue.cancel('ann', order.id)).status).toBe('cancelled');
    expect(balance(venue, 'ann', 'USDT')).toEqual({ free: '1000000', locked: '0' });
    expect(venue.cancel('ann', order.id)).toEqual({ ok: false, reason: 'unknown-order' });
  });

  it('fills a resting order in part and then wholly, and tells of each fill', () => {
    const order = orderOf(place({ price: decimal('60000') }));
    venue.fillResting(order.id, decimal('0.004'));
    expect(venue.order('ann', order.id)).toMatchObject({ status: 'partially-filled', filledQuantity: '0.004' });
    expect(balance(venue, 'ann', 'USDT')).toEqual({ free: '999400', locked: '360' });
    venue.fillResting(order.id);
    expect(venue.order('ann', order.id)).toMatchObject({ status: 'filled', fee: { asset: 'BTC', amount: '0.00001' } });
    expect(balance(venue, 'ann', 'BTC').free).toBe('10.00999');
    const causes = events.flatMap((event) => (event.kind === 'order' ? [event.cause] : []));
    expect(causes).toEqual(['new', 'trade', 'trade']);
    expect(venue.fills('ann').map((fill) => fill.role)).toEqual(['maker', 'maker']);
  });

  it('fills resting orders when the price moves through them', () => {
    const order = orderOf(place({ price: decimal('64000'), quantity: decimal('0.5') }));
    venue.movePrice(BTC, decimal('63900'));
    expect(venue.order('ann', order.id)?.status).toBe('partially-filled');
    for (let step = 0; step < 60; step += 1) venue.movePrice(BTC, decimal('63900'));
    expect(venue.order('ann', order.id)?.status).toBe('filled');
  });

  it('matches accounts with each other by price, then time, and never an account with itself', () => {
    const [first, second] = [
      place({ accountId: 'bob', price: decimal('65000.1') }),
      place({ accountId: 'bob', price: decimal('65000.1') }),
    ].map(orderOf);
    const own = orderOf(place({ price: decimal('65000.2') }));
    place({ side: 'sell', kind: 'limit', price: decimal('65000.1'), force: 'ioc', quantity: decimal('0.015') });
    expect(venue.order('bob', first?.id ?? 0)?.status).toBe('filled');
    expect(venue.order('bob', second?.id ?? 0)).toMatchObject({ status: 'partially-filled', filledQuantity: '0.005' });
    expect(venue.order('ann', own.id)?.status).toBe('open');
  });

  const refusals: readonly { name: string; order: Partial<NewOrder>; reason: string }[] = [
    { name: 'funds short', order: { price: decimal('60000'), quantity: decimal('17') }, reason: 'insufficient-funds' },
    { name: 'unknown market', order: { marketId: 'X/Y', price: decimal('1') }, reason: 'unknown-market' },
    {
      name: 'post-only that would take',
      order: { price: decimal('66000'), postOnly: true },
      reason: 'post-only-would-take',
    },
    {
      name: 'buy stop already passed',
      order: { kind: 'stop-limit', price: decimal('64000'), stopPrice: decimal('64000') },
      reason: 'would-trigger',
    },
    { name: 'quantity zero', order: { price: decimal('60000'), quantity: decimal('0') }, reason: 'bad-quantity' },
  ];
  for (const { name, order, reason } of refusals) {
    it(`refuses: ${name}`, () => {
      expect(place(order)).toEqual({ ok: false, reason });
      expect(balance(venue, 'ann', 'USDT')).toEqual({ free: '1000000', locked: '0' });
    });
  }

  it('refuses a client order id while its order is open, and takes it again afterwards', () => {
    const order = orderOf(place({ price: decimal('60000'), clientOrderId: 'mine' }));
    expect(place({ price: decimal('60000'), clientOrderId: 'mine' })).toEqual({
      ok: false,
      reason: 'duplicate-client-id',
    });
    expect(place({ accountId: 'bob', price: decimal('60000'), clientOrderId: 'mine' }).ok).toBe(true);
    venue.fillResting(order.id);
    const again = orderOf(place({ price: decimal('60000'), clientOrderId: 'mine' }));
    expect(venue.orderByClientId('ann', 'mine')?.id).toBe(again.id);
  });

  it('expires the rest of IOC, and all of a FOK that cannot be filled whole', () => {
    const ioc = orderOf(place({ price: decimal('65001'), quantity: decimal('5'), force: 'ioc' }));
    expect(ioc).toMatchObject({ status: 'expired', endReason: 'ioc-remainder' });
    expect(compare(ioc.filledQuantity, ZERO)).toBe(1);
    const fok = orderOf(place({ price: decimal('65001'), quantity: decimal('5'), force: 'fok' }));
    expect(fok).toMatchObject({ status: 'expired', endReason: 'fok-unfilled', filledQuantity: '0' });
    expect(balance(venue, 'ann', 'USDT').locked).toBe('0');
  });

  it('triggers a stop-limit when the last price reaches it', () => {
    const order = orderOf(
      place({ side: 'sell', kind: 'stop-limit', stopPrice: decimal('64000'), price: decimal('70000') }),
    );
    expect(order.status).toBe('untriggered');
    venue.movePrice(BTC, decimal('64100'));
    expect(venue.order('ann', order.id)?.status).toBe('untriggered');
    venue.movePrice(BTC, decimal('63900'));
    expect(venue.order('ann', order.id)).toMatchObject({ status: 'open', triggeredAtMs: START_MS });
  });

  it('amends: less keeps its place, another price is locked anew and may trade at once', () => {
    const order = orderOf(place({ price: decimal('60000') }));
    expect(orderOf(venue.amend('ann', order.id, { quantity: decimal('0.005') }))).toMatchObject({
      quantity: '0.005',
      amendCount: 1,
    });
    expect(balance(venue, 'ann', 'USDT').locked).toBe('300');
    expect(venue.amend('ann', order.id, { quantity: decimal('0.005') })).toEqual({ ok: false, reason: 'no-change' });
    expect(venue.amend('ann', order.id, { quantity: decimal('500') })).toEqual({
      ok: false,
      reason: 'insufficient-funds',
    });
    expect(orderOf(venue.amend('ann', order.id, { price: decimal('66000') })).status).toBe('filled');
    expect(balance(venue, 'ann', 'USDT').locked).toBe('0');
  });

  it('shows resting orders in the public book', () => {
    place({ price: decimal('65000.0'), quantity: decimal('0.123') });
    expect(venue.market(BTC)?.depth('buy', 1)).toEqual([{ price: '65000', quantity: '0.123' }]);
  });

  it('lets liquidity that was eaten grow back', () => {
    const best = (): Decimal | undefined => venue.market(BTC)?.depth('sell', 1)[0]?.price;
    const before = best();
    place({ kind: 'market', quantity: decimal('0.4') });
    expect(best()).not.toBe(before);
    for (let step = 0; step < 20; step += 1) venue.movePrice(BTC, decimal('65000'));
    expect(best()).toBe(before);
  });

  it('moves with the clock, the same way for the same seed', () => {
    const run = (seed: string): readonly unknown[] => {
      const other = open({ isMoving: true, seed });
      other.venue.place({ ...limit, price: decimal('64999'), quantity: decimal('0.2') });
      other.clock.advance(120_000);
      return [other.venue.market(BTC)?.lastPrice, other.venue.fills('ann'), other.venue.market(BTC)?.depth('buy', 5)];
    };
    expect(run('one')).toEqual(run('one'));
    expect(run('one')[0]).not.toBe(run('two')[0]);
    clock.advance(60_000);
    expect(venue.market(BTC)?.tape).toEqual([]);
  });

  it('keeps a day of candles from the start, ending at the start price', () => {
    const candles = venue.market(BTC)?.candles.list(3_600_000, 0, Number.POSITIVE_INFINITY) ?? [];
    expect(candles).toHaveLength(24);
    expect(candles.at(-1)?.close).toBe('65000');
    expect(candles.every((candle) => compare(candle.high, candle.low) >= 0)).toBe(true);
  });
});

describe('money', () => {
  const action = fc.record({
    who: fc.constantFrom('ann', 'bob'),
    side: fc.constantFrom('buy' as const, 'sell' as const),
    kind: fc.constantFrom('limit' as const, 'market' as const),
    force: fc.constantFrom('gtc' as const, 'ioc' as const, 'fok' as const),
    quantity: fc.integer({ min: 1, max: 200_000 }),
    ticks: fc.integer({ min: -5000, max: 5000 }),
    after: fc.constantFrom('nothing', 'cancel', 'fill', 'amend', 'move'),
  });

  it('is neither made nor lost: assets change by fills and fees alone, and nothing stays locked without an order', () => {
    fc.assert(
      fc.property(
        fc.array(action, { minLength: 1, maxLength: 25 }),
        fc.constantFrom('received' as const, 'quote' as const),
        (actions, feeRule) => {
          const { venue } = open({ feeRule });
          for (const { who, side, kind, force, quantity, ticks, after } of actions) {
            const size = multiply(decimal(String(quantity)), decimal('0.00001'));
            const price = add(decimal('65000'), multiply(decimal(String(ticks)), decimal('0.1')));
            const placed = venue.place({
              accountId: who,
              marketId: BTC,
              side,
              kind,
              force,
              quantity: size,
              price: kind === 'limit' ? price : null,
            });
            if (!placed.ok) continue;
            if (after === 'cancel') venue.cancel(who, placed.order.id);
            if (after === 'fill') venue.fillResting(placed.order.id, decimal('0.001'));
            if (after === 'amend') venue.amend(who, placed.order.id, { quantity: add(size, decimal('0.01')) });
            if (after === 'move') venue.movePrice(BTC, price);
          }
          for (const id of ['ann', 'bob']) {
            for (const order of venue.openOrders(id)) venue.cancel(id, order.id);
            const fills = venue.fills(id);
            const sum = (asset: string, start: string): Decimal =>
              fills.reduce((left, fill) => {
                const isBase = asset === 'BTC';
                const amount = isBase ? fill.quantity : fill.quote;
                const moved = (fill.side === 'buy') === isBase ? add(left, amount) : subtract(left, amount);
                return fill.fee.asset === asset ? subtract(moved, fill.fee.amount) : moved;
              }, decimal(start));
            expect(balance(venue, id, 'BTC')).toEqual({ free: sum('BTC', '10'), locked: '0' });
            expect(balance(venue, id, 'USDT')).toEqual({ free: sum('USDT', '1000000'), locked: '0' });
          }
        },
      ),
      { numRuns: 60, seed: 20261120 },
    );
  });
});
