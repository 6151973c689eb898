import { describe, expect, it } from 'vitest';
import { formatPrice, short } from '../../../../renderer/features/orders/amount.ts';
import { boundText } from '../../../../renderer/features/orders/breach-text.ts';
import { ruleText } from '../../../../renderer/features/orders/rule-text.ts';
import { t } from '../../../../renderer/i18n/i18n.ts';
import { assetName, namesOf } from '../../../../renderer/features/orders/order-text.ts';
import { decimal } from '../../../../shared/model/decimal.ts';
import type { Instrument } from '../../../../shared/model/instrument.ts';

const NONE = { min: null, max: null, step: null };
const KRAKEN: Instrument = {
  symbol: 'XXBTZUSD',
  base: 'XXBT',
  quote: 'ZUSD',
  display: 'BTC/USD',
  isTrading: true,
  status: 'online',
  price: NONE,
  quantity: NONE,
  marketQuantity: NONE,
  notional: { min: null, max: null, appliesToMarket: false },
  priceBand: null,
  orderTypes: ['limit'],
  maxOpenOrders: null,
  extra: {},
};

describe('short', () => {
  const cases = [
    { value: '0.00100000', is: '0.001' },
    { value: '0.00000000', is: '0' },
    { value: '1.583631992209864227702877', is: '1.58363199' },
    { value: '0.000079296984652861590286', is: '0.000079296984' },
    { value: '0.0000000123', is: '0.0000000123' },
    { value: '142', is: '142' },
  ];
  for (const { value, is } of cases) it(value, () => expect(short(decimal(value))).toBe(is));
});

describe('formatPrice', () => {
  const cases = [
    { value: '65006.16000000', is: '65,006.16' },
    { value: '65000.10000000', is: '65,000.10' },
    { value: '64977.4', is: '64,977.4' },
    { value: '64979.385052432477538872354037', is: '64,979.38505243' },
    { value: '0.00001230', is: '0.0000123' },
  ];
  for (const { value, is } of cases) it(value, () => expect(formatPrice(decimal(value))).toBe(is));
  it('has a dash for what is not known', () => expect(formatPrice(null)).toBe('–'));
});

describe('names of assets', () => {
  it('are those people use', () => expect(namesOf(KRAKEN)).toEqual({ base: 'BTC', quote: 'USD' }));
  it('are the exchange’s ids where it tells no others', () =>
    expect(namesOf({ ...KRAKEN, display: 'XBTUSD' })).toEqual({ base: 'XXBT', quote: 'ZUSD' }));
  it('stay as they are for another asset', () =>
    expect([assetName('ZUSD', KRAKEN), assetName('KFEE', KRAKEN), assetName('ZUSD', null)]).toEqual([
      'USD',
      'KFEE',
      'ZUSD',
    ]));
});

describe('the bound of a broken rule', () => {
  const cases = [
    { rule: 'price-max', field: 'price', bound: '65565.5', is: '65,565.5 USD' },
    { rule: 'notional-min', field: 'quantity', bound: '0.000079296984652861590286', is: '0.000079296984 BTC' },
    { rule: 'own-market-impact', field: 'quantity', bound: '0.01', is: '1%' },
    { rule: 'duplicate', field: null, bound: '3000', is: null },
    { rule: 'max-open-orders', field: null, bound: '200', is: '200' },
    { rule: 'permission', field: 'account', bound: 'trade-spot', is: 'trade-spot' },
    { rule: 'balance', field: 'quantity', bound: null, is: null },
  ] as const;
  for (const { rule, field, bound, is } of cases) {
    it(`${rule} ${bound}`, () => expect(boundText({ rule, field, bound, suggestion: null }, 'base', KRAKEN)).toBe(is));
  }
  it('is in quote for an amount in quote', () =>
    expect(boundText({ rule: 'balance', field: 'quantity', bound: '5.5', suggestion: '5.5' }, 'quote', KRAKEN)).toBe(
      '5.5 USD',
    ));
  it('that is not known is not called broken', () =>
    expect([ruleText({ rule: 'price-band', bound: null }), ruleText({ rule: 'price-band', bound: '1' })]).toEqual([
      t('rule.price-band.untold'),
      t('rule.price-band'),
    ]));
});
