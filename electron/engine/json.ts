import { z } from 'zod';
import { type Decimal, Decimal as DecimalSchema } from '../../shared/model/decimal.ts';

interface ReviverContext {
  /** The number as written; absent for other values. */
  readonly source?: string;
}

type SourceReviver = (this: unknown, name: string, value: unknown, context: ReviverContext) => unknown;
const parseWithSource = JSON.parse as (text: string, reviver: SourceReviver) => unknown;

// Exchange order ids pass 2^53 and Kraken's socket writes prices as numbers: what a double would change stays text.
function keepDigits(this: unknown, name: string, value: unknown, context: ReviverContext): unknown {
  if (name === '__proto__') return undefined;
  if (typeof value !== 'number' || context.source === undefined) return value;
  return String(value) === context.source ? value : context.source;
}

/**
 * Parses JSON without losing digits: a number that a double cannot hold as written arrives as its text.
 * Undefined when the text is not JSON. A member named `__proto__` is dropped.
 */
export function parseJson(text: string): unknown {
  const trimmed = text.charCodeAt(0) === 0xfeff ? text.slice(1) : text;
  try {
    return parseWithSource(trimmed, keepDigits);
  } catch {
    return undefined;
  }
}

/** A decimal that an exchange may send as string or as number; `''` and null are refused. */
export const decimalText = z.union([z.string(), z.number()]).transform((value, context): Decimal => {
  const text = plainDecimal(typeof value === 'number' ? String(value) : value);
  const parsed = DecimalSchema.safeParse(text);
  if (parsed.success) return parsed.data;
  context.addIssue({ code: 'custom', message: `not a decimal: ${String(value).slice(0, 40)}` });
  return z.NEVER;
});

/** The same, with `''`, null and absence as null: the exchange gave no such value. */
export const optionalDecimal = z
  .union([z.literal(''), z.null(), decimalText])
  .optional()
  .transform((value): Decimal | null => (value === '' || value === undefined ? null : value));

/** Ids that may come as number or text. */
export const idText = z.union([z.string(), z.number()]).transform(String);

// "1e-7" and "+5" mean a plain decimal; the exponent is resolved by moving the point, never by a float.
function plainDecimal(text: string): string {
  const match = /^([+-]?)(\d+)(?:\.(\d*))?(?:[eE]([+-]?\d{1,3}))?$/.exec(text);
  if (match === null) return text;
  const [, sign = '', whole = '', fraction = '', exponent = '0'] = match;
  const shift = Number(exponent);
  const digits = whole + fraction;
  const point = whole.length + shift;
  const padded = point <= 0 ? '0'.repeat(1 - point) + digits : digits.padEnd(point, '0');
  const at = Math.max(point, 1);
  const head = padded.slice(0, at).replace(/^0+(?=\d)/, '');
  const tail = padded.slice(at);
  return `${sign === '-' ? '-' : ''}${head}${tail === '' ? '' : `.${tail}`}`;
}
