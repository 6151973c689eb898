import type { PracticeKey } from '../../core/accounts.ts';
import type { OkxState } from '../exchange/state.ts';
import { refuse, type Refusal } from '../facts/errors.ts';
import { BATCH_MAX_ORDERS, type Operation } from '../facts/operations.ts';
import { instIdOf, perform, readMember } from '../orders/operations.ts';
import type { Fields } from '../orders/ticket.ts';
import {
  endpointRefusal,
  gatewayRefusal,
  operationReply,
  type OperationItem,
  type Reply,
  type Stamps,
} from '../wire/envelope.ts';

export interface OperationRoute {
  readonly operation: Operation;
  readonly isBatch: boolean;
}

export const OPERATION_ROUTES: Readonly<Record<string, OperationRoute>> = {
  '/api/v5/trade/order': { operation: 'place', isBatch: false },
  '/api/v5/trade/batch-orders': { operation: 'place', isBatch: true },
  '/api/v5/trade/cancel-order': { operation: 'cancel', isBatch: false },
  '/api/v5/trade/cancel-batch-orders': { operation: 'cancel', isBatch: true },
  '/api/v5/trade/amend-order': { operation: 'amend', isBatch: false },
  '/api/v5/trade/amend-batch-orders': { operation: 'amend', isBatch: true },
};

/** The JSON value of a body; undefined when it is not JSON. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

export function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The members of a body, as far as it has the right shape; undefined when it has not. */
function membersOf(route: OperationRoute, body: unknown): readonly Fields[] | undefined {
  if (!route.isBatch) return isFields(body) ? [body] : undefined;
  return Array.isArray(body) && body.length > 0 && body.every(isFields) ? body : undefined;
}

export interface OperationCall {
  readonly state: OkxState;
  readonly key: PracticeKey;
  readonly uid: string;
  readonly route: OperationRoute;
  readonly bodyText: string;
  readonly expTime: string;
  /** What is wrong with the content type, if anything. */
  readonly badType: Refusal | undefined;
}

interface StartStamp {
  readonly atMs: number;
  readonly elapsedUs: number;
}

export function startStamp(state: OkxState): StartStamp {
  return { atMs: state.nowMs(), elapsedUs: state.elapsedUs() };
}

/** Gateway arrival and departure in Unix microseconds: exchange clock for the start, measured time for the rest. */
export function stampsSince(state: OkxState, start: StartStamp): Stamps {
  const inUs = start.atMs * 1000;
  const passedUs = Math.max((state.nowMs() - start.atMs) * 1000, Math.round(state.elapsedUs() - start.elapsedUs), 1);
  return { inTime: String(inUs), outTime: String(inUs + passedUs) };
}

/** Serves a place, amend or cancel: counters first, then form, deadline and the orders themselves. */
export function serveOperation(call: OperationCall): Reply {
  const { state, route } = call;
  const start = startStamp(state);
  const body = parseJson(call.bodyText);
  const members = membersOf(route, body);
  const limit = limitRefusal(call, members);
  if (limit !== undefined) return gatewayRefusal(limit, limit.code === '50011' ? state.settings.rateLimitStatus : 200);
  const refusal = formRefusal(call, body, members);
  if (refusal !== undefined) return endpointRefusal(refusal);
  const done = performAll(call, members ?? []);
  if ('refusal' in done) return endpointRefusal(done.refusal);
  return operationReply(done.items, stampsSince(state, start));
}

function limitRefusal(
  { state, uid, route }: OperationCall,
  members: readonly Fields[] | undefined,
): Refusal | undefined {
  const instIds = members === undefined ? [''] : members.map(instIdOf);
  if (!state.meter.takeOperation(route.operation, uid, instIds, state.nowMs())) return refuse('50011');
  if (route.operation === 'cancel') return undefined;
  return state.meter.takeSubAccount(uid, instIds.map(typeOfInstId), state.nowMs()) ? undefined : refuse('50061');
}

/** By the shape of the id: two parts are spot, anything longer is a derivative, whether it is listed here or not. */
export function typeOfInstId(instId: string): string {
  return instId.split('-').length > 2 ? 'SWAP' : 'SPOT';
}

function formRefusal(
  { state, route, bodyText, expTime, badType }: OperationCall,
  body: unknown,
  members: readonly Fields[] | undefined,
): Refusal | undefined {
  if (badType !== undefined) return badType;
  if (bodyText === '') return refuse('50000');
  if (body === undefined) return refuse('50002');
  if (members === undefined) return refuse('50002');
  if (members.length > BATCH_MAX_ORDERS) return refuse('51111', String(BATCH_MAX_ORDERS));
  return route.operation === 'cancel' ? undefined : deadlineRefusal(expTime, state.nowMs());
}

/** `expTime` in Unix ms; absent means no deadline. Cancels have none (docs "Transaction timeouts", 2026-08). */
export function deadlineRefusal(expTime: string, nowMs: number): Refusal | undefined {
  if (expTime === '') return undefined;
  if (!/^\d{1,16}$/.test(expTime)) return refuse('51000', 'expTime');
  return Number(expTime) < nowMs ? refuse('50036') : undefined;
}

function performAll(
  { state, key, route }: OperationCall,
  members: readonly Fields[],
): { readonly items: readonly OperationItem[] } | { readonly refusal: Refusal } {
  const read = members.map((fields) => readMember(route.operation, fields));
  const [first] = read;
  // A single request with a wrong field fails as a whole; in a batch it is a row of the answer.
  if (!route.isBatch && first?.kind === 'malformed') return { refusal: first.refusal };
  return { items: read.map((member) => perform(state, key.accountId, route.operation, member)) };
}
