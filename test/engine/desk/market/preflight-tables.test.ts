import { describe, expect, it } from 'vitest';
import type { ExchangeId } from '../../../../shared/model/account.ts';
import { decimal } from '../../../../shared/model/decimal.ts';
import type { OrderTicket } from '../../../../shared/model/order.ts';
import { preflight } from '../../../../electron/engine/desk/market/preflight.ts';
import { factsFor, type FactChange, judge, rulesOf } from './facts.ts';

interface Row {
  readonly id: ExchangeId;
  readonly name: string;
  readonly ticket?: Readonly<Record<string, string | null>>;
  readonly facts?: FactChange;
  readonly rules: readonly string[];
  readonly suggestion?: string;
}

const wide: FactChange = { limits: { ...factsFor('binance').limits, priceBand: decimal('1000000'), priceWarn: decimal('1000000') } };
const rich = (quote: string, base: string): FactChange => ({
  ...wide,
  balances: {
    account: 'practice',
    atMs: 1,
    balances: ['USDT', 'ZUSD'].map((asset) => ({ asset, free: decimal(quote), locked: decimal('0') })).concat(['BTC', 'XXBT'].map((asset) => ({ asset, free: decimal(base), locked: decimal('0') }))),
  },
});
const deep = rich('9000000000', '9999999');
const market = { type: 'market', price: null } as const;

// Practice BTC rows: Binance tick 0.01, lot 0.00001 to 9000, market lots to 105.07867116, notional 5 to 9,000,000, band
// 0.2 to 5 of 65,000; OKX tick 0.1, lot 0.00000001 from 0.00001, 1,000,000 a market order, 20,000,000 a limit order, band
// 1 %; Kraken tick 0.1, lot 0.00000001 from 0.00005, cost from 0.5.
const rows: readonly Row[] = [
  { id: 'binance', name: 'a plain limit order', rules: [] },
  { id: 'okx', name: 'a plain limit order', rules: [] },
  { id: 'kraken', name: 'a plain limit order', rules: [] },

  { id: 'binance', name: 'price on the tick', ticket: { price: '64900.01' }, rules: [] },
  { id: 'binance', name: 'price off the tick', ticket: { price: '64900.014' }, rules: ['price-step'], suggestion: '64900.01' },
  { id: 'okx', name: 'price off the tick', ticket: { price: '64900.07' }, rules: ['price-step'], suggestion: '64900.1' },
  { id: 'kraken', name: 'price off the tick', ticket: { price: '64900.04' }, rules: ['price-step'], suggestion: '64900' },
  { id: 'binance', name: 'greatest price', ticket: { price: '1000000', quantity: '0.001' }, facts: wide, rules: ['price-band'], suggestion: '325000' },
  { id: 'binance', name: 'above the greatest price', ticket: { price: '1000000.01', quantity: '0.001' }, facts: wide, rules: ['price-max', 'price-band'], suggestion: '325000' },
  { id: 'binance', name: 'upper edge of the band', ticket: { price: '325000', quantity: '0.001' }, facts: wide, rules: [] },
  { id: 'binance', name: 'beyond the upper edge', ticket: { price: '325000.01', quantity: '0.001' }, facts: wide, rules: ['price-band'], suggestion: '325000' },
  { id: 'binance', name: 'lower edge of the band', ticket: { price: '13000' }, facts: wide, rules: [] },
  { id: 'binance', name: 'beyond the lower edge', ticket: { price: '12999.99' }, facts: wide, rules: ['price-band'], suggestion: '13000' },
  { id: 'okx', name: 'highest buy', ticket: { price: '65650' }, rules: [] },
  { id: 'okx', name: 'above the highest buy', ticket: { price: '65650.1' }, rules: ['price-band', 'own-price-band?'], suggestion: '65650' },
  { id: 'okx', name: 'below the lowest sell', ticket: { price: '64349.9', side: 'sell' }, rules: ['price-band', 'own-price-band?'], suggestion: '64350' },

  { id: 'binance', name: 'quantity off the step', ticket: { quantity: '0.010005' }, rules: ['quantity-step'], suggestion: '0.01' },
  { id: 'okx', name: 'quantity off the step', ticket: { quantity: '0.010000006' }, rules: ['quantity-step'], suggestion: '0.01000001' },
  { id: 'kraken', name: 'quantity off the step', ticket: { quantity: '0.010000004' }, rules: ['quantity-step'], suggestion: '0.01' },
  { id: 'binance', name: 'nothing', ticket: { quantity: '0' }, rules: ['quantity-min', 'notional-min'], suggestion: '0.00008' },
  { id: 'okx', name: 'least quantity', ticket: { quantity: '0.00001' }, rules: [] },
  { id: 'okx', name: 'below the least', ticket: { quantity: '0.00000999' }, rules: ['quantity-min'], suggestion: '0.00001' },
  { id: 'kraken', name: 'least quantity', ticket: { quantity: '0.00005' }, rules: [] },
  { id: 'kraken', name: 'below the least', ticket: { quantity: '0.00004999' }, rules: ['quantity-min'], suggestion: '0.00005' },
  { id: 'binance', name: 'least worth', ticket: { quantity: '0.00008', price: '62500' }, rules: ['own-price-band?'] },
  { id: 'binance', name: 'a cent below the least worth', ticket: { quantity: '0.00008', price: '62499.99' }, rules: ['own-price-band?', 'notional-min'], suggestion: '0.00009' },
  { id: 'kraken', name: 'least cost', ticket: { quantity: '0.00005', price: '10000' }, facts: wide, rules: [] },
  { id: 'kraken', name: 'below the least cost', ticket: { quantity: '0.00005', price: '9999.9' }, facts: wide, rules: ['notional-min'], suggestion: '0.00005001' },
  { id: 'binance', name: 'greatest quantity', ticket: { quantity: '9000', price: '999' }, facts: { ...deep, context: { reference: decimal('999'), buyMax: null, sellMin: null } }, rules: [] },
  { id: 'binance', name: 'a step above it', ticket: { quantity: '9000.00001', price: '999' }, facts: { ...deep, context: { reference: decimal('999'), buyMax: null, sellMin: null } }, rules: ['quantity-max'], suggestion: '9000' },
  { id: 'binance', name: 'greatest worth', ticket: { quantity: '180', price: '50000' }, facts: deep, rules: [] },
  { id: 'binance', name: 'a step above the greatest worth', ticket: { quantity: '180.00001', price: '50000' }, facts: deep, rules: ['notional-max'], suggestion: '180' },
  { id: 'okx', name: 'greatest limit amount', ticket: { quantity: '400', price: '50000' }, facts: deep, rules: [] },
  { id: 'okx', name: 'a step above it', ticket: { quantity: '400.00000001', price: '50000' }, facts: deep, rules: ['notional-max'], suggestion: '400' },

  { id: 'binance', name: 'market in base', ticket: { ...market }, rules: [] },
  { id: 'binance', name: 'market in quote', ticket: { ...market, quantity: '50', quantityUnit: 'quote' }, rules: [] },
  { id: 'binance', name: 'market in quote, least worth', ticket: { ...market, quantity: '5', quantityUnit: 'quote' }, rules: [] },
  { id: 'binance', name: 'market in quote, below it', ticket: { ...market, quantity: '4.99999999', quantityUnit: 'quote' }, rules: ['notional-min'], suggestion: '5' },
  { id: 'binance', name: 'greatest market lot', ticket: { ...market, quantity: '105.07867' }, facts: deep, rules: [] },
  { id: 'binance', name: 'above the greatest market lot', ticket: { ...market, quantity: '105.07868' }, facts: deep, rules: ['market-quantity-max'], suggestion: '105.07867' },
  { id: 'binance', name: 'market worth has no maximum without its flag', ticket: { ...market, quantity: '105' }, facts: { ...deep, context: { reference: decimal('100000'), buyMax: null, sellMin: null } }, rules: [] },
  { id: 'okx', name: 'market in quote to the cap', ticket: { ...market, quantity: '1000000', quantityUnit: 'quote' }, facts: deep, rules: [] },
  { id: 'okx', name: 'above the cap', ticket: { ...market, quantity: '1000000.01', quantityUnit: 'quote' }, facts: deep, rules: ['notional-max'], suggestion: '1000000' },
  { id: 'okx', name: 'market in quote below the least lot', ticket: { ...market, quantity: '0.6', quantityUnit: 'quote' }, rules: ['market-quantity-min'], suggestion: '0.65' },
  { id: 'okx', name: 'limit in quote becomes base', ticket: { quantity: '649', quantityUnit: 'quote' }, rules: [] },
  { id: 'kraken', name: 'market buy in quote', ticket: { ...market, quantity: '50', quantityUnit: 'quote' }, rules: [] },
  { id: 'kraken', name: 'market buy in quote below the cost', ticket: { ...market, quantity: '0.49', quantityUnit: 'quote' }, rules: ['quantity-min?', 'notional-min'], suggestion: '0.5' },
  { id: 'kraken', name: 'market sell in quote', ticket: { ...market, side: 'sell', quantity: '50', quantityUnit: 'quote' }, rules: ['quote-quantity-not-offered'] },
  { id: 'binance', name: 'limit in quote', ticket: { quantity: '649', quantityUnit: 'quote' }, rules: ['quote-quantity-not-offered'] },

  { id: 'okx', name: 'stop-limit', ticket: { type: 'stop-limit', stopPrice: '65100', price: '65100' }, rules: ['type-not-offered'] },
  { id: 'kraken', name: 'stop-limit, fill or kill', ticket: { type: 'stop-limit', stopPrice: '65100', price: '65100', timeInForce: 'fok' }, rules: ['time-in-force-not-offered'], suggestion: 'gtc' },
  { id: 'binance', name: 'post-only that must not rest', ticket: { type: 'post-only', timeInForce: 'ioc' }, rules: ['time-in-force-not-offered'], suggestion: 'gtc' },
  { id: 'binance', name: 'limit without price', ticket: { price: null }, rules: ['price-missing'] },
  { id: 'binance', name: 'stop-limit without stop', ticket: { type: 'stop-limit' }, rules: ['stop-price-missing'] },
  { id: 'binance', name: 'buy stop above the market', ticket: { type: 'stop-limit', stopPrice: '65000.01', price: '65000' }, rules: [] },
  { id: 'binance', name: 'buy stop at the market', ticket: { type: 'stop-limit', stopPrice: '65000', price: '65000' }, rules: ['stop-price-side'], suggestion: '65000.01' },
  { id: 'binance', name: 'sell stop at the market', ticket: { type: 'stop-limit', side: 'sell', stopPrice: '65000', price: '65000' }, rules: ['stop-price-side'], suggestion: '64999.99' },
  { id: 'kraken', name: 'a stop beyond its trigger is taken there', ticket: { type: 'stop-limit', stopPrice: '64900' }, rules: ['stop-price-side?'], suggestion: '65000.1' },
  { id: 'binance', name: 'post-only that would take', ticket: { type: 'post-only', price: '65100' }, rules: ['would-take?'] },

  { id: 'binance', name: 'a price that is no number', ticket: { price: '-0' }, rules: ['not-a-number'] },
  { id: 'binance', name: 'a quantity below zero', ticket: { quantity: '-0.01' }, rules: ['not-a-number'], suggestion: '0.01' },
  { id: 'binance', name: 'too many digits for its form', ticket: { quantity: `0.01${'0'.repeat(20)}` }, rules: ['not-a-number'], suggestion: '0.01' },
  { id: 'okx', name: 'a price of 33 characters', ticket: { price: `64900.${'0'.repeat(27)}` }, rules: ['not-a-number'], suggestion: '64900' },
];

describe('what an exchange would refuse is refused here, a unit to either side of each bound', () => {
  for (const { id, name, ticket = {}, facts, rules, suggestion } of rows) {
    it(`${id}: ${name}`, () => {
      const result = judge(id, ticket as Partial<OrderTicket>, facts);
      expect(rulesOf(result)).toEqual(rules);
      if (suggestion !== undefined) expect(result.breaches.map((breach) => breach.suggestion)).toContain(suggestion);
    });
  }
});

describe('what the desk knows beside', () => {
  it('says what an order comes to and what it may cost', () => {
    expect(judge('binance')).toMatchObject({ notional: '649', quantityBase: '0.01', feeEstimate: { amount: '0.00001', asset: 'BTC', isGuess: true } });
    expect(judge('okx', { side: 'sell', price: decimal('65100') })).toMatchObject({ feeEstimate: { amount: '0.5208', asset: 'USDT' } });
    expect(judge('kraken', { ...market, quantity: decimal('100'), quantityUnit: 'quote' })).toMatchObject({ notional: '100', feeEstimate: { amount: '0.4', asset: 'ZUSD' } });
  });

  it('warns where a band is measured by a price nobody told', () => {
    const unknown = { ...wide, context: { reference: null, buyMax: null, sellMin: null } };
    expect(rulesOf(judge('binance', { price: decimal('12999.99') }, unknown))).toEqual(['price-band?']);
    expect(rulesOf(judge('okx', {}, unknown))).toEqual(['price-band?']);
    expect(rulesOf(judge('kraken', {}, unknown))).toEqual([]);
  });

  it('judges an instrument that it does not have, or does not have yet', () => {
    const absent = { ...factsFor('binance'), instrument: null };
    expect(rulesOf(preflight(absent))).toEqual(['unknown-instrument']);
    expect(rulesOf(preflight({ ...absent, areInstrumentsLoaded: false }))).toEqual(['account-not-ready']);
  });
});
