import {
  type Decimal,
  ZERO,
  add,
  compare,
  decimal,
  divide,
  floorToStep,
  isPositive,
  isZero,
  multiply,
  placesOf,
  subtract,
} from '../../../../shared/model/decimal.ts';

/** The smallest difference a cut division can make. */
const CUT = decimal('0.000000000000000000000001');

/** The smallest multiple of `step` not below a value that is not negative. */
export function ceilToStep(value: Decimal, step: Decimal): Decimal {
  const floor = floorToStep(value, step);
  return compare(floor, value) === 0 ? floor : add(floor, step);
}

/** `left` by `right`, never below the true quotient. */
export function divideUp(left: Decimal, right: Decimal): Decimal {
  const cut = divide(left, right);
  return compare(multiply(cut, right), left) < 0 ? add(cut, CUT) : cut;
}

/** The same without zeros that say nothing. */
export function plain(value: Decimal): Decimal {
  return add(value, ZERO);
}

export function absolute(value: Decimal): Decimal {
  return plain(value.startsWith('-') ? (value.slice(1) as Decimal) : value);
}

export function difference(left: Decimal, right: Decimal): Decimal {
  return absolute(subtract(left, right));
}

/** The smallest step that fits every one of them; null without any. */
export function commonStep(steps: readonly Decimal[]): Decimal | null {
  const real = steps.filter((step) => !isZero(step));
  const places = Math.max(0, ...real.map(placesOf));
  const [first, ...others] = real.map((step) => scaled(step, places));
  if (first === undefined) return null;
  return unscaled(
    others.reduce((left, right) => (left / greatestDivisor(left, right)) * right, first),
    places,
  );
}

function scaled(value: Decimal, places: number): bigint {
  const [whole = '0', fraction = ''] = plain(value).split('.');
  return BigInt(whole + fraction.padEnd(places, '0'));
}

function unscaled(value: bigint, places: number): Decimal {
  const digits = String(value).padStart(places + 1, '0');
  return plain((places === 0 ? digits : `${digits.slice(0, -places)}.${digits.slice(-places)}`) as Decimal);
}

function greatestDivisor(left: bigint, right: bigint): bigint {
  let [divisor, rest] = [left, right];
  while (rest !== 0n) [divisor, rest] = [rest, divisor % rest];
  return divisor;
}

/** The value nearest to `value` that is above 0, a multiple of `step` and within the bounds; null when there is none. */
export function nearestValid(
  value: Decimal,
  { min, max, step }: { readonly min: Decimal | null; readonly max: Decimal | null; readonly step: Decimal | null },
): Decimal | null {
  const least = leastOf(min, step);
  const most = max === null || step === null ? max : floorToStep(max, step);
  if (least === null || (most !== null && compare(least, most) > 0)) return null;
  const near = step === null ? value : nearestMultiple(value, step);
  if (compare(near, least) < 0) return plain(least);
  return plain(most !== null && compare(near, most) > 0 ? most : near);
}

// Without minimum or step there is no smallest value above 0, and any will do.
function leastOf(min: Decimal | null, step: Decimal | null): Decimal | null {
  if (min === null || !isPositive(min)) return step ?? CUT;
  return step === null ? min : ceilToStep(min, step);
}

function nearestMultiple(value: Decimal, step: Decimal): Decimal {
  if (!isPositive(value)) return step;
  const below = floorToStep(value, step);
  const above = add(below, step);
  return compare(subtract(value, below), subtract(above, value)) <= 0 ? below : above;
}
