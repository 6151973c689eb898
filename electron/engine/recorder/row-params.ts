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

/** Names of what a request carried, and the values of harmless ones. Everything else stays out by construction. */
export function rowParams(request: ExchangeRequest): RowParam[] {
  return [...paramsOf(request).values].slice(0, MAX_ROW_PARAMS).map(([name, value]) => ({
    name: PLAIN_NAME.test(name) ? name : OTHER_NAME,
    value: HARMLESS.has(name) && PLAIN_VALUE.test(value) ? value : null,
  }));
}
