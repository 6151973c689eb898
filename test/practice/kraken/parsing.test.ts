import { describe, expect, it } from 'vitest';
import { exactNumber, parseExact, plainNumber } from '../../../electron/practice/kraken/exact-json.ts';
import { readFields } from '../../../electron/practice/kraken/fields.ts';
import { isClientOrderId } from '../../../electron/practice/kraken/trading/order-request.ts';
import { readPrice } from '../../../electron/practice/kraken/trading/relative-price.ts';

const FORM = 'application/x-www-form-urlencoded';
const JSON_TYPE = 'application/json';

describe('bodies', () => {
  const cases = [
    { name: 'a form', text: 'nonce=1&price=%2B5%25', type: FORM, fields: { nonce: '1', price: '+5%' } },
    {
      name: 'nested form keys',
      text: 'close[ordertype]=limit&close[price]=1',
      type: FORM,
      fields: { close: { ordertype: 'limit', price: '1' } },
    },
    {
      name: 'numbered form keys',
      text: 'orders[0][price]=1&orders[1][price]=2',
      type: FORM,
      fields: { orders: { 0: { price: '1' }, 1: { price: '2' } } },
    },
    {
      name: 'JSON with numbers as written',
      text: '{"nonce":18446744073709551615,"price":0.10}',
      type: JSON_TYPE,
      fields: { nonce: '18446744073709551615', price: '0.10' },
    },
    {
      name: 'JSON with literal nested keys',
      text: '{"close[price]":"1"}',
      type: JSON_TYPE,
      fields: { close: { price: '1' } },
    },
    { name: 'JSON that is a list', text: '[1]', type: JSON_TYPE, fields: null },
    { name: 'broken JSON', text: '{', type: JSON_TYPE, fields: null },
    { name: 'an attempt at the prototype', text: '__proto__[x]=1&a=1', type: FORM, fields: { a: '1' } },
  ];
  for (const { name, text, type, fields } of cases)
    it(`reads ${name}`, () => expect(readFields(text, type)).toEqual(fields));
});

describe('numbers', () => {
  const texts = [
    ['1e-7', '0.0000001'],
    ['1.5E3', '1500'],
    ['+2.50', '2.50'],
    ['-0.1', '-0.1'],
    ['.5', '0.5'],
    ['', null],
    ['1.2.3', null],
    ['abc', null],
  ] as const;
  for (const [text, plain] of texts)
    it(`${text || 'nothing'} is ${plain}`, () => expect(plainNumber(text)).toBe(plain));

  it('leave as numbers with all digits', () => {
    expect(JSON.stringify({ qty: exactNumber('0.00010000') })).toBe('{"qty":0.00010000}');
    expect(parseExact('{"qty":0.00010000}')).toEqual({ qty: '0.00010000' });
  });
});

describe('prices', () => {
  const texts = [
    ['37500', { sign: '', value: '37500', isPercent: false }],
    ['+5%', { sign: '+', value: '5', isPercent: true }],
    ['#0.5', { sign: '#', value: '0.5', isPercent: false }],
    ['-1%', { sign: '-', value: '1', isPercent: true }],
    ['5%', null],
    ['--5', null],
    ['five', null],
  ] as const;
  for (const [text, price] of texts) it(`reads ${text}`, () => expect(readPrice(text)).toEqual(price));
});

describe('client order ids', () => {
  const ids = [
    ['6d1b345e-2821-40e2-ad83-4ecb18a06876', true],
    ['6d1b345e282140e2ad834ecb18a06876', true],
    ['arb-20260727-00001', true],
    ['arb-20260727-000001', false],
    ['', false],
    ['schön', false],
  ] as const;
  for (const [id, isGood] of ids)
    it(`${id || 'nothing'} is ${isGood ? 'good' : 'bad'}`, () => expect(isClientOrderId(id)).toBe(isGood));
});
