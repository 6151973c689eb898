import { httpStatusOf, type Refusal } from '../facts/errors.ts';

export type Json = string | number | boolean | null | readonly Json[] | { readonly [name: string]: Json };

export interface Reply {
  readonly status: number;
  readonly contentType: 'application/json' | 'text/html';
  readonly text: string;
}

function json(status: number, body: Json): Reply {
  return { status, contentType: 'application/json', text: JSON.stringify(body) };
}

export function ok(data: readonly Json[]): Reply {
  return json(200, { code: '0', data, msg: '' });
}

/** A refusal by the gateway, which carries no `data` (seen live for 50011, 50102 and 50119). */
export function gatewayRefusal(refusal: Refusal, status = httpStatusOf(refusal.code)): Reply {
  return json(status, { msg: refusal.message, code: refusal.code });
}

/** A refusal by the endpoint itself: `data` is there and empty. */
export function endpointRefusal(refusal: Refusal): Reply {
  return json(httpStatusOf(refusal.code), { code: refusal.code, data: [], msg: refusal.message });
}

/** A page by whatever stands in front of the exchange. */
export function html(status: number, title: string): Reply {
  const heading = `${status} ${title}`;
  const text = `<html><head><title>${heading}</title></head><body><center><h1>${heading}</h1></center></body></html>`;
  return { status, contentType: 'text/html', text };
}

/** One row of an order answer; `sCode` "0" means taken, and says nothing about the outcome. */
export interface OperationItem {
  readonly sCode: string;
  readonly [name: string]: Json;
}

export interface OperationSummary {
  readonly code: '0' | '1' | '2';
  readonly msg: string;
}

/** Top code of an order answer: "1" all refused, "2" a batch partly done (docs "Error code", 2026-08). */
export function summarize(items: readonly OperationItem[]): OperationSummary {
  const refused = items.filter((item) => item.sCode !== '0').length;
  if (refused === 0) return { code: '0', msg: '' };
  if (refused === items.length) return { code: '1', msg: 'All operations failed' };
  return { code: '2', msg: 'Bulk operation partially succeeded' };
}

/** Gateway arrival and departure in Unix microseconds. */
export interface Stamps {
  readonly inTime: string;
  readonly outTime: string;
}

export function operationReply(items: readonly OperationItem[], stamps: Stamps): Reply {
  return json(200, { ...summarize(items), data: items, ...stamps });
}
