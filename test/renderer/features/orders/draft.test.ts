import { describe, expect, it } from 'vitest';
import {
  type Draft,
  quotePrices,
  readDraft,
  readNumber,
  stepped,
  typesOf,
} from '../../../../renderer/stores/orders-draft.ts';
import { EMPTY_DRAFT } from '../../../../renderer/stores/orders-ticket.ts';
import { decimal } from '../../../../shared/model/decimal.ts';
import { balancesOf, fakeInstruments } from '../../../support/fake-order-parts.ts';

const [btc] = fakeInstruments('binance');
const DRAFT: Draft = { ...EMPTY_DRAFT, account: 'a', symbol: 'BTCUSDT', price: '64250.10', amount: '0.001' };

describe('readNumber', () => {
  const cases = [
    { text: '', is: null },
    { text: ' 1.50 ', is: '1.50' },
    { text: '1,5', is: 'comma' },
    { text: '1,000', is: 'comma' },
    { text: '1e400', is: 'not-a-number' },
    { text: 'NaN', is: 'not-a-number' },
    { text: '-1', is: 'not-a-number' },
    { text: '−0', is: 'not-a-number' },
    { text: '０.1', is: 'not-a-number' },
    { text: '١', is: 'not-a-number' },
    { text: '1.', is: 'not-a-number' },
    { text: '.5', is: 'not-a-number' },
    { text: '1 000', is: 'not-a-number' },
    { text: '9'.repeat(41), is: 'not-a-number' },
    { text: '0.000', is: 'zero' },
  ];
  for (const { text, is } of cases) it(`takes "${text}" for ${is}`, () => expect(readNumber(text)).toBe(is));
});

describe('readDraft', () => {
  const cases = [
    { name: 'base as it is', draft: {}, quantity: '0.001', unit: 'base' },
    {
      name: 'quote over the price, rounded down',
      draft: { amount: '100', amountUnit: 'quote' },
      quantity: '0.00155',
      unit: 'base',
    },
    {
      name: 'quote of a market order stays quote',
      draft: { amount: '100', amountUnit: 'quote', type: 'market' },
      quantity: '100',
      unit: 'quote',
    },
    {
      name: 'half of what is free, selling',
      draft: { amount: '50', amountUnit: 'share', side: 'sell' },
      quantity: '0.25',
      unit: 'base',
    },
    {
      name: 'all of what is free, buying',
      draft: { amount: '100', amountUnit: 'share' },
      quantity: '0.13105',
      unit: 'base',
    },
    {
      name: 'all of it, buying at market',
      draft: { amount: '100', amountUnit: 'share', type: 'market' },
      quantity: '8420.55',
      unit: 'quote',
    },
  ] as const;
  for (const { name, draft, quantity, unit } of cases) {
    it(name, () => {
      const { ticket } = readDraft({ ...DRAFT, ...draft }, btc ?? null, balancesOf('a'));
      expect([ticket?.quantity, ticket?.quantityUnit]).toEqual([quantity, unit]);
    });
  }

  const incomplete = [
    { name: 'no price', draft: { price: '' }, missing: ['price'], faults: {} },
    { name: 'no stop price', draft: { type: 'stop-limit' }, missing: ['stopPrice'], faults: {} },
    { name: 'nothing at all', draft: EMPTY_DRAFT, missing: ['account', 'symbol', 'amount', 'price'], faults: {} },
    { name: 'a comma', draft: { price: '64250,10' }, missing: [], faults: { price: 'comma' } },
  ] as const;
  for (const { name, draft, missing, faults } of incomplete) {
    it(`is no ticket with ${name}`, () => {
      const reading = readDraft({ ...DRAFT, ...draft }, btc ?? null, balancesOf('a'));
      expect(reading).toEqual({ ticket: null, missing, faults });
    });
  }

  it('is no ticket while a percentage has no balance to be of', () => {
    const share = { ...DRAFT, amount: '10', amountUnit: 'share' } as const;
    expect(readDraft(share, btc ?? null, undefined)).toEqual({ ticket: null, missing: ['balance'], faults: {} });
  });

  it('carries no price that is not in sight', () => {
    const { ticket } = readDraft({ ...DRAFT, type: 'market', stopPrice: '1' }, btc ?? null, undefined);
    expect([ticket?.price, ticket?.stopPrice, ticket?.timeInForce]).toEqual([null, null, 'gtc']);
  });
});

describe('stepped', () => {
  const cases = [
    { text: '64250.10', step: '0.01', by: 1, is: '64250.11' },
    { text: '64250.10', step: '0.01', by: -1, is: '64250.09' },
    { text: '', step: '0.01', by: 1, is: '0.01' },
    { text: '0.01', step: '0.01', by: -1, is: '0.01' },
    { text: '1,5', step: '0.01', by: 1, is: '1,5' },
    { text: '1', step: null, by: 1, is: '1' },
  ] as const;
  for (const { text, step, by, is } of cases) {
    it(`${text} by ${by} × ${step}`, () => expect(stepped(text, step === null ? null : decimal(step), by)).toBe(is));
  }
});

describe('quotePrices', () => {
  const quote = { bid: decimal('100.0'), ask: decimal('100.3') };
  const tight = { bid: decimal('100.0'), ask: decimal('100.1') };
  const tick = decimal('0.1');
  const cases = [
    { name: 'buy', side: 'buy', quote, is: { join: '100.0', improve: '100.1' } },
    { name: 'sell', side: 'sell', quote, is: { join: '100.3', improve: '100.2' } },
    { name: 'no better price without crossing', side: 'buy', quote: tight, is: { join: '100.0', improve: null } },
    { name: 'no prices', side: 'buy', quote: undefined, is: { join: null, improve: null } },
  ] as const;
  for (const { name, side, quote: given, is } of cases) {
    it(name, () => expect(quotePrices(side, given, tick)).toEqual(is));
  }
});

describe('typesOf', () => {
  const cases = [
    { exchange: 'binance', is: ['limit', 'market', 'post-only', 'stop-limit'] },
    { exchange: 'okx', is: ['limit', 'market', 'post-only'] },
    { exchange: 'kraken', is: ['limit', 'market', 'post-only', 'stop-limit'] },
  ] as const;
  for (const { exchange, is } of cases) {
    it(exchange, () => expect(typesOf(fakeInstruments(exchange)[0] ?? null, { exchange })).toEqual(is));
  }
});
