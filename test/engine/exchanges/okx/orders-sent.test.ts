import { describe, expect, it } from 'vitest';
import { instruments } from '../../../../electron/engine/exchanges/okx/instruments.ts';
import { orders } from '../../../../electron/engine/exchanges/okx/orders.ts';
import { ticketRules } from '../../../../electron/engine/exchanges/okx/ticket-rules.ts';
import { decimal } from '../../../../shared/model/decimal.ts';
import type { OrderTicket } from '../../../../shared/model/order.ts';
import { unwrap } from './support.ts';

const row = {
  instId: 'BTC-USDT',
  instType: 'SPOT',
  baseCcy: 'BTC',
  quoteCcy: 'USDT',
  state: 'live',
  tickSz: '0.1',
  lotSz: '0.0001',
  minSz: '0.0001',
};
const markets = unwrap(instruments.read({ code: '0', data: [row] }));

const limit: OrderTicket = {
  account: 'okx-main',
  symbol: 'BTC-USDT',
  side: 'buy',
  type: 'limit',
  quantity: decimal('0.5'),
  quantityUnit: 'base',
  price: decimal('64000.1'),
  stopPrice: null,
  timeInForce: 'gtc',
};
const id = 'hr0123456789abcdef0123456789abcd';

function placed(changes: Partial<OrderTicket>): Record<string, unknown> {
  const [market] = markets;
  if (market === undefined) throw new Error('no instrument');
  const request = orders.place({ ...limit, ...changes }, market, id);
  expect(request).toMatchObject({ method: 'POST', path: '/api/v5/trade/order', query: '' });
  return JSON.parse(request.body?.text ?? '') as Record<string, unknown>;
}

const base = { instId: 'BTC-USDT', tdMode: 'cash', clOrdId: id, side: 'buy' };

describe('OKX orders as sent', () => {
  const cases: readonly { name: string; changes: Partial<OrderTicket>; body: Record<string, unknown> }[] = [
    { name: 'a limit order', changes: {}, body: { ...base, ordType: 'limit', px: '64000.1', sz: '0.5' } },
    {
      name: 'an immediate-or-cancel order',
      changes: { timeInForce: 'ioc' },
      body: { ...base, ordType: 'ioc', px: '64000.1', sz: '0.5' },
    },
    {
      name: 'a fill-or-kill order',
      changes: { timeInForce: 'fok' },
      body: { ...base, ordType: 'fok', px: '64000.1', sz: '0.5' },
    },
    {
      name: 'a post-only sell',
      changes: { type: 'post-only', side: 'sell' },
      body: { ...base, side: 'sell', ordType: 'post_only', px: '64000.1', sz: '0.5' },
    },
    {
      name: 'a market buy counted in base',
      changes: { type: 'market', price: null },
      body: { ...base, ordType: 'market', sz: '0.5', tgtCcy: 'base_ccy', banAmend: true },
    },
    {
      name: 'a market buy that spends quote',
      changes: { type: 'market', price: null, quantity: decimal('100'), quantityUnit: 'quote' },
      body: { ...base, ordType: 'market', sz: '100', tgtCcy: 'quote_ccy', banAmend: true },
    },
    {
      name: 'a market sell counted in base',
      changes: { type: 'market', price: null, side: 'sell' },
      body: { ...base, side: 'sell', ordType: 'market', sz: '0.5', tgtCcy: 'base_ccy', banAmend: true },
    },
    {
      name: 'a limit order over an amount of quote, cut to the lot',
      changes: { quantity: decimal('1000'), quantityUnit: 'quote', price: decimal('30000') },
      body: { ...base, ordType: 'limit', px: '30000', sz: '0.0333' },
    },
  ];
  for (const { name, changes, body } of cases) it(name, () => expect(placed(changes)).toEqual(body));

  it('never writes a stop-limit order as something else', () => {
    expect(() => placed({ type: 'stop-limit', stopPrice: decimal('1') })).toThrow(/stop-limit/);
  });

  it('cancels by our own id', () => {
    const request = orders.cancel('BTC-USDT', id);
    expect(request).toMatchObject({ method: 'POST', path: '/api/v5/trade/cancel-order' });
    expect(JSON.parse(request.body?.text ?? '')).toEqual({ instId: 'BTC-USDT', clOrdId: id });
  });

  it('names orders with 32 letters and digits, all of them random but the mark', () => {
    const bytes = (first: number) => (size: number) =>
      Uint8Array.from({ length: size }, (_, index) => (first + index * 37) % 256);
    expect(orders.newClientOrderId(bytes(0))).toMatch(/^hr[0-9a-f]{30}$/);
    expect(orders.newClientOrderId(bytes(0))).not.toBe(orders.newClientOrderId(bytes(1)));
  });

  function lookUp(days: number, exchangeOrderId: string | null = null): readonly string[] {
    const sentAtMs = 1_790_000_000_000.7;
    const nowMs = sentAtMs + days * 86_400_000;
    return orders
      .lookUp({ symbol: 'BTC-USDT', clientOrderId: id, exchangeOrderId, sentAtMs, nowMs })
      .map(({ request: { method, path, query } }) => `${method} ${path}?${query}`);
  }

  it('looks for an older order in the archives as well, and by OKX’s id where it is known', () => {
    const calls = lookUp(8, '77');
    expect(calls[0]).toBe('GET /api/v5/trade/order?instId=BTC-USDT&ordId=77');
    expect(calls.map((call) => call.replace(/.*trade\/|\?.*/g, ''))).toEqual([
      'order',
      'orders-pending',
      'orders-history',
      'orders-history-archive',
      'fills',
      'fills-history',
    ]);
    expect(calls.at(-1)).toContain('ordId=77');
  });

  it('turns a full page, and no other', () => {
    const rows = (count: number) => ({
      code: '0',
      data: Array.from({ length: count }, (_, row) => ({ ordId: String(900 - row), billId: String(row) })),
    });
    const pending = orders.open(null);
    expect(orders.nextPage(pending, rows(99))).toBeNull();
    const second = orders.nextPage(pending, rows(100));
    expect(second?.query).toBe('after=801');
    expect(second === null ? null : orders.nextPage(second, rows(100))?.query).toBe('after=801');
    const fills = { ...pending, path: '/api/v5/trade/fills', query: 'instId=BTC-USDT' };
    expect(orders.nextPage(fills, rows(100))?.query).toBe('instId=BTC-USDT&after=99');
    expect(orders.nextPage({ ...pending, path: '/api/v5/trade/order' }, rows(100))).toBeNull();
  });

  it('looks for an order by id, among the open, the ended and the fills since it left', () => {
    expect(lookUp(0)).toEqual([
      `GET /api/v5/trade/order?instId=BTC-USDT&clOrdId=${id}`,
      'GET /api/v5/trade/orders-pending?instId=BTC-USDT',
      'GET /api/v5/trade/orders-history?instType=SPOT&instId=BTC-USDT&begin=1789999940000',
      'GET /api/v5/trade/fills?instType=SPOT&instId=BTC-USDT&begin=1789999940000',
    ]);
  });

  it('asks for open orders and balances', () => {
    // Of every type, as the channel tells of every one.
    expect(orders.open(null).query).toBe('');
    expect(orders.open('BTC-USDT').query).toBe('instId=BTC-USDT');
    expect(orders.balances()).toMatchObject({ method: 'GET', path: '/api/v5/account/balance', query: '' });
  });
});

describe('the currency a market is traded against', () => {
  const traded = (quoteCcy: string, tradeQuoteCcyList: readonly string[] | undefined) => {
    const instId = `BTC-${quoteCcy}`;
    const [market] = unwrap(
      instruments.read({
        code: '0',
        data: [{ ...row, instId, quoteCcy, ...(tradeQuoteCcyList && { tradeQuoteCcyList }) }],
      }),
    );
    if (market === undefined) throw new Error('no instrument');
    return market;
  };
  const sent = (market: ReturnType<typeof traded>) =>
    (JSON.parse(orders.place(limit, market, id).body?.text ?? '') as Record<string, unknown>)['tradeQuoteCcy'];

  const cases = [
    { name: 'no list: none is sent', list: undefined, told: undefined, quote: 'USD' },
    { name: 'its own, where the list has it', list: ['USDC', 'USD'], told: 'USD', quote: 'USD' },
    { name: 'the only one there is, which the order then pays with', list: ['USDC'], told: 'USDC', quote: 'USDC' },
  ];
  for (const { name, list, told, quote } of cases) {
    it(name, () => {
      const market = traded('USD', list);
      expect([sent(market), market.quote]).toEqual([told, quote]);
    });
  }

  it('refuses to guess', () => {
    const market = traded('USD', ['USDC', 'EURC']);
    expect(() => sent(market)).toThrow();
    expect(ticketRules.accountProblems({ settings: {}, instrument: market, areBalancesKnown: true })).toMatchObject([
      { rule: 'trade-quote', weight: 'refuse' },
    ]);
  });
});

describe('what an account’s own settings mean', () => {
  const [instrument] = markets;
  const judged = (settings: Readonly<Record<string, string>>, areBalancesKnown = true) =>
    instrument === undefined
      ? []
      : ticketRules
          .accountProblems({ settings, instrument, areBalancesKnown })
          .map(({ rule, weight }) => (weight === 'refuse' ? rule : `${rule}?`));
  it('margin modes are refused, cash modes are not', () => {
    expect(['1', '2', '3', '4'].map((acctLv) => judged({ acctLv }))).toEqual([
      [],
      [],
      ['account-mode'],
      ['account-mode'],
    ]);
  });
  it('borrowing is warned of, and refused while nobody knows what is there', () => {
    expect(judged({ acctLv: '2', autoLoan: 'true' })).toEqual(['borrowing?']);
    expect(judged({ acctLv: '1', enableSpotBorrow: 'true' }, false)).toEqual(['borrowing']);
    expect(judged({ autoLoan: 'false', enableSpotBorrow: 'false' })).toEqual([]);
  });
});
