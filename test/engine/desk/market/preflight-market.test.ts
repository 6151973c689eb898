import { describe, expect, it } from 'vitest';
import { decimal } from '../../../../shared/model/decimal.ts';
import { preflight } from '../../../../electron/engine/desk/market/preflight.ts';
import { factsFor, judge, rulesOf } from './facts.ts';
import { checkRows, deep, market, type Row, wide } from './rows.ts';

const rows: readonly Row[] = [
  { id: 'binance', name: 'market in base', ticket: { ...market }, rules: [] },
  { id: 'binance', name: 'market in quote', ticket: { ...market, quantity: '50', quantityUnit: 'quote' }, rules: [] },
  {
    id: 'binance',
    name: 'market in quote, least worth',
    ticket: { ...market, quantity: '5', quantityUnit: 'quote' },
    rules: [],
  },
  {
    id: 'binance',
    name: 'market in quote, below it',
    ticket: { ...market, quantity: '4.99999999', quantityUnit: 'quote' },
    rules: ['notional-min'],
    suggestion: '5',
  },
  { id: 'binance', name: 'greatest market lot', ticket: { ...market, quantity: '105.07867' }, facts: deep, rules: [] },
  {
    id: 'binance',
    name: 'above the greatest market lot',
    ticket: { ...market, quantity: '105.07868' },
    facts: deep,
    rules: ['market-quantity-max'],
    suggestion: '105.07867',
  },
  {
    id: 'binance',
    name: 'market worth has no maximum without its flag',
    ticket: { ...market, quantity: '105' },
    facts: { ...deep, context: { reference: decimal('100000'), buyMax: null, sellMin: null } },
    rules: [],
  },
  {
    id: 'okx',
    name: 'market in quote to the cap',
    ticket: { ...market, quantity: '1000000', quantityUnit: 'quote' },
    facts: deep,
    rules: [],
  },
  {
    id: 'okx',
    name: 'above the cap',
    ticket: { ...market, quantity: '1000000.01', quantityUnit: 'quote' },
    facts: deep,
    rules: ['notional-max'],
    suggestion: '1000000',
  },
  {
    id: 'okx',
    name: 'market in quote below the least lot',
    ticket: { ...market, quantity: '0.6', quantityUnit: 'quote' },
    rules: ['market-quantity-min'],
    suggestion: '0.65',
  },
  { id: 'okx', name: 'limit in quote becomes base', ticket: { quantity: '649', quantityUnit: 'quote' }, rules: [] },
  {
    id: 'kraken',
    name: 'market buy in quote',
    ticket: { ...market, quantity: '50', quantityUnit: 'quote' },
    rules: [],
  },
  {
    id: 'kraken',
    name: 'market buy in quote below the cost',
    ticket: { ...market, quantity: '0.49', quantityUnit: 'quote' },
    rules: ['quantity-min?', 'notional-min'],
    suggestion: '0.5',
  },
  {
    id: 'kraken',
    name: 'market sell in quote',
    ticket: { ...market, side: 'sell', quantity: '50', quantityUnit: 'quote' },
    rules: ['quote-quantity-not-offered'],
  },
  {
    id: 'binance',
    name: 'limit in quote',
    ticket: { quantity: '649', quantityUnit: 'quote' },
    rules: ['quote-quantity-not-offered'],
  },

  {
    id: 'okx',
    name: 'stop-limit',
    ticket: { type: 'stop-limit', stopPrice: '65100', price: '65100' },
    rules: ['type-not-offered'],
  },
  {
    id: 'kraken',
    name: 'stop-limit, fill or kill',
    ticket: { type: 'stop-limit', stopPrice: '65100', price: '65100', timeInForce: 'fok' },
    rules: ['time-in-force-not-offered'],
    suggestion: 'gtc',
  },
  {
    id: 'binance',
    name: 'post-only that must not rest',
    ticket: { type: 'post-only', timeInForce: 'ioc' },
    rules: ['time-in-force-not-offered'],
    suggestion: 'gtc',
  },
  { id: 'binance', name: 'limit without price', ticket: { price: null }, rules: ['price-missing'] },
  { id: 'binance', name: 'stop-limit without stop', ticket: { type: 'stop-limit' }, rules: ['stop-price-missing'] },
  {
    id: 'binance',
    name: 'buy stop above the market',
    ticket: { type: 'stop-limit', stopPrice: '65000.01', price: '65000' },
    rules: [],
  },
  {
    id: 'binance',
    name: 'buy stop at the market',
    ticket: { type: 'stop-limit', stopPrice: '65000', price: '65000' },
    rules: ['stop-price-side'],
    suggestion: '65000.01',
  },
  {
    id: 'binance',
    name: 'sell stop at the market',
    ticket: { type: 'stop-limit', side: 'sell', stopPrice: '65000', price: '65000' },
    rules: ['stop-price-side'],
    suggestion: '64999.99',
  },
  {
    id: 'kraken',
    name: 'a stop beyond its trigger is taken there',
    ticket: { type: 'stop-limit', stopPrice: '64900' },
    rules: ['stop-price-side?'],
    suggestion: '65000.1',
  },
  {
    id: 'binance',
    name: 'post-only that would take',
    ticket: { type: 'post-only', price: '65100' },
    rules: ['would-take?'],
  },

  { id: 'binance', name: 'a price that is no number', ticket: { price: '-0' }, rules: ['not-a-number'] },
  {
    id: 'binance',
    name: 'a quantity below zero',
    ticket: { quantity: '-0.01' },
    rules: ['not-a-number'],
    suggestion: '0.01',
  },
  {
    id: 'binance',
    name: 'too many digits for its form',
    ticket: { quantity: `0.01${'0'.repeat(20)}` },
    rules: ['not-a-number'],
    suggestion: '0.01',
  },
  {
    id: 'okx',
    name: 'a price of 33 characters',
    ticket: { price: `64900.${'0'.repeat(27)}` },
    rules: ['not-a-number'],
    suggestion: '64900',
  },
];

describe('market orders, kinds and forms: what an exchange would refuse is refused here', () => checkRows(rows));

describe('what the desk knows beside', () => {
  it('says what an order comes to and what it may cost', () => {
    expect(judge('binance')).toMatchObject({
      notional: '649',
      quantityBase: '0.01',
      feeEstimate: { amount: '0.00001', asset: 'BTC', isGuess: true },
    });
    expect(judge('okx', { side: 'sell', price: decimal('65100') })).toMatchObject({
      feeEstimate: { amount: '0.5208', asset: 'USDT' },
    });
    expect(judge('kraken', { ...market, quantity: decimal('100'), quantityUnit: 'quote' })).toMatchObject({
      notional: '100',
      feeEstimate: { amount: '0.4', asset: 'ZUSD' },
    });
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
