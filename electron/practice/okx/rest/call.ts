import type { PracticeKey } from '../../core/accounts.ts';
import type { OkxState } from '../exchange/state.ts';
import { refuse, type Code, type Refusal } from '../facts/errors.ts';
import type { Fields } from '../orders/ticket.ts';
import type { CancelAllAfter } from '../orders/cancel-all-after.ts';
import type { Environment } from '../access/authenticate.ts';
import type { Json } from '../wire/envelope.ts';

export interface PublicCall {
  readonly state: OkxState;
  readonly nowMs: number;
  readonly query: URLSearchParams;
  readonly environment: Environment;
}

export interface PrivateCall extends PublicCall {
  readonly key: PracticeKey;
  readonly accountId: string;
  readonly uid: string;
  /** The JSON object of a POST; empty for GET and for arrays. */
  readonly fields: Fields;
  readonly timers: CancelAllAfter;
}

/** Rows of `data`, or why not. */
export type Answer = { readonly data: readonly Json[] } | { readonly refusal: Refusal };

export type PublicHandler = (call: PublicCall) => Answer;
export type PrivateHandler = (call: PrivateCall) => Answer;

export function rows(...data: readonly Json[]): Answer {
  return { data };
}

export function refused(code: Code, ...values: readonly string[]): Answer {
  return { refusal: refuse(code, ...values) };
}

/** A query value; "" when absent. */
export function param({ query }: PublicCall, name: string): string {
  return query.get(name) ?? '';
}

/** A comma list; empty when absent. */
export function listOf(call: PublicCall, name: string): readonly string[] {
  return param(call, name)
    .split(',')
    .filter((part) => part !== '');
}

/** The `limit` of a list: `byDefault` when absent, cut to `most`; undefined when it is no whole number above 0. */
export function limitOf(call: PublicCall, byDefault: number, most: number): number | undefined {
  const text = param(call, 'limit');
  if (text === '') return byDefault;
  if (!/^\d{1,9}$/.test(text) || Number(text) < 1) return undefined;
  return Math.min(Number(text), most);
}

const INSTRUMENT_TYPES = ['SPOT', 'MARGIN', 'SWAP', 'FUTURES', 'OPTION', 'EVENTS'];

/** Refusal of an `instType` that is missing (where required) or no such type. */
export function typeRefusal(instType: string, isRequired: boolean): Refusal | undefined {
  if (instType === '') return isRequired ? refuse('50014', 'instType') : undefined;
  return INSTRUMENT_TYPES.includes(instType) ? undefined : refuse('51000', 'instType');
}
