import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  Decimal,
  add,
  compare,
  decimal,
  divide,
  fitsStep,
  floorToStep,
  fromNumber,
  isPositive,
  isZero,
  minimum,
  multiply,
  negate,
  placesOf,
  roundToStep,
  subtract,
  toNumber,
  withPlaces,
} from '../../shared/model/decimal.ts';

const amount = fc
  .tuple(fc.boolean(), fc.bigInt({ min: 0n, max: 10n ** 18n }), fc.integer({ min: 0, max: 12 }))
  .map(([isNegative, digits, places]) => {
    const text = String(digits).padStart(places + 1, '0');
    const whole = text.slice(0, text.length - places);
    const fraction = places === 0 ? '' : `.${text.slice(-places)}`;
    return decimal(`${isNegative ? '-' : ''}${whole}${fraction}`);
  });
const step = fc
  .tuple(fc.integer({ min: 1, max: 500 }), fc.integer({ min: 0, max: 10 }))
  .map(([units, places]) => fromNumber(units / 10 ** places, 12));

const isSame = (left: Decimal, right: Decimal): boolean => compare(left, right) === 0;

describe('laws', () => {
  it('addition: order and grouping do not matter, 0 changes nothing, subtraction undoes it', () => {
    fc.assert(
      fc.property(amount, amount, amount, (a, b, c) => {
        expect(isSame(add(a, b), add(b, a))).toBe(true);
        expect(isSame(add(add(a, b), c), add(a, add(b, c)))).toBe(true);
        expect(isSame(add(a, decimal('0')), a)).toBe(true);
        expect(isSame(subtract(add(a, b), b), a)).toBe(true);
        expect(isZero(add(a, negate(a)))).toBe(true);
      }),
    );
  });

  it('multiplication spreads over addition, exactly', () => {
    fc.assert(
      fc.property(amount, amount, amount, (a, b, c) => {
        expect(isSame(multiply(a, add(b, c)), add(multiply(a, b), multiply(a, c)))).toBe(true);
      }),
    );
  });

  it('comparison agrees with subtraction and with the smaller of two', () => {
    fc.assert(
      fc.property(amount, amount, (a, b) => {
        const difference = subtract(a, b);
        expect(compare(a, b)).toBe(isZero(difference) ? 0 : isPositive(difference) ? 1 : -1);
        expect(compare(minimum(a, b), a)).toBeLessThanOrEqual(0);
        expect(compare(minimum(a, b), b)).toBeLessThanOrEqual(0);
      }),
    );
  });

  it('a quotient times its divisor comes back, cut after 24 places', () => {
    fc.assert(
      fc.property(amount, amount, (a, b) => {
        fc.pre(!isZero(b));
        const rest = subtract(a, multiply(divide(a, b), b));
        expect(Math.abs(toNumber(rest))).toBeLessThanOrEqual(Math.abs(toNumber(b)) * 1e-24 + 1e-40);
      }),
    );
  });

  it('floored values fit their step, lie towards zero and less than a step away', () => {
    fc.assert(
      fc.property(amount, step, (value, by) => {
        const floored = floorToStep(value, by);
        expect(fitsStep(floored, by)).toBe(true);
        expect(Math.abs(toNumber(floored))).toBeLessThanOrEqual(Math.abs(toNumber(value)));
        const gap = subtract(value, floored);
        expect(compare(isPositive(gap) ? gap : negate(gap), by)).toBe(-1);
        expect(isSame(floorToStep(floored, by), floored)).toBe(true);
      }),
    );
  });

  it('rounded values fit their step and lie at most half a step away', () => {
    fc.assert(
      fc.property(amount, step, (value, by) => {
        const rounded = roundToStep(value, by);
        expect(fitsStep(rounded, by)).toBe(true);
        const gap = subtract(value, rounded);
        const double = multiply(isPositive(gap) ? gap : negate(gap), decimal('2'));
        expect(compare(double, by)).toBeLessThanOrEqual(0);
      }),
    );
  });

  it('every result is a plain decimal', () => {
    fc.assert(
      fc.property(amount, amount, (a, b) => {
        for (const value of [add(a, b), subtract(a, b), multiply(a, b), negate(a)])
          expect(value).toMatch(/^-?\d+(\.\d+)?$/);
      }),
    );
  });
});

describe('what floats get wrong', () => {
  it('0.3 is a multiple of 0.1', () => expect(fitsStep(decimal('0.3'), decimal('0.1'))).toBe(true));
  it('0.1 + 0.2 is 0.3', () => expect(add(decimal('0.1'), decimal('0.2'))).toBe('0.3'));
  it('a step of 0 asks for nothing', () => {
    expect(fitsStep(decimal('1.23'), decimal('0'))).toBe(true);
    expect([floorToStep(decimal('1.23'), decimal('0')), roundToStep(decimal('1.23'), decimal('0'))]).toEqual([
      '1.23',
      '1.23',
    ]);
  });
  it('halves round away from zero', () =>
    expect(['0.15', '-0.15'].map((text) => roundToStep(decimal(text), decimal('0.1')))).toEqual(['0.2', '-0.2']));
  it('a small number is never written with an exponent', () =>
    expect(multiply(decimal('0.00000001'), decimal('0.00000001'))).toBe('0.0000000000000001'));
  it('dividing by zero is a bug', () => expect(() => divide(decimal('1'), decimal('0'))).toThrow());
});

describe('texts', () => {
  for (const text of ['1,5', '1e5', '', ' 1', '+1', '.5', '5.', '０.1', 'NaN', 'Infinity', '1_000', '1'.repeat(65)]) {
    it(`${JSON.stringify(text.slice(0, 12))} is no decimal`, () => expect(Decimal.safeParse(text).success).toBe(false));
  }
  it('places are counted without trailing zeros', () =>
    expect(['1', '1.10', '0.001', '1.000'].map((text) => placesOf(decimal(text)))).toEqual([0, 1, 3, 0]));
  it('fixed places are cut towards zero', () =>
    expect(['1.239', '-1.239', '1'].map((text) => withPlaces(decimal(text), 2))).toEqual(['1.23', '-1.23', '1.00']));
  it('floats are written plainly, others refused', () => {
    expect([fromNumber(1e-7, 8), fromNumber(1e21, 0), fromNumber(0.125, 2)]).toEqual([
      '0.0000001',
      '1000000000000000000000',
      '0.13',
    ]);
    for (const value of [Number.NaN, Number.POSITIVE_INFINITY]) expect(() => fromNumber(value, 2)).toThrow();
  });
});
