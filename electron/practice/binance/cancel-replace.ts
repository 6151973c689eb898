import type { Answer, ApiError } from './answer.ts';
import { done, refused } from './answer.ts';
import type { BinanceApp, Call } from './app.ts';
import { eitherMissing, missing } from './errors.ts';
import { filterProblem } from './filters.ts';
import { readOrderInput } from './order-input.ts';
import { cancelNow, orderToChange, submit, withRetry } from './order-actions.ts';
import type { Params } from './params.ts';

type Part = 'SUCCESS' | 'FAILURE' | 'NOT_ATTEMPTED';

interface Parts {
  readonly cancelResult: Part;
  readonly newOrderResult: Part;
  readonly cancelResponse: unknown;
  readonly newOrderResponse: unknown;
}

/** rest-api.md, "Cancel an existing order and send a new order" (2026-07): filters and the count come before anything is done. */
export function cancelReplace({ params, accountId }: Call, app: BinanceApp): Answer {
  const problem = ownProblem(params);
  if (problem !== null) return refused(problem);
  const input = readOrderInput(params, app.symbols, app.random);
  if (!input.ok) return input;
  const { symbol } = input.value;
  const target = orderToChange(
    app,
    accountId,
    symbol,
    params.integer('cancelOrderId'),
    params.get('cancelOrigClientOrderId'),
    params.get('cancelRestrictions'),
  );
  const filtered = filterProblem(app, input.value, accountId, target.ok ? target.value.id : null);
  if (filtered !== null) return refused(filtered);
  const stop = app.usage.orderStop(accountId);
  if (stop !== null && params.get('orderRateLimitExceededMode') !== 'CANCEL_ONLY')
    return refused(withRetry(stop.error, stop.retryAtMs));
  const stopsOnFailure = params.get('cancelReplaceMode') === 'STOP_ON_FAILURE';
  const cancelResponse = target.ok
    ? cancelNow(app, target.value, params.get('cancelNewClientOrderId'))
    : plain(target.error);
  const cancelResult = target.ok ? 'SUCCESS' : 'FAILURE';
  if (!target.ok && stopsOnFailure) {
    // The attempt counts even though the new order was not sent.
    app.usage.countOrders(accountId, 1);
    return outcome({ cancelResult, newOrderResult: 'NOT_ATTEMPTED', cancelResponse, newOrderResponse: null });
  }
  const placed = stop === null ? submit(app, input.value, accountId) : refused(stop.error);
  if (!placed.ok && stop === null) app.usage.countOrders(accountId, 1);
  const newOrderResult = placed.ok ? 'SUCCESS' : 'FAILURE';
  return outcome({
    cancelResult,
    newOrderResult,
    cancelResponse,
    newOrderResponse: placed.ok ? placed.body : plain(placed.error),
  });
}

function ownProblem(params: Params): ApiError | null {
  const mode = params.get('cancelReplaceMode');
  if (mode !== 'STOP_ON_FAILURE' && mode !== 'ALLOW_FAILURE') return missing('cancelReplaceMode');
  const names = params.has('cancelOrderId') || params.has('cancelOrigClientOrderId');
  return names ? null : eitherMissing('cancelOrderId', 'cancelOrigClientOrderId');
}

function plain({ code, msg }: ApiError): { readonly code: number; readonly msg: string } {
  return { code, msg };
}

/** 200 when both went well, 409 with -2021 when one did, 400 with -2022 when neither. */
function outcome(parts: Parts): Answer {
  const good = [parts.cancelResult, parts.newOrderResult].filter((part) => part === 'SUCCESS').length;
  if (good === 2) return done(parts);
  return good === 1
    ? refused({ status: 409, code: -2021, msg: 'Order cancel-replace partially failed.', data: parts })
    : refused({ status: 400, code: -2022, msg: 'Order cancel-replace failed.', data: parts });
}
