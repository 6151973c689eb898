import { type Fault, PracticeSwitches } from '../core/switches.ts';
import type { PracticeRequest } from '../core/request.ts';
import { ERRORS, throttledUntil } from './errors.ts';

/** Casing of GetApiKeyInfo: the reference shows camel case, recorded replies show snake case. */
export type KeyInfoCasing = 'camel' | 'snake';

/** What may be turned on at a practice Kraken, besides what every exchange has. All off at first. */
export class KrakenSwitches extends PracticeSwitches {
  /** Empty maps arrive as `[]`, as has been seen. */
  emptyMapsAsLists = false;
  /** How long after its end an order stays away from ClosedOrders; it leaves OpenOrders at once. */
  closedOrdersLagMs = 0;
  keyInfoCasing: KeyInfoCasing = 'camel';
  /** Which page the gateway shows when it loses an answer. */
  gatewayStatus: 504 | 520 = 520;
}

/** Answers with this error text and does nothing. */
export function errorFault(text: string): Fault {
  return { kind: 'status', status: 200, body: JSON.stringify({ error: [text] }) };
}

export const unavailableFault: Fault = errorFault(ERRORS.unavailable);
export const tooManyRequestsFault: Fault = errorFault(ERRORS.tooManyRequests);

/** Too many calls at once; to be repeated at `untilMs`. */
export function throttledFault(untilMs: number): Fault {
  return errorFault(throttledUntil(untilMs));
}

/** For queueing a fault on one method, public or private. */
export function onMethod(method: string): (request: PracticeRequest) => boolean {
  return (request) => request.path.endsWith(`/${method}`);
}
