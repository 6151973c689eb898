import { Decimal } from '../../../shared/model/decimal.ts';
import { parseExact, plainNumber } from './exact-json.ts';

/** The parameters of one call, whichever way they were sent; numbers are the texts that were written. */
export type Fields = Readonly<Record<string, unknown>>;

export const NO_FIELDS: Fields = {};

/** Reads a form or JSON body, or a query; null when a JSON body is not an object. */
export function readFields(text: string, contentType: string): Fields | null {
  if (!contentType.toLowerCase().includes('application/json')) return nested([...new URLSearchParams(text)]);
  if (text === '') return NO_FIELDS;
  const parsed = parseExact(text);
  return isFields(parsed) ? nested(Object.entries(parsed)) : null;
}

export function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

// `close[ordertype]` and `orders[0][price]` are how nested values travel in a form; JSON bodies may carry the same
// literal keys (Spot REST AddOrder, 2026-05).
function nested(entries: ReadonlyArray<readonly [string, unknown]>): Fields {
  const root: Record<string, unknown> = {};
  for (const [name, value] of entries) place(root, pathOf(name), value);
  return root;
}

function pathOf(name: string): readonly string[] {
  const match = /^([^[\]]+)((?:\[[^[\]]*\]){1,3})$/.exec(name);
  if (match === null) return [name];
  const [, head = '', rest = ''] = match;
  return [head, ...rest.slice(1, -1).split('][')];
}

function place(root: Record<string, unknown>, path: readonly string[], value: unknown): void {
  const [head = '', ...rest] = path;
  if (head === '__proto__') return;
  if (rest.length === 0) {
    root[head] = value;
    return;
  }
  const inner = isFields(root[head]) ? { ...root[head] } : {};
  place(inner, rest[0] === '' ? [String(Object.keys(inner).length), ...rest.slice(1)] : rest, value);
  root[head] = inner;
}

/** A text or number field; undefined when absent, empty or of another type. */
export function textOf(fields: Fields, name: string): string | undefined {
  const value = fields[name];
  if (typeof value === 'string' && value !== '') return value;
  return typeof value === 'number' ? String(value) : undefined;
}

export function flagOf(fields: Fields, name: string): boolean {
  const value = fields[name];
  return value === true || value === 'true' || value === '1';
}

/** A decimal field: undefined when absent, null when it is there but is no decimal. */
export function decimalOf(fields: Fields, name: string): Decimal | null | undefined {
  const text = textOf(fields, name);
  if (text === undefined) return undefined;
  const parsed = Decimal.safeParse(plainNumber(text));
  return parsed.success ? parsed.data : null;
}

/** A whole number field: undefined when absent, null when it is no whole number within ±2^53. */
export function wholeOf(fields: Fields, name: string): number | null | undefined {
  const text = textOf(fields, name);
  if (text === undefined) return undefined;
  return /^[+-]?\d{1,15}$/.test(text) ? Number(text) : null;
}

/** A comma separated text, an array, or the numbered members of a form. */
export function listOf(fields: Fields, name: string): readonly unknown[] {
  const value = fields[name];
  if (Array.isArray(value)) return value;
  if (typeof value === 'string')
    return value
      .split(',')
      .map((item) => item.trim())
      .filter((item) => item !== '');
  return isFields(value) ? Object.values(value) : [];
}

export function textsOf(fields: Fields, name: string): readonly string[] {
  return listOf(fields, name).filter((item) => typeof item === 'string');
}
