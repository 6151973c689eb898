interface ReviverContext {
  /** The number as written; absent for other values. */
  readonly source?: string;
}

type SourceReviver = (this: unknown, name: string, value: unknown, context: ReviverContext) => unknown;
const parseWithSource = JSON.parse as (text: string, reviver: SourceReviver) => unknown;
const rawJson = (JSON as unknown as { readonly rawJSON: (text: string) => unknown }).rawJSON;

function numbersAsWritten(this: unknown, name: string, value: unknown, context: ReviverContext): unknown {
  if (name === '__proto__') return undefined;
  return typeof value === 'number' ? (context.source ?? String(value)) : value;
}

/** Parses JSON with every number kept as the text that was written; undefined when it is not JSON. */
export function parseExact(text: string): unknown {
  try {
    return parseWithSource(text, numbersAsWritten);
  } catch {
    return undefined;
  }
}

/** A decimal text that `JSON.stringify` writes as a number with all its digits, as WebSocket v2 does. */
export function exactNumber(decimalText: string): unknown {
  return rawJson(decimalText);
}

/** Plain decimal text of a number that may carry a plus sign or an exponent; null when it is no number. */
export function plainNumber(text: string): string | null {
  const match = /^([+-]?)(\d{0,30})(?:\.(\d{0,30}))?(?:[eE]([+-]?\d{1,2}))?$/.exec(text);
  if (match === null) return null;
  const [, sign = '', whole = '', fraction = '', exponent = '0'] = match;
  if (whole === '' && fraction === '') return null;
  const digits = `${'0'.repeat(99)}${whole}${fraction}${'0'.repeat(99)}`;
  const point = 99 + whole.length + Number(exponent);
  const head = digits.slice(0, point).replace(/^0+(?=\d)/, '');
  const tail = digits.slice(point).slice(0, fractionLength(fraction, Number(exponent)));
  return `${sign === '-' ? '-' : ''}${head}${tail === '' ? '' : `.${tail}`}`;
}

function fractionLength(fraction: string, exponent: number): number {
  return Math.max(0, fraction.length - exponent);
}
