import { describe, expect, it } from 'vitest';
import { formatDecimal } from '../../../../renderer/features/orders/amount.ts';
import { isRaise, limitOf, limitText } from '../../../../renderer/features/orders/limit-values.ts';
import { filledShare, unitsOf, whyText } from '../../../../renderer/features/orders/order-text.ts';
import { en } from '../../../../renderer/i18n/en.ts';
import { endedOf, listsOf, NO_HISTORY } from '../../../../renderer/stores/orders.ts';
import { decimal } from '../../../../shared/model/decimal.ts';
import { type DeskOrder, DeskStatus, OrderStep } from '../../../../shared/model/desk.ts';
import { RuleCode } from '../../../../shared/model/preflight.ts';
import { OrderType, TimeInForce } from '../../../../shared/model/order.ts';
import { fakeAccounts } from '../../../support/fake-accounts.ts';
import { orderOf } from '../../../support/fake-order-parts.ts';

const [account] = fakeAccounts;
if (account === undefined) throw new Error('no account');
const ORDER: DeskOrder = orderOf('intent-0000000000000000', account, {
  account: account.id,
  symbol: 'BTCUSDT',
  side: 'buy',
  type: 'limit',
  quantity: decimal('3'),
  quantityUnit: 'base',
  price: decimal('1'),
  stopPrice: null,
  timeInForce: 'gtc',
});

describe('formatDecimal', () => {
  const cases = [
    { value: '12345678901234567890.123456789012345678', is: '12,345,678,901,234,567,890.123456789012345678' },
    { value: '0.10', is: '0.10' },
    { value: '-1000', is: '-1,000' },
  ];
  for (const { value, is } of cases) it(value, () => expect(formatDecimal(decimal(value))).toBe(is));
  it('has a dash for what is not known', () => expect(formatDecimal(null)).toBe('–'));
});

describe('filledShare', () => {
  const cases = [
    { filled: '0', is: 0 },
    { filled: '1.5', is: 0.5 },
    { filled: '3', is: 1 },
    { filled: '3.1', is: 1 },
  ];
  for (const { filled, is } of cases) {
    it(`${filled} of 3`, () => expect(filledShare({ ...ORDER, filledQuantity: decimal(filled) })).toBe(is));
  }
  it('is not known without a quantity', () => expect(filledShare({ ...ORDER, quantity: null })).toBeNull());
});

describe('unitsOf', () => {
  const cases = [
    { symbol: 'BTCUSDT', is: ['BTC', 'USDT'] },
    { symbol: 'ETH-USDT', is: ['ETH', 'USDT'] },
    { symbol: 'XBT/USD', is: ['BTC', 'USD'] },
    { symbol: 'XXBTZUSD', is: ['BTC', 'USD'] },
    { symbol: 'XBTUSDT', is: ['BTC', 'USDT'] },
    { symbol: 'WEIRD', is: ['', ''] },
  ];
  for (const { symbol, is } of cases) {
    it(symbol, () => expect([unitsOf(symbol).base, unitsOf(symbol).quote]).toEqual(is));
  }
});

describe('whyText', () => {
  const cases = [
    { name: 'nothing to explain', order: { status: 'filled', failure: null, reason: null }, is: null },
    {
      name: 'the exchange’s own word',
      order: { status: 'cancelled', failure: null, reason: 'User requested' },
      is: 'User requested',
    },
    {
      name: 'a word about a change of an order that rests',
      order: { status: 'open', failure: null, reason: 'User requested' },
      is: null,
    },
    {
      name: 'a failure with its code',
      order: { status: 'rejected', failure: { kind: 'insufficient-funds', code: '-2010' }, reason: null },
      is: 'there are not enough funds (-2010)',
    },
  ] as const;
  for (const { name, order, is } of cases) it(name, () => expect(whyText(order)).toBe(is));
});

describe('lists', () => {
  const unknown: DeskOrder = { ...ORDER, key: 'intent-0000000000000001', status: 'unknown' };
  const open: DeskOrder = { ...ORDER, status: 'open' };
  const orphan: DeskOrder = { ...ORDER, key: 'orphan-1', status: 'open' };
  const ended: DeskOrder = { ...ORDER, key: 'intent-0000000000000002', status: 'filled' };
  const byKey = Object.fromEntries([unknown, open, orphan, ended].map((order) => [order.key, order]));

  it('tell apart what is unknown, ours, and placed elsewhere', () => {
    const lists = listsOf(byKey);
    expect([lists.unknown, lists.open, lists.elsewhere].map((list) => list.map(({ key }) => key))).toEqual([
      [unknown.key],
      [open.key],
      [orphan.key],
    ]);
  });

  it('add what ended since to the pages of history, once', () => {
    const older = { ...ended, key: 'intent-0000000000000003', createdAtMs: ended.createdAtMs - 1 };
    const history = { ...NO_HISTORY, orders: [ended, older] };
    expect(endedOf(byKey, history).map(({ key }) => key)).toEqual([ended.key, older.key]);
    expect(endedOf(byKey, { ...history, orders: [], account: 'another' })).toEqual([]);
  });
});

describe('own limits', () => {
  const limits = {
    account: 'a',
    maxOrderQuote: decimal('1000'),
    currency: 'USDT',
    maxDayQuote: null,
    priceBand: decimal('0.05'),
    priceWarn: decimal('0.01'),
    maxImpact: null,
    maxBalanceShare: null,
  };
  const cases = [
    { name: 'more is a raise', limit: 'maxOrderQuote', next: '1000.01', is: true },
    { name: 'less is none', limit: 'maxOrderQuote', next: '999', is: false },
    { name: 'lifting it is a raise', limit: 'maxOrderQuote', next: null, is: true },
    { name: 'the first figure is none', limit: 'maxDayQuote', next: '5', is: false },
  ] as const;
  for (const { name, limit, next, is } of cases) {
    it(name, () => expect(isRaise(limits, limit, next === null ? null : decimal(next))).toBe(is));
  }
  it('are typed in percent and kept as fractions', () => {
    expect([limitOf('priceBand', '5'), limitOf('priceBand', ''), limitOf('maxImpact', '')]).toEqual([
      '0.05',
      undefined,
      null,
    ]);
    expect(limitText('priceBand', decimal('0.05'), String)).toBe('5 %');
  });
});

describe('sentences', () => {
  const families: readonly (readonly [string, readonly string[]])[] = [
    ['rule', RuleCode.options],
    ['order.status', DeskStatus.options],
    ['order.step', OrderStep.shape.kind.options],
    ['order.type', OrderType.options],
    ['order.tif', TimeInForce.options],
  ];
  for (const [family, words] of families) {
    it(`has one of ${family} for each of ${words.length} words`, () => {
      expect(words.filter((word) => !(`${family}.${word}` in en))).toEqual([]);
    });
  }
});
