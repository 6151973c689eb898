import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decimalText, idText, optionalDecimal, parseJson } from '../../electron/engine/json.ts';
import { Decimal } from '../../shared/model/decimal.ts';

describe('parseJson', () => {
  const cases: readonly (readonly [text: string, value: unknown])[] = [
    ['{"id":12345678901234567890}', { id: '12345678901234567890' }],
    ['{"id":9007199254740993}', { id: '9007199254740993' }],
    ['{"id":9007199254740991}', { id: 9007199254740991 }],
    [
      '[0.1,0.30000000000000004,0.1000000000000000055511151231257827]',
      [0.1, 0.30000000000000004, '0.1000000000000000055511151231257827'],
    ],
    ['[1.10,1e3,1E400,-0]', ['1.10', '1e3', '1E400', '-0']],
    ['\ufeff{"a":1}', { a: 1 }],
    ['"text"', 'text'],
    ['null', null],
    ['', undefined],
    ['<html></html>', undefined],
    ['{"a":1', undefined],
    ['{"a":NaN}', undefined],
    ['[1,]', undefined],
    [' \n', undefined],
  ];
  for (const [text, value] of cases) {
    it(`reads ${JSON.stringify(text.slice(0, 40))}`, () => expect(parseJson(text)).toEqual(value));
  }

  it('lets nobody into the prototype, at any depth', () => {
    const parsed = parseJson('{"__proto__":{"isAdmin":true},"a":[{"__proto__":{"isAdmin":true},"b":1}]}');
    expect(JSON.stringify(parsed)).toBe('{"a":[{"b":1}]}');
    expect(({} as { readonly isAdmin?: boolean }).isAdmin).toBeUndefined();
    expect((parsed as { readonly isAdmin?: boolean }).isAdmin).toBeUndefined();
  });

  it('keeps every integer as it was written', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: -(10n ** 40n), max: 10n ** 40n }), (id) => {
        expect(String((parseJson(`{"id":${id}}`) as { readonly id: unknown }).id)).toBe(String(id));
      }),
    );
  });

  it('never throws, whatever comes', () => {
    fc.assert(fc.property(fc.oneof(fc.string(), fc.json()), (text) => void parseJson(text)));
    expect(() => parseJson('['.repeat(1_000_000))).not.toThrow();
    expect(() => parseJson(`${'{"a":'.repeat(100_000)}1${'}'.repeat(100_000)}`)).not.toThrow();
  });
});

describe('decimalText', () => {
  const good: readonly (readonly [value: string | number, text: string])[] = [
    ['1', '1'],
    ['0.00000001', '0.00000001'],
    ['1e-7', '0.0000001'],
    ['1.5E+3', '1500'],
    ['+5', '5'],
    ['-0.10', '-0.10'],
    ['007', '7'],
    [1e-7, '0.0000001'],
    [1e21, '1000000000000000000000'],
    [0, '0'],
    ['123.456e-5', '0.00123456'],
    ['0e5', '0'],
  ];
  for (const [value, text] of good) {
    it(`${value} is ${text}`, () => expect(decimalText.parse(value)).toBe(text));
  }
  for (const value of [
    '',
    ' 1',
    '1,5',
    '０.1',
    'NaN',
    '1e400',
    '0x10',
    '--1',
    '.5',
    'Infinity',
    null,
    undefined,
    {},
    Number.NaN,
  ]) {
    it(`${JSON.stringify(value)} is none`, () => expect(decimalText.safeParse(value).success).toBe(false));
  }

  it('gives a plain decimal of the same value for every finite number', () => {
    fc.assert(
      fc.property(fc.double({ noNaN: true, noDefaultInfinity: true, min: -1e15, max: 1e15 }), (value) => {
        const read = decimalText.safeParse(value);
        // Plus zero: a decimal text knows no minus zero.
        if (read.success) expect([Decimal.safeParse(read.data).success, Number(read.data)]).toEqual([true, value + 0]);
        else expect(String(value).length + Math.abs(Math.log10(Math.abs(value)))).toBeGreaterThan(40);
      }),
    );
  });
});

it('optionalDecimal takes what is not there as null', () => {
  expect(['', null, undefined, '1.0', 2].map((value) => optionalDecimal.parse(value))).toEqual([
    null,
    null,
    null,
    '1.0',
    '2',
  ]);
  expect(optionalDecimal.safeParse('x').success).toBe(false);
});

it('idText takes numbers and texts', () =>
  expect([12, '12a'].map((value) => idText.parse(value))).toEqual(['12', '12a']));
