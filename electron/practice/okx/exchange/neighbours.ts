import type { NeighbourTarget } from '../../core/neighbour.ts';
import { ENDPOINTS, type Endpoint } from '../facts/endpoints.ts';
import { INSTRUMENTS } from '../facts/instruments.ts';
import { OPERATION_WINDOW_MS, type Operation, type OperationClass } from '../facts/operations.ts';
import type { OkxState } from './state.ts';

const OPERATIONS: readonly Operation[] = ['place', 'amend', 'cancel'];
const CLASSES: readonly OperationClass[] = ['single', 'batch'];

/**
 * Counters a neighbour can spend from. Endpoints by `METHOD path` with an address or a user; order operations by
 * `place single BTC-USDT` and so on, with a user. Users may be given as account id or uid.
 */
export function neighbourTargets(state: OkxState): Readonly<Record<string, NeighbourTarget>> {
  const targets: Record<string, NeighbourTarget> = {};
  for (const [path, endpoint] of Object.entries(ENDPOINTS)) {
    if (endpoint.scope === 'ip' || endpoint.scope === 'uid') {
      targets[`${endpoint.method} ${path}`] = endpointTarget(state, path, endpoint);
    }
  }
  for (const operation of OPERATIONS) {
    for (const windowClass of CLASSES) {
      for (const { instId } of INSTRUMENTS) {
        targets[`${operation} ${windowClass} ${instId}`] = operationTarget(state, operation, windowClass, instId);
      }
    }
  }
  return targets;
}

function whoIn(state: OkxState, who: string): string {
  return state.accounts.find(who) === undefined ? who : state.uidOf(who);
}

function endpointTarget(state: OkxState, path: string, endpoint: Endpoint): NeighbourTarget {
  return {
    windowMs: endpoint.windowMs,
    spend: (who, amount) => state.meter.spendRequests(path, endpoint, whoIn(state, who), amount, state.nowMs()),
  };
}

function operationTarget(
  state: OkxState,
  operation: Operation,
  windowClass: OperationClass,
  instId: string,
): NeighbourTarget {
  return {
    windowMs: OPERATION_WINDOW_MS,
    spend: (who, amount) =>
      state.meter.spendOrders(operation, windowClass, whoIn(state, who), instId, amount, state.nowMs()),
  };
}
