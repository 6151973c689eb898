import type { Fault } from '../../core/switches.ts';
import { refuse, type Code } from '../facts/errors.ts';
import { endpointRefusal, gatewayRefusal, type Reply } from '../wire/envelope.ts';

function answered({ status, contentType, text }: Reply): Fault {
  return { kind: 'status', status, body: text, headers: { 'content-type': contentType } };
}

function refusedBy(code: Code): Fault {
  return answered(endpointRefusal(refuse(code)));
}

/** Faults as OKX words them, for `switches.queue`. */
export const OKX_FAULTS = {
  /** 400 with 50004, which says nothing about success: `isPlaced` decides what really happened. */
  timeout: (isPlaced: boolean): Fault => ({ kind: 'timeout-answer', isPlaced }),
  dropBefore: { kind: 'drop-before' },
  dropAfterAccept: { kind: 'drop-after-accept' },
  /** 429 that is not the caller's fault. */
  busy: refusedBy('50013'),
  systemError: refusedBy('50026'),
  orderTimedOut: refusedBy('51149'),
  requestTimedOut: refusedBy('51054'),
  unavailable: refusedBy('50001'),
  /** 503 by whatever stands in front, not JSON. */
  htmlUnavailable: { kind: 'html', status: 503 },
  /** Rate limit with HTTP 200, the second documented form. */
  rateLimitedAsOk: answered(gatewayRefusal(refuse('50011'), 200)),
} as const satisfies Readonly<Record<string, Fault | ((isPlaced: boolean) => Fault)>>;
