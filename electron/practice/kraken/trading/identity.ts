import { type Answer, done, invalidArguments, refused } from '../errors.ts';
import { type Fields, textOf, wholeOf } from '../fields.ts';
import { isClientOrderId, isUserref } from './order-request.ts';

export interface OrderIdentity {
  readonly userref: number | null;
  readonly clientOrderId: string | null;
}

/** The caller's own ids; a user reference and a client order id exclude each other (Spot REST AddOrder, 2026-05). */
export function readIdentity(fields: Fields, userrefName: string): Answer<OrderIdentity> {
  const userref = wholeOf(fields, userrefName);
  if (userref === null || (userref !== undefined && !isUserref(userref))) return refused(invalidArguments(userrefName));
  const clientOrderId = textOf(fields, 'cl_ord_id');
  if (clientOrderId === undefined) return done({ userref: userref ?? null, clientOrderId: null });
  if (!isClientOrderId(clientOrderId) || userref !== undefined) return refused(invalidArguments('cl_ord_id'));
  return done({ userref: null, clientOrderId });
}
