import type { PracticeKey } from '../../core/accounts.ts';
import type { PracticeRequest } from '../../core/request.ts';
import { permits } from '../access/authenticate.ts';
import type { OkxState } from '../exchange/state.ts';
import { refuse, socketErrorText, type Refusal } from '../facts/errors.ts';
import { BATCH_MAX_ORDERS } from '../facts/operations.ts';
import { instIdOf, perform, readMember, withInstId, type Member } from '../orders/operations.ts';
import { textOf, type Fields } from '../orders/ticket.ts';
import {
  deadlineRefusal,
  isFields,
  startStamp,
  stampsSince,
  typeOfInstId,
  type OperationRoute,
} from '../rest/operations.ts';
import { summarize } from '../wire/envelope.ts';

/** Order messages of `/ws/v5/private`; they share their counters with REST. */
export const SOCKET_OPERATIONS: Readonly<Record<string, OperationRoute>> = {
  order: { operation: 'place', isBatch: false },
  'batch-orders': { operation: 'place', isBatch: true },
  'cancel-order': { operation: 'cancel', isBatch: false },
  'batch-cancel-orders': { operation: 'cancel', isBatch: true },
  'amend-order': { operation: 'amend', isBatch: false },
  'batch-amend-orders': { operation: 'amend', isBatch: true },
};

const MESSAGE_ID = /^[A-Za-z0-9]{1,32}$/;

export interface SocketOperation {
  readonly state: OkxState;
  readonly key: PracticeKey;
  readonly op: string;
  readonly route: OperationRoute;
  readonly message: Fields;
}

/** Serves one order message under the switches; `drop`: cut the connection. */
export function answerOperation(call: SocketOperation, request: PracticeRequest): string | 'drop' {
  const { switches } = call.state;
  const fault = switches.takeFault(request);
  if (fault === null)
    return switches.isInMaintenance ? refusedFrame(call, refuse('50001')) : serveSocketOperation(call);
  const isDone = fault.kind === 'drop-after-accept' || (fault.kind === 'timeout-answer' && fault.isPlaced);
  if (isDone) serveSocketOperation(call);
  return fault.kind.startsWith('drop') ? 'drop' : refusedFrame(call, refuse('50004'));
}

function serveSocketOperation(call: SocketOperation): string {
  const { state, key, route, message } = call;
  const start = startStamp(state);
  const args = argsOf(route, message);
  if (args === undefined) return refusedFrame(call, { code: '60013', message: socketErrorText('60013') });
  const resolved = args.map((fields) => ({ fields, named: withInstId(fields) }));
  const refusal = refusalOf(
    call,
    resolved.map(({ named }) => (isFields(named) ? instIdOf(named) : '')),
  );
  if (refusal !== undefined) return refusedFrame(call, refusal);
  const items = resolved.map(({ fields, named }) =>
    perform(state, key.accountId, route.operation, memberOf(route, fields, named)),
  );
  return JSON.stringify({ ...headOf(call), ...summarize(items), data: items, ...stampsSince(state, start) });
}

function argsOf(route: OperationRoute, message: Fields): readonly Fields[] | undefined {
  const args = message['args'];
  const id = textOf(message, 'id');
  if (id === undefined || !MESSAGE_ID.test(id)) return undefined;
  if (!Array.isArray(args) || args.length === 0 || !args.every(isFields)) return undefined;
  const most = route.isBatch ? BATCH_MAX_ORDERS : 1;
  return args.length > most ? undefined : args;
}

function memberOf(route: OperationRoute, fields: Fields, named: ReturnType<typeof withInstId>): Member {
  if (named === 'no-code') return { kind: 'malformed', refusal: refuse('50014', 'instIdCode'), fields };
  if (named === 'unknown-code') return { kind: 'malformed', refusal: refuse('51001'), fields };
  return readMember(route.operation, named);
}

function refusalOf({ state, key, route, message }: SocketOperation, instIds: readonly string[]): Refusal | undefined {
  const uid = state.uidOf(key.accountId);
  if (!permits(key, 'trade')) return refuse('50120');
  if (!state.meter.takeOperation(route.operation, uid, instIds, state.nowMs())) return refuse('50011');
  if (route.operation === 'cancel') return undefined;
  if (!state.meter.takeSubAccount(uid, instIds.map(typeOfInstId), state.nowMs())) return refuse('50061');
  return deadlineRefusal(textOf(message, 'expTime') ?? 'not text', state.nowMs());
}

function headOf({ op, message }: SocketOperation) {
  return { id: textOf(message, 'id') ?? '', op };
}

/** An answer that is a refusal as a whole. */
function refusedFrame(
  call: SocketOperation,
  { code, message }: { readonly code: string; readonly message: string },
): string {
  return JSON.stringify({ ...headOf(call), code, msg: message, data: [] });
}
