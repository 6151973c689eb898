// Error codes the practice exchange can answer with: HTTP status and text as documented (API v5 docs
// "Error code", 2026-08). 50119 comes as HTTP 401 as observed live, although the table says 200.

interface Row {
  readonly http: number;
  readonly text: string;
}

function row(http: number, text: string): Row {
  return { http, text };
}

export const ERRORS = {
  '50000': row(400, 'Body for POST request cannot be empty.'),
  '50001': row(503, 'Service temporarily unavailable. Please try again later'),
  '50002': row(400, 'JSON syntax error'),
  '50004': row(
    400,
    'API endpoint request timeout (does not mean that the request was successful or failed, please check the request result).',
  ),
  '50006': row(400, 'Invalid Content-Type. Please use "application/json".'),
  '50011': row(429, 'Too Many Requests'),
  '50013': row(429, 'Systems are busy. Please try again later.'),
  '50014': row(400, 'Parameter {0} cannot be empty.'),
  '50015': row(400, 'Either parameter {0} is required.'),
  '50024': row(200, 'Parameter {0} cannot exist at the same time.'),
  '50026': row(500, 'System error. Please try again later.'),
  '50036': row(
    200,
    "The expTime can't be earlier than the current system time. Please adjust the expTime and try again.",
  ),
  '50038': row(200, 'This feature is unavailable in demo trading'),
  '50053': row(200, 'This feature is only available in demo trading'),
  '50055': row(200, 'Reset unsuccessful. Assets can only be increased up to 3 times per day.'),
  '50061': row(200, 'The order request rate has reached the limit of the current sub-account.'),
  '50101': row(401, 'APIKey does not match current environment.'),
  '50102': row(401, 'Timestamp request expired'),
  '50103': row(401, 'Request header "OK-ACCESS-KEY" can\'t be empty.'),
  '50104': row(401, 'Request header "OK-ACCESS-PASSPHRASE" can\'t be empty.'),
  '50105': row(401, 'Request header "OK-ACCESS-PASSPHRASE" incorrect.'),
  '50106': row(401, 'Request header "OK-ACCESS-SIGN" can\'t be empty.'),
  '50107': row(401, 'Request header "OK-ACCESS-TIMESTAMP" can\'t be empty.'),
  '50110': row(401, "Your IP {0} is not included in your API key's IP whitelist."),
  '50112': row(401, 'Invalid OK-ACCESS-TIMESTAMP'),
  '50113': row(401, 'Invalid Sign'),
  '50115': row(405, 'Invalid request method'),
  '50119': row(401, "API key doesn't exist"),
  '50120': row(200, "This API key doesn't have permission to use this function"),
  '51000': row(400, 'Parameter {0} error'),
  '51001': row(200, "Instrument ID, Instrument ID code, or Spread ID doesn't exist."),
  '51003': row(200, 'Either client order ID or order ID is required'),
  '51005': row(200, 'Your order amount exceeds the max order amount.'),
  '51006': row(200, 'Order price is not within the price limit (max buy price: {0}, min sell price: {1}).'),
  '51008': row(200, 'Order failed. Insufficient {0} balance in account'),
  '51010': row(200, 'Request unsupported under current account mode'),
  '51016': row(200, 'Duplicated client order ID'),
  '51020': row(200, 'Your order should meet or exceed the minimum order amount.'),
  '51021': row(200, 'The pair or contract is not yet listed'),
  '51022': row(200, 'Contract suspended'),
  '51025': row(200, 'The number of pending orders exceeds the limit'),
  '51054': row(500, 'Request timed out. Please try again.'),
  '51071': row(200, "You've reached the maximum limit for tag level cancel all after timers."),
  '51103': row(200, 'The number of pending orders of this instrument exceeds the limit'),
  '51111': row(200, 'Maximum {0} orders can be placed in bulk.'),
  '51121': row(200, 'Order quantity must be a multiple of the lot size.'),
  '51149': row(500, 'Order timed out. Please try again later.'),
  '51150': row(200, 'The precision of the number of trades or the price exceeds the limit.'),
  '51201': row(200, "Value of per market order can't exceed the maximum."),
  '51202': row(200, 'Market order amount exceeds the maximum amount.'),
  '51203': row(200, 'Limit order amount exceeds the maximum amount.'),
  '51204': row(200, "The price for the limit order can't be empty."),
  '51400': row(200, 'Cancellation failed as the order has been filled, canceled or does not exist.'),
  '51500': row(200, 'You must enter a price, quantity, or TP/SL'),
  '51502': row(200, 'Failed to modify order. Insufficient {0} balance in account'),
  '51503': row(200, 'Order modification failed as the order has been filled, canceled or does not exist.'),
  '51511': row(200, 'Operation failed as the order price does not meet the requirement for Post Only.'),
  '51512': row(200, "Failed to amend orders in batches. You can't have duplicate orders in the same request."),
  '51514': row(200, 'Maximum {0} characters'),
  '51603': row(200, 'Order does not exist'),
  '52000': row(200, 'No market data found.'),
} as const satisfies Readonly<Record<string, Row>>;

export type Code = keyof typeof ERRORS;

/** A refusal of one order (or of the whole request, when it stands at the top). */
export interface Refusal {
  readonly code: Code;
  readonly message: string;
  readonly subCode: string;
}

/** Builds a refusal; `{0}`, `{1}` … in the documented text are replaced by `values`. */
export function refuse(code: Code, ...values: readonly string[]): Refusal {
  const message = ERRORS[code].text.replace(/\{(\d)\}/g, (_, index: string) => values[Number(index)] ?? '');
  return { code, message, subCode: code === '51008' || code === '51502' ? '1000' : '' };
}

export function httpStatusOf(code: Code): number {
  return ERRORS[code].http;
}

// WebSocket codes (API v5 docs "Error code", part WebSocket, 2026-08).
export const SOCKET_ERRORS = {
  '60004': 'Invalid timestamp',
  '60005': 'Invalid apiKey',
  '60006': 'Timestamp request expired',
  '60007': 'Invalid sign',
  '60009': 'Login failed.',
  '60011': 'Please log in',
  '60012': 'Invalid request: {0}',
  '60013': 'Invalid args',
  '60014': 'Requests too frequent',
  '60018':
    "Wrong URL or {0} doesn't exist. Please use the correct URL, channel and parameters referring to API document.",
  '60019': 'Invalid op: {0}',
  '60024': 'Wrong passphrase',
  '60028':
    'The current operation is not supported by this URL. Please use the correct WebSocket URL for the operation.',
  '60031': 'The WebSocket endpoint does not allow multiple or repeated logins.',
  '60032': "API key doesn't exist",
  '64003': 'Your trading fee tier does not meet the requirement to access this channel',
  '64008': 'The connection will soon be closed for a service upgrade. Please reconnect.',
} as const;

export type SocketCode = keyof typeof SOCKET_ERRORS;

export function socketErrorText(code: SocketCode, value = ''): string {
  return SOCKET_ERRORS[code].replace('{0}', value);
}
