import type { Failure } from '../../../../shared/contract/failure.ts';
import type { ReadOutcome, ReplyContext, Verdict, VerdictGate } from '../definition.ts';
import type { Endpoint } from '../limit-rules.ts';
import { type ExchangeReply, headerValues } from '../../http.ts';
import { endpointOf } from '../limit-rules.ts';
import { limits } from './limits.ts';
import { CancelReplaceData, ErrorBody } from './schemas.ts';

const SECOND_MS = 1_000;
const MINUTE_MS = 60 * SECOND_MS;
const MIN_GATE_MS = SECOND_MS;
const MAX_GATE_MS = 72 * 60 * MINUTE_MS;
// rest-api.md "IP Limits", 2026-07: bans last from 2 minutes to 3 days.
const SHORTEST_BAN_MS = 2 * MINUTE_MS;
// HELP 360004492232, 2024-11: a firewall block lasts about 5 minutes.
const FIREWALL_MS = 5 * MINUTE_MS;
const DETAIL_LENGTH = 200;

type Meaning = (code: string, message: string) => Verdict;

function never(failure: Failure): Verdict {
  return { failure, execution: 'not-executed', retry: 'never', gate: null };
}

function unknown(failure: Failure): Verdict {
  return { failure, execution: 'unknown', retry: 'never', gate: null };
}

function cut(message: string): string {
  return message.slice(0, DETAIL_LENGTH);
}

const lost: Meaning = (code, message) => unknown({ kind: 'outcome-unknown', detail: cut(`${code} ${message}`) });
const busy: Meaning = (code) => unknown({ kind: 'busy', code });
const rejected: Meaning = (code, message) => never({ kind: 'rejected', code, detail: cut(message) });
const invalidKey: Meaning = (code) => never({ kind: 'invalid-key', reason: 'unknown', code });
const closed: Meaning = (code) => never({ kind: 'market-closed', code });
const unknownOrder: Meaning = (code) => never({ kind: 'unknown-order', code });

const crowded: Meaning = (code, message) => {
  const untilMs = banEndMs(message);
  const isBan = untilMs !== null;
  const failure: Failure = isBan ? { kind: 'banned', code, untilMs } : { kind: 'rate-limited', code, retryAtMs: null };
  // Without a clock only the shortest ban can be promised; `outcome` gives the real one.
  const gate: VerdictGate = isBan
    ? { cause: 'banned', scope: 'ip', forMs: SHORTEST_BAN_MS }
    : { cause: 'rate-limited', scope: 'ip', forMs: null };
  return { failure, execution: 'not-executed', retry: 'after-delay', gate };
};

const tooManyOrders: Meaning = (code, message) => ({
  failure: { kind: 'rate-limited', code, retryAtMs: null },
  execution: 'not-executed',
  retry: 'after-delay',
  gate: { cause: 'rate-limited', scope: 'bucket', buckets: [orderBucket(message)], forMs: null },
});

const late: Meaning = (code) => ({ ...never({ kind: 'clock-skew', code }), retry: 'after-clock-sync' });

// errors.md "Filter failures" and "Messages for -1010, -2010, -2011, -2038", 2026-07. What is not listed is `rejected`.
const FULL_BOOK = /^(EXCHANGE_)?MAX_NUM_((ALGO|ICEBERG)_ORDERS|ORDERS|ORDER_LISTS)$/;
const TEXTS: ReadonlyMap<string, Meaning> = new Map<string, Meaning>([
  ['Unknown order sent.', unknownOrder],
  // An order with this id is open: perhaps the very one that was to be placed, so it must be looked up.
  ['Duplicate order sent.', (code) => unknown({ kind: 'duplicate-order', code })],
  ['Market is closed.', closed],
  ['Account has insufficient balance for requested action.', (code) => never({ kind: 'insufficient-funds', code })],
  ['This action is disabled on this account.', blocked],
  ['This account may not place or cancel orders.', blocked],
  ['This symbol is not permitted for this account.', blocked],
  ['This symbol is restricted for this account.', blocked],
  ['Rest API trading is not enabled.', blocked],
]);

function blocked(code: string, message: string): Verdict {
  return never({ kind: 'account-blocked', code, detail: cut(message) });
}

const byText: Meaning = (code, message) => {
  const rule = /^Filter failure: ([A-Z_]{1,40})/.exec(message)?.[1];
  if (rule === undefined) return (TEXTS.get(message.trim()) ?? rejected)(code, message);
  if (FULL_BOOK.test(rule)) return never({ kind: 'too-many-open-orders', code });
  return never({ kind: 'filter', rule, code, detail: cut(message) });
};

// errors.md, 2026-07; -2008 and 0 as observed on live hosts (ccxt#11045, ccxt#16044).
const MEANINGS: ReadonlyMap<string, Meaning> = new Map<string, Meaning>([
  ['-1000', lost],
  ['-1001', lost],
  ['-1002', invalidKey],
  ['-1003', crowded],
  ['-1006', lost],
  ['-1007', lost],
  ['-1008', busy],
  ['-1010', byText],
  ['-1013', byText],
  ['-1014', rejected],
  ['-1015', tooManyOrders],
  ['-1016', (code) => never({ kind: 'maintenance', code })],
  ['-1020', rejected],
  ['-1021', late],
  ['-1022', (code) => never({ kind: 'invalid-key', reason: 'signature', code })],
  ['-1034', (code) => ({ ...never({ kind: 'rate-limited', code, retryAtMs: null }), retry: 'after-delay' })],
  ['-1111', (code, message) => never({ kind: 'filter', rule: 'PRECISION', code, detail: cut(message) })],
  ['-2008', invalidKey],
  ['-2010', byText],
  ['-2011', byText],
  ['-2013', unknownOrder],
  ['-2014', (code) => never({ kind: 'invalid-key', reason: 'malformed', code })],
  // Key, address list and missing right cannot be told apart.
  ['-2015', invalidKey],
  ['-2016', closed],
  // One half was done: the two orders must be looked at.
  ['-2021', (code, message) => unknown({ kind: 'rejected', code, detail: cut(message) })],
  ['-2022', rejected],
  ['-2026', unknownOrder],
  ['-2035', rejected],
  ['-2036', rejected],
  ['-2038', byText],
  ['-2039', rejected],
  ['-2042', rejected],
  ['-2043', rejected],
  ['0', (code) => never({ kind: 'restricted-location', code })],
]);

// Mistakes in the request, of which only -1111 has a kind of its own (errors.md "11xx", 2026-07).
const REQUEST_MISTAKES = [
  1100, 1101, 1102, 1103, 1104, 1105, 1106, 1108, 1112, 1114, 1115, 1116, 1117, 1118, 1119, 1120, 1121, 1122, 1125,
  1127, 1128, 1130, 1134, 1135, 1139, 1145, 1151, 1158, 1159, 1160, 1161, 1162, 1163, 1164, 1165, 1166, 1167, 1168,
  1194, 1196, 1197, 1198, 1199, 1210, 1211, 1220, 1222, 1223, 1224, 1225,
].map((number) => `-${number}`);

export const documentedCodes: readonly string[] = [...MEANINGS.keys(), ...REQUEST_MISTAKES];

/** What a code means for a call that changes something. Codes that nobody documented are `rejected`. */
export function classify(code: string, message: string): Verdict {
  return (MEANINGS.get(code) ?? rejected)(code, message);
}

/**
 * Reads an answer: by its code first, by its HTTP status where it has none. `untilMs` and `retryAtMs` are on the
 * exchange's clock.
 */
export function outcome(reply: ExchangeReply, context: ReplyContext): ReadOutcome {
  const error = errorOf(reply);
  if (error === null && isSuccess(reply)) return { kind: 'success' };
  const verdict = error === null ? byStatus(reply.status) : byCode(error, reply.status);
  const timed = withTimes(withStatusGate(verdict, reply.status), reply, context);
  const code = error === null ? null : String(error.code);
  return { kind: 'failure', verdict: forEffect(timed, endpointOf(limits, context.endpoint).effect, code) };
}

function isSuccess({ status, json }: ExchangeReply): boolean {
  return status >= 200 && status < 300 && json !== undefined;
}

// Code 0 is an error only as a refusal by place; a 2xx answer may have a `code` member of its own that is no error.
function errorOf({ status, json }: ExchangeReply): ErrorBody | null {
  if (typeof json !== 'object' || json === null || !('code' in json)) return null;
  const parsed = ErrorBody.safeParse(json);
  if (!parsed.success || parsed.data.code > 0) return null;
  return parsed.data.code === 0 && status !== 451 ? null : parsed.data;
}

function byCode(error: ErrorBody, status: number): Verdict {
  const verdict = withHalf(classify(String(error.code), error.msg), error);
  // rest-api.md "HTTP Return Codes", 2026-07: with a 5xx the execution status is unknown, whatever else it says.
  return status >= 500 || status === 408 ? { ...verdict, execution: 'unknown', retry: 'never' } : verdict;
}

// A failed cancelReplace tells in `data` which half was refused and why (rest-api.md, 2026-07).
function withHalf(verdict: Verdict, error: ErrorBody): Verdict {
  if (error.code !== -2021 && error.code !== -2022) return verdict;
  const halves = CancelReplaceData.safeParse(error.data).data;
  const refusal = [halves?.newOrderResponse, halves?.cancelResponse]
    .map((half) => ErrorBody.safeParse(half).data)
    .find(Boolean);
  if (refusal === undefined) return verdict;
  const { failure, execution, gate } = classify(String(refusal.code), refusal.msg);
  return { failure, execution: verdict.execution === 'unknown' ? 'unknown' : execution, retry: 'never', gate };
}

function byStatus(status: number): Verdict {
  if (status === 418) return { ...never({ kind: 'banned', code: null, untilMs: null }), retry: 'after-delay' };
  if (status === 429) return { ...never({ kind: 'rate-limited', code: null, retryAtMs: null }), retry: 'after-delay' };
  if (status === 403) return { ...never({ kind: 'firewall', status }), retry: 'after-delay' };
  if (status === 451) return never({ kind: 'restricted-location', code: null });
  if (status === 401) return never({ kind: 'invalid-key', reason: 'unknown', code: null });
  if (status >= 500 || status === 408) return unknown({ kind: 'outcome-unknown', detail: `HTTP ${status}` });
  const failure: Failure = { kind: 'bad-reply', status, detail: 'the answer is not in the form of Binance' };
  // A refusal without a code was not carried out; a success, redirect or conflict that cannot be read may have been.
  return status >= 400 && status !== 409 ? never(failure) : unknown(failure);
}

// These statuses close a gate whatever the code says; a 403 with a code came from the exchange, not from its firewall.
function withStatusGate(verdict: Verdict, status: number): Verdict {
  if (verdict.failure.kind === 'firewall')
    return { ...verdict, gate: { cause: 'firewall', scope: 'ip', forMs: FIREWALL_MS } };
  if (status === 418) return { ...verdict, gate: { cause: 'banned', scope: 'ip', forMs: SHORTEST_BAN_MS } };
  if (status !== 429 || verdict.gate !== null) return verdict;
  return { ...verdict, gate: { cause: 'rate-limited', scope: 'ip', forMs: null } };
}

function withTimes(verdict: Verdict, reply: ExchangeReply, context: ReplyContext): Verdict {
  const { gate } = verdict;
  if (gate === null) return verdict;
  const forMs = gateMs(gate, reply, context.serverMs);
  const untilMs = forMs === null ? null : context.serverMs + forMs;
  return {
    ...verdict,
    gate: { ...gate, scope: gateScope(gate, context), forMs },
    failure: failureUntil(verdict, gate, untilMs),
  };
}

function gateMs(gate: VerdictGate, reply: ExchangeReply, serverMs: number): number | null {
  const asked = retryAfterMs(headerValues(reply.headers, 'retry-after'));
  if (gate.cause === 'rate-limited') return asked;
  if (gate.cause === 'firewall') return Math.max(FIREWALL_MS, asked ?? 0);
  const endMs = banEndMs(ErrorBody.safeParse(reply.json).data?.msg ?? '');
  // An end that has passed comes of a wrong clock somewhere: the ban is real, so the shortest one is kept.
  const leftMs = endMs === null || endMs <= serverMs ? null : clamped(endMs - serverMs);
  const longestMs = Math.max(leftMs ?? 0, asked ?? 0);
  return longestMs === 0 ? SHORTEST_BAN_MS : longestMs;
}

// developers.binance.com CAAS "Rate limits", 2026: /sapi counts per endpoint and never bans.
function gateScope(gate: VerdictGate, context: ReplyContext): VerdictGate['scope'] {
  const isSapi = context.request.path.startsWith('/sapi/');
  return isSapi && gate.cause === 'rate-limited' ? 'bucket' : gate.scope;
}

function failureUntil({ failure }: Verdict, gate: VerdictGate, untilMs: number | null): Failure {
  const code = 'code' in failure ? failure.code : null;
  if (gate.cause === 'banned') return { kind: 'banned', code, untilMs };
  return failure.kind === 'rate-limited' ? { ...failure, retryAtMs: untilMs } : failure;
}

// A read that got no clear answer changed nothing and may be asked again; so may a cancel, which may have worked.
function forEffect(verdict: Verdict, effect: Endpoint['effect'], code: string | null): Verdict {
  if (verdict.execution !== 'unknown' || effect === 'order') return verdict;
  if (effect === 'cancel') return { ...verdict, retry: 'after-delay' };
  const failure: Failure = verdict.failure.kind === 'outcome-unknown' ? { kind: 'busy', code } : verdict.failure;
  return { ...verdict, failure, execution: 'not-executed', retry: 'after-delay' };
}

/**
 * The longest wait that Retry-After asks for, ms, from 1 s to 72 h. Whole seconds only; dates, signs, fractions and
 * other text count as absent: null when nothing is left.
 */
export function retryAfterMs(values: readonly string[]): number | null {
  const texts = values.flatMap((value) => value.split(',')).map((text) => text.trim());
  const seconds = texts.filter((text) => /^\d+$/.test(text)).map(Number);
  return seconds.length === 0 ? null : clamped(Math.max(...seconds) * SECOND_MS);
}

function clamped(durationMs: number): number {
  return Math.min(MAX_GATE_MS, Math.max(MIN_GATE_MS, durationMs));
}

/** End of a ban, epoch ms on the exchange's clock, from the text of -1003. */
function banEndMs(message: string): number | null {
  const digits = /banned until (\d{13})\b/.exec(message)?.[1];
  return digits === undefined ? null : Number(digits);
}

// The text of -1015 names the interval. Without it the short window is closed: should it be the day's, the next order
// says so, while a wrong guess of the day would stop orders until midnight.
function orderBucket(message: string): 'orders-10s' | 'orders-1d' {
  return /\b\d+ DAYS?\b/i.test(message) ? 'orders-1d' : 'orders-10s';
}
