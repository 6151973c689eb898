/** A refusal in Binance's form. */
export interface ApiError {
  readonly status: number;
  readonly code: number;
  readonly msg: string;
  /** Extra members of the body (cancel-replace), or what the WebSocket API adds to `error`. */
  readonly data?: unknown;
  /** Exchange time from which it may be tried again, for Retry-After. */
  readonly retryAtMs?: number;
}

/** What an endpoint answers, before it is dressed for HTTP or the WebSocket API. */
export type Answer =
  /** `isFree`: this success costs no weight, other than others of its endpoint. */
  | { readonly ok: true; readonly body: unknown; readonly isFree?: boolean }
  | { readonly ok: false; readonly error: ApiError };

export function done(body: unknown): Answer {
  return { ok: true, body };
}

export function refused(error: ApiError): { readonly ok: false; readonly error: ApiError } {
  return { ok: false, error };
}

export type Parsed<Value> =
  | { readonly ok: true; readonly value: Value }
  | { readonly ok: false; readonly error: ApiError };

export function parsed<Value>(value: Value): { readonly ok: true; readonly value: Value } {
  return { ok: true, value };
}
