import type { ExchangeRequest } from '../http.ts';
import { parseJson } from '../json.ts';

/** What a request asks for, read from its raw text. */
export interface Params {
  /** Query and body parameters; where a name stands in both, the query's value (Binance rest-api.md, 2026-07). */
  readonly values: ReadonlyMap<string, string>;
  /** The orders of a batch body, each with its own parameters; empty when it is no batch. */
  readonly batch: readonly ReadonlyMap<string, string>[];
}

const BATCH_MEMBERS = ['orders', 'cl_ord_ids', 'batchOrders'] as const;

/** Never throws: text that cannot be read gives no parameters, and the cost rules then take their dearest reading. */
export function paramsOf(request: ExchangeRequest): Params {
  const values = new Map<string, string>();
  const batch: ReadonlyMap<string, string>[] = [];
  if (request.body?.type === 'form') addForm(values, request.body.text);
  if (request.body?.type === 'json') addJson(values, batch, parseJson(request.body.text));
  addForm(values, request.query);
  if (batch.length === 0) batch.push(...formBatch(values));
  return { values, batch };
}

// Text that means itself, as most queries do, needs no decoding; neither a blank nor an escape is in it.
const PLAIN = /^[!-$&-*,->@-~][!-$&-*,-~]*$/;

function addForm(values: Map<string, string>, text: string): void {
  if (text === '') return;
  if (PLAIN.test(text)) return addPlain(values, text);
  for (const [name, value] of new URLSearchParams(text)) values.set(name, value);
}

function addPlain(values: Map<string, string>, text: string): void {
  for (const pair of text.split('&')) {
    const at = pair.indexOf('=');
    if (pair !== '') values.set(at < 0 ? pair : pair.slice(0, at), at < 0 ? '' : pair.slice(at + 1));
  }
}

function addJson(values: Map<string, string>, batch: ReadonlyMap<string, string>[], body: unknown): void {
  if (Array.isArray(body)) {
    batch.push(...body.map(itemParams));
    return;
  }
  if (!isRecord(body)) return;
  for (const [name, value] of Object.entries(body)) if (isScalar(value)) values.set(name, String(value));
  for (const member of BATCH_MEMBERS) {
    const list = body[member];
    if (Array.isArray(list)) batch.push(...list.map(itemParams));
  }
}

// Kraken's form spelling: orders[0][volume]=1&orders[1][volume]=2, or orders[0]=TXID.
function formBatch(values: ReadonlyMap<string, string>): ReadonlyMap<string, string>[] {
  const items = new Map<string, Map<string, string>>();
  for (const [name, value] of values) {
    const match = /^(orders|cl_ord_ids)\[(\d+)\](?:\[(\w+)\])?$/.exec(name);
    if (match === null) continue;
    const index = `${match[1]}${match[2]}`;
    const item = items.get(index) ?? new Map<string, string>();
    item.set(match[3] ?? 'id', value);
    items.set(index, item);
  }
  return [...items.values()];
}

function itemParams(item: unknown): ReadonlyMap<string, string> {
  if (!isRecord(item)) return new Map([['id', String(item)]]);
  return new Map(
    Object.entries(item)
      .filter(([, value]) => isScalar(value))
      .map(([name, value]) => [name, String(value)]),
  );
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isScalar(value: unknown): value is string | number | boolean {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';
}
