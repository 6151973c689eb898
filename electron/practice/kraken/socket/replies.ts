import { exactNumber } from '../exact-json.ts';
import { type Fields, textOf } from '../fields.ts';
import { rfc3339Micros } from '../wire/texts.ts';

/** A message of the client, and when it came by the exchange's clock. */
export interface Inquiry {
  readonly method: string;
  readonly params: Fields;
  /** Echoed as the number it was. */
  readonly requestId: string | undefined;
  readonly inMs: number;
}

interface Extras {
  readonly [name: string]: unknown;
}

/** Times of arrival and answer, with which every reply ends. */
export function stamps(inquiry: Inquiry, outMs: number): Extras {
  const id = inquiry.requestId;
  return {
    ...(id === undefined || !/^\d{1,18}$/.test(id) ? {} : { req_id: exactNumber(id) }),
    time_in: rfc3339Micros(inquiry.inMs),
    time_out: rfc3339Micros(outMs),
  };
}

export function success(inquiry: Inquiry, result: unknown, outMs: number): Extras {
  return { method: inquiry.method, result, success: true, ...stamps(inquiry, outMs) };
}

export function failure(inquiry: Inquiry, error: string, outMs: number, extras: Extras = {}): Extras {
  return { error, method: inquiry.method, success: false, ...extras, ...stamps(inquiry, outMs) };
}

export function readInquiry(message: Fields, params: Fields, inMs: number): Inquiry {
  return { method: textOf(message, 'method') ?? '', params, requestId: textOf(message, 'req_id'), inMs };
}
