import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { decimal } from '../../../../shared/model/decimal.ts';
import type { Instrument } from '../../../../shared/model/instrument.ts';
import type { OrderTicket } from '../../../../shared/model/order.ts';
import { exchange } from '../../../../electron/engine/exchanges/registry.ts';
import { preflight } from '../../../../electron/engine/desk/market/preflight.ts';
import { factsFor, rulesOf, ticketOf } from './facts.ts';

const FOLDER = '../shared/recordings/binance';

function recorded(file: string, symbol: string): Instrument {
  const read = exchange('binance').instruments.read(JSON.parse(readFileSync(`${FOLDER}/${file}`, 'utf8')));
  const found = read.ok ? read.value.find((instrument) => instrument.symbol === symbol) : undefined;
  if (found === undefined) throw new Error(`no ${symbol} in ${file}`);
  return found;
}

/** Filters alone: plenty of funds, no limits of one's own, a market at `price`. */
function judged(
  instrument: Instrument,
  price: string,
  change: Readonly<Record<string, string | null>>,
): readonly string[] {
  const facts = factsFor('binance');
  const at = decimal(price);
  return rulesOf(
    preflight({
      ...facts,
      instrument,
      quote: { ...facts.quote, bid: at, ask: at, last: at },
      context: { reference: at, buyMax: null, sellMin: null },
      limits: { ...facts.limits, priceBand: decimal('1000'), priceWarn: decimal('1000') },
      balances: {
        account: 'practice',
        atMs: 1,
        balances: [instrument.base, instrument.quote].map((asset) => ({
          asset,
          free: decimal('99999999999'),
          locked: decimal('0'),
        })),
      },
      ticket: ticketOf('binance', { symbol: instrument.symbol, price: at, ...(change as Partial<OrderTicket>) }),
    }),
  );
}

const market = { type: 'market', price: null } as const;

describe.skipIf(!existsSync(FOLDER))('recorded Binance filters (skipped without ../shared/recordings)', () => {
  it('reads a market lot step of 0 as no rule, so that the common lot decides', () => {
    const instrument = recorded('rest_exchangeInfo_testnet_2026-09.json', 'BTCUSDT');
    expect(instrument.marketQuantity.step).toBeNull();
    expect(instrument.marketQuantity.min).toBeNull();
    expect(judged(instrument, '65000', { ...market, quantity: '0.001' })).toEqual([]);
    expect(judged(instrument, '65000', { ...market, quantity: '0.00100001' })).toEqual(['quantity-step']);
  });

  it('keeps MIN_NOTIONAL, the older form, also for market orders', () => {
    const instrument = recorded('rest_exchangeInfo_live_2021-10_btcusdt_ethusdt.json', 'BTCUSDT');
    expect(instrument.notional).toMatchObject({ min: '10.00000000', max: null, appliesToMarket: true });
    expect(judged(instrument, '50000', { quantity: '0.0002' })).toEqual([]);
    expect(judged(instrument, '50000', { quantity: '0.00019' })).toEqual(['notional-min']);
    expect(judged(instrument, '50000', { ...market, quantity: '0.00019' })).toEqual(['notional-min']);
    expect(judged(instrument, '50000', { ...market, quantity: '9.99', quantityUnit: 'quote' })).toEqual([
      'notional-min',
    ]);
  });

  it('keeps both bounds of NOTIONAL, the greater for limit orders alone', () => {
    const instrument = recorded('rest_exchangeInfo_testnet_2026-09.json', 'BTCUSDT');
    const { min, max } = instrument.notional;
    expect([min, max]).toEqual(['5.00000000', '9000000.00000000']);
    expect(judged(instrument, '50000', { quantity: '180' })).toEqual([]);
    expect(judged(instrument, '50000', { quantity: '180.00001' })).toEqual(['notional-max']);
    expect(judged(instrument, '50000', { quantity: '0.00009' })).toEqual(['notional-min']);
  });

  it('keeps the one-sided form of the percent-price band', () => {
    const instrument = recorded('rest_exchangeInfo_live_2021-10_btcusdt_ethusdt.json', 'BTCUSDT');
    const { priceBand } = instrument;
    if (priceBand === null) throw new Error('no band');
    const edge = (factor: string): string => String(Number(factor) * 50_000);
    expect(judged({ ...instrument }, '50000', { price: edge(priceBand.bidUp), quantity: '1' })).toEqual([]);
    expect(judged({ ...instrument }, '50000', { price: `${edge(priceBand.bidUp)}.01`, quantity: '1' })).toEqual([
      'price-band',
    ]);
    expect(judged({ ...instrument }, '50000', { side: 'sell', price: edge(priceBand.askDown), quantity: '1' })).toEqual(
      [],
    );
  });

  it('sends no mode of self-trade prevention, so that the symbol’s own counts: NONE is not allowed on live rows', () => {
    const instrument = recorded('rest_exchangeInfo_live_2025-08.json', 'ETHBTC');
    const { orders } = exchange('binance');
    const request = orders.place(ticketOf('binance'), instrument, 'hr-1', { serverMs: 0, nonce: 0n, validForMs: 0 });
    expect(request.query).not.toContain('selfTradePreventionMode');
    expect(instrument.extra['allowedSelfTradePreventionModes']).not.toContain('NONE');
    expect(instrument.extra['allowedSelfTradePreventionModes']).toContain(
      instrument.extra['defaultSelfTradePreventionMode'],
    );
  });

  it('has no price below or above which nothing is bound where a filter is 0', () => {
    const instrument = recorded('rest_exchangeInfo_testnet_2026-09.json', 'BTCUSDT');
    const open = { ...instrument, price: { min: null, max: null, step: null }, priceBand: null };
    expect(judged(open, '50000', { price: '0.00000001', quantity: '9000' })).toEqual(['notional-min']);
    expect(judged(open, '50000', { price: '0.000000001', quantity: '9000' })).toContain('price-step');
    expect(judged(open, '50000', { price: '0' })).toContain('price-min');
  });
});
