import type { ReplyContext, Verdict } from '../../../../electron/engine/exchanges/definition.ts';
import { outcome } from '../../../../electron/engine/exchanges/binance/errors.ts';
import type { HeaderMap } from '../../../../electron/engine/http.ts';

export const NOW_MS = 1_790_000_000_000;
export const PLACE = 'POST /api/v3/order';
export const CANCEL = 'DELETE /api/v3/order';
export const READ = 'GET /api/v3/account';
export const SAPI = 'GET /sapi/v1/account/apiRestrictions';

export interface Answer {
  readonly status: number;
  readonly json?: unknown;
  readonly headers?: HeaderMap;
}

/** Context of a call to `METHOD /path` that was answered at `NOW_MS`. */
export function contextOf(endpoint: string): ReplyContext {
  const [, path = ''] = endpoint.split(' ');
  return { endpoint, request: { method: 'GET', path, query: '', body: null }, serverMs: NOW_MS };
}

export function judge(endpoint: string, { status, json, headers = {} }: Answer): Verdict | 'success' {
  const read = outcome({ status, headers, text: '', json }, contextOf(endpoint));
  return read.kind === 'success' ? 'success' : read.verdict;
}
