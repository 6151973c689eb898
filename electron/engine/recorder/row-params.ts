import type { RowParam } from '../../../shared/model/activity-query.ts';
import { paramsOf } from '../exchanges/params.ts';
import type { ExchangeRequest } from '../http.ts';
import { MAX_ROW_PARAMS } from './recorded-row.ts';

/** Parameters whose values say what was asked and nothing of whose it is; no other value is ever kept. */
const HARMLESS: ReadonlySet<string> = new Set([
  'symbol',
  'instId',
  'instType',
  'pair',
  'limit',
  'count',
  'depth',
  'side',
  'type',
  'ordType',
  'ordertype',
  'timeInForce',
  'timeinforce',
  'tdMode',
  'interval',
  'bar',
]);

// A secret pasted into the wrong field is longer than any of these, or written in other letters.
const PLAIN_VALUE = /^[A-Za-z0-9._:/-]{1,24}$/;
const PLAIN_NAME = /^[A-Za-z][A-Za-z_]{0,23}$/;
const OTHER_NAME = '…';

// Text that means itself, as most queries do, needs no decoding.
const PLAIN_QUERY = /^(?:[!-$&-*,->@-~][!-$&-*,-~]*)?$/;

function valuesOf(request: ExchangeRequest): ReadonlyMap<string, string> {
  const { query, body } = request;
  return body === null && PLAIN_QUERY.test(query) ? plainValues(query) : paramsOf(request).values;
}

function plainValues(query: string): ReadonlyMap<string, string> {
  const values = new Map<string, string>();
  for (const pair of query.split('&')) {
    const at = pair.indexOf('=');
    if (pair !== '') values.set(at < 0 ? pair : pair.slice(0, at), at < 0 ? '' : pair.slice(at + 1));
  }
  return values;
}

/** Names of what a request carried, and the values of harmless ones. Everything else stays out by construction. */
export function rowParams(request: ExchangeRequest): RowParam[] {
  return [...valuesOf(request)].slice(0, MAX_ROW_PARAMS).map(([name, value]) => ({
    name: PLAIN_NAME.test(name) ? name : OTHER_NAME,
    value: HARMLESS.has(name) && PLAIN_VALUE.test(value) ? value : null,
  }));
}
