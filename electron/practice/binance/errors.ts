import type { Rejection } from '../core/order.ts';
import type { ApiError } from './answer.ts';

// Codes and texts: errors.md (2026-07) unless noted. HTTP statuses are mostly undocumented: 401 for bad keys and 400 for
// the rest follow captures of live answers; 404 for unknown paths is CHANGELOG 2023-12-04.
const error = (status: number, code: number, msg: string): ApiError => ({ status, code, msg });

export const timestampOutside = error(400, -1021, 'Timestamp for this request is outside of the recvWindow.');
export const timestampAhead = error(400, -1021, "Timestamp for this request was 1000ms ahead of the server's time.");
export const badSignature = error(400, -1022, 'Signature for this request is not valid.');
export const badKeyFormat = error(401, -2014, 'API-key format invalid.');
export const rejectedKey = error(401, -2015, 'Invalid API-key, IP, or permissions for action.');
export const badSymbol = error(400, -1121, 'Invalid symbol.');
export const badInterval = error(400, -1120, 'Invalid interval.');
export const noSuchOrder = error(400, -2013, 'Order does not exist.');
export const unknownCancel = error(400, -2011, 'Unknown order sent.');
export const cancelRestricted = error(400, -2011, 'Order was not canceled due to cancel restrictions.');
export const noReferencePrice = error(400, -2043, 'This symbol does not have a reference price.');
export const clientIdMismatch = error(400, -2039, 'Client order ID is not correct for this order ID.');
export const engineTimeout = error(
  504,
  -1007,
  'Timeout waiting for response from backend server. Send status unknown; execution status unknown.',
);
export const shuttingDown = error(503, -1016, 'This service is no longer available.');
export const badTimeInForce = error(400, -1115, 'Invalid timeInForce.');
export const badOrderType = error(400, -1116, 'Invalid orderType.');
export const badSide = error(400, -1117, 'Invalid side.');
export const duplicateParams = error(400, -1101, 'Duplicate values for a parameter detected.');
export const badTimeUnit = error(
  400,
  -1194,
  'Invalid value for time unit; expected either MICROSECOND or MILLISECOND.',
);
export const badCombination = error(400, -1128, 'Combination of optional parameters invalid.');
export const tooLongInterval = error(400, -1127, 'More than 24 hours between startTime and endTime.');
export const queryTooPrecise = (name: string): ApiError =>
  error(400, -1111, `Parameter '${name}' has too much precision.`);
export const notRequired = (name: string): ApiError => error(400, -1106, `Parameter '${name}' sent when not required.`);
export const missing = (name: string): ApiError =>
  error(400, -1102, `Mandatory parameter '${name}' was not sent, was empty/null, or malformed.`);
export const eitherMissing = (one: string, other: string): ApiError =>
  error(400, -1102, `Param '${one}' or '${other}' must be sent, but both were empty/null!`);
export const tooGreat = (name: string, most: number): ApiError =>
  error(400, -1102, `Parameter '${name}' cannot be greater than ${most}.`);
export const illegal = (name: string, legal: string): ApiError =>
  error(400, -1100, `Illegal characters found in parameter '${name}'; legal range is '${legal}'.`);
export const filterFailure = (name: string): ApiError => error(400, -1013, `Filter failure: ${name}`);
export const stpModeNotAllowed = error(
  400,
  -1013,
  'This symbol does not allow the specified self-trade prevention mode.',
);
export const newOrderRejected = (text: string): ApiError => error(400, -2010, text);
export const amendRejected = (text: string): ApiError => error(400, -2038, text);

export const weightExceeded = (limit: number): ApiError =>
  error(
    429,
    -1003,
    `Too much request weight used; current limit is ${limit} request weight per 1 MINUTE. Please use WebSocket Streams for live updates to avoid polling the API.`,
  );
export const rawExceeded = (limit: number): ApiError =>
  error(
    429,
    -1003,
    `Too many requests; current limit is ${limit} requests per 5 MINUTE. Please use WebSocket Streams for live updates to avoid polling the API.`,
  );
export const banned = (untilMs: number): ApiError =>
  error(
    418,
    -1003,
    `Way too much request weight used; IP banned until ${untilMs}. Please use WebSocket Streams for live updates to avoid bans.`,
  );
export const ordersExceeded = (limit: number, interval: string): ApiError =>
  error(429, -1015, `Too many new orders; current limit is ${limit} orders per ${interval}.`);

/** The engine's words for what the venue refuses (errors.md, "Messages for -1010, -2010, -2011 and -2038"). */
export const REJECTION_TEXT: Readonly<Record<Rejection, string>> = {
  'unknown-market': 'Unknown symbol.',
  'market-closed': 'Market is closed.',
  'insufficient-funds': 'Account has insufficient balance for requested action.',
  'post-only-would-take': 'Order would immediately match and take.',
  'duplicate-client-id': 'Duplicate order sent.',
  'would-trigger': 'Order would trigger immediately.',
  'no-liquidity': 'Order book liquidity is less than LOT_SIZE filter minimum quantity.',
  'unknown-order': 'Unknown order sent.',
  'no-change': 'The requested action would change no state; rejecting.',
  'below-filled': 'Order amend (quantity increase) is not supported.',
  'bad-quantity': 'Price * QTY is zero or less.',
};
