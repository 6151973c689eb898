import type { Bucket } from '../../../../shared/model/bucket.ts';
import type { Reading } from '../../../../shared/model/reading.ts';
import type { ExchangeTime, ReplyContext } from '../definition.ts';
import { type ExchangeReply, type HeaderMap, soleHeader } from '../../http.ts';
import { limitRows, nearestBucket, periodOf } from './limit-rows.ts';
import type { LimitRow } from './limit-rows.ts';
import { RateLimit, RateLimits } from './schemas.ts';

// rest-api.md "LIMITS" and developers.binance.com "General Info", 2026: the interval is part of the name. The legacy
// X-MBX-USED-WEIGHT without an interval repeats the 1-minute one and is left out.
const HEADERS: readonly { readonly limiter: string; readonly pattern: RegExp }[] = [
  { limiter: 'REQUEST_WEIGHT', pattern: /^x-mbx-used-weight-(\d{1,4})([smhd])$/ },
  { limiter: 'ORDERS', pattern: /^x-mbx-order-count-(\d{1,4})([smhd])$/ },
  { limiter: 'SAPI_IP', pattern: /^x-sapi-used-ip-weight-(\d{1,4})([smhd])$/ },
  { limiter: 'SAPI_UID', pattern: /^x-sapi-used-uid-weight-(\d{1,4})([smhd])$/ },
];

const EXCHANGE_INFO = 'GET /api/v3/exchangeInfo';

/** Usage from the headers of any answer, and limits from the bodies that state them. What is malformed is left out. */
export function read(reply: ExchangeReply, context: ReplyContext): readonly Reading[] {
  return [...readHeaders(reply.headers, context.request.path), ...readBody(reply, context.endpoint)];
}

/** Limit and use from the `rateLimits` of a WebSocket API reply, and from replies that are about limits. */
export function readSocket(message: unknown): readonly Reading[] {
  if (!isRecord(message)) return [];
  const { result } = message;
  // A list is the account's own answer; `rateLimits` inside a result is exchangeInfo.
  const own = readRateLimits([...rateLimitsIn(message), ...(Array.isArray(result) ? result : [])], 'socket', false);
  return [...own, ...readRateLimits(rateLimitsIn(result), 'socket', true)];
}

/** Binance does not say how long a call spent with it. */
export function exchangeTimeMs(): ExchangeTime {
  return null;
}

function readHeaders(headers: HeaderMap, path: string): readonly Reading[] {
  const readings: Reading[] = [];
  for (const header of Object.keys(headers)) {
    // All that speak of limits begin so; most headers do not.
    if (header.charCodeAt(0) !== 0x78 && header.charCodeAt(0) !== 0x58) continue;
    const name = header.toLowerCase();
    const counted = countedBy(name);
    if (counted === null) continue;
    const used = strictCount(soleHeader({ [name]: headers[header] ?? [] }, name));
    if (used === null) continue;
    const { bucket, periodMs } = counted;
    readings.push({ kind: 'used', bucket: bucket.id, part: partOf(bucket, path), used, periodMs, source: 'header' });
  }
  return readings;
}

interface Counted {
  readonly bucket: Bucket;
  readonly periodMs: number;
}

// The few names that come are the same in every answer.
const knownNames = new Map<string, Counted | null>();
const MOST_NAMES = 100;

function countedBy(name: string): Counted | null {
  const known = knownNames.get(name);
  if (known !== undefined) return known;
  const counted = countedIn(name);
  if (knownNames.size < MOST_NAMES) knownNames.set(name, counted);
  return counted;
}

function countedIn(name: string): Counted | null {
  for (const { limiter, pattern } of HEADERS) {
    const [, count, letter] = pattern.exec(name) ?? [];
    if (count === undefined || letter === undefined) continue;
    const periodMs = periodOf(Number(count), letter);
    const bucket = nearestBucket(limiter, periodMs);
    return bucket === null ? null : { bucket, periodMs };
  }
  return null;
}

// The endpoint part is the path, as charges have it.
function partOf(bucket: Bucket, path: string): string | null {
  return bucket.scope.includes('endpoint') ? path : null;
}

/** Digits only: signs, fractions, exponents, lists and what a double cannot hold are refused. */
function strictCount(text: string | null): number | null {
  if (text === null || !/^\d{1,15}$/.test(text)) return null;
  return Number(text);
}

function readBody(reply: ExchangeReply, endpoint: string): readonly Reading[] {
  if (reply.status !== 200) return [];
  return readRateLimits(bodyRateLimits(reply.json, endpoint), 'body', endpoint === EXCHANGE_INFO);
}

function bodyRateLimits(body: unknown, endpoint: string): readonly unknown[] {
  if (endpoint === EXCHANGE_INFO) return rateLimitsIn(body);
  return endpoint === 'GET /api/v3/rateLimit/order' && Array.isArray(body) ? body : [];
}

function rateLimitsIn(body: unknown): readonly unknown[] {
  const parsed = RateLimits.safeParse(body);
  return parsed.success ? parsed.data.rateLimits : [];
}

function readRateLimits(
  entries: readonly unknown[],
  source: 'body' | 'socket',
  isGeneral: boolean,
): readonly Reading[] {
  const rows = entries.flatMap((entry) => RateLimit.safeParse(entry).data ?? []);
  const counted = rows.filter(({ rateLimitType }) => !rateLimitType.startsWith('SAPI'));
  return limitRows(counted).flatMap((row) => readRow(row, source, isGeneral));
}

function readRow({ row, periodMs, bucket }: LimitRow, source: 'body' | 'socket', isGeneral: boolean): Reading[] {
  const { limit, count } = row;
  const about = { bucket: bucket?.id ?? nameOf(row), part: null, source };
  // exchangeInfo tells everybody the same, also where an account has limits of its own (rateLimit/order).
  const general = isGeneral && bucket?.scope.includes('account') === true ? { isGeneral } : {};
  const window = { kind: 'fixed', periodMs } as const;
  const capacity: Reading = { ...about, ...general, kind: 'capacity', capacity: limit, window };
  return count === undefined || bucket === null
    ? [capacity]
    : [capacity, { ...about, kind: 'used', used: count, periodMs }];
}

// There is nothing to count it in; by this name it is told of.
function nameOf({ rateLimitType, intervalNum, interval }: RateLimit): string {
  const limiter = rateLimitType.replaceAll(/[^A-Za-z0-9]+/g, '-').slice(0, 40);
  return `${limiter}-${intervalNum}-${interval}`.toLowerCase();
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
