import type { Bucket } from '../../../../shared/model/bucket.ts';
import type { Reading } from '../../../../shared/model/reading.ts';
import type { ExchangeTime, ReplyContext } from '../definition.ts';
import { type ExchangeReply, type HeaderMap, soleHeader } from '../../http.ts';
import { bucketOf } from './limits.ts';
import { RateLimit, RateLimits } from './schemas.ts';

const PERIOD_MS: Readonly<Record<string, number>> = {
  s: 1_000,
  m: 60_000,
  h: 3_600_000,
  d: 86_400_000,
  SECOND: 1_000,
  MINUTE: 60_000,
  HOUR: 3_600_000,
  DAY: 86_400_000,
};

// rest-api.md "LIMITS" and developers.binance.com "General Info", 2026: the interval is part of the name. The legacy
// X-MBX-USED-WEIGHT without an interval repeats the 1-minute one and is left out.
const HEADERS: readonly { readonly limiter: string; readonly pattern: RegExp }[] = [
  { limiter: 'REQUEST_WEIGHT', pattern: /^x-mbx-used-weight-(\d{1,4})([smhd])$/ },
  { limiter: 'ORDERS', pattern: /^x-mbx-order-count-(\d{1,4})([smhd])$/ },
  { limiter: 'SAPI_IP', pattern: /^x-sapi-used-ip-weight-(\d{1,4})([smhd])$/ },
  { limiter: 'SAPI_UID', pattern: /^x-sapi-used-uid-weight-(\d{1,4})([smhd])$/ },
];

/** Usage from the headers of any answer, and limits from the bodies that state them. What is malformed is left out. */
export function read(reply: ExchangeReply, context: ReplyContext): readonly Reading[] {
  return [...readHeaders(reply.headers, context.request.path), ...readBody(reply, context.endpoint)];
}

/** Limit and use from the `rateLimits` of a WebSocket API reply, and from replies that are about limits. */
export function readSocket(message: unknown): readonly Reading[] {
  if (!isRecord(message)) return [];
  const { result } = message;
  return [...rateLimitsIn(message), ...(Array.isArray(result) ? result : rateLimitsIn(result))].flatMap((entry) =>
    readRateLimit(entry, 'socket'),
  );
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
    const bucket = bucketOfHeader(name);
    if (bucket === undefined) continue;
    const used = strictCount(soleHeader({ [name]: headers[header] ?? [] }, name));
    if (used === null) continue;
    readings.push({ kind: 'used', bucket: bucket.id, part: partOf(bucket, path), used, source: 'header' });
  }
  return readings;
}

function bucketOfHeader(name: string): Bucket | undefined {
  for (const { limiter, pattern } of HEADERS) {
    const [, count, letter] = pattern.exec(name) ?? [];
    if (count !== undefined && letter !== undefined) return bucketOf(limiter, Number(count) * (PERIOD_MS[letter] ?? 0));
  }
  return undefined;
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
  return bodyRateLimits(reply.json, endpoint).flatMap((entry) => readRateLimit(entry, 'body'));
}

function bodyRateLimits(body: unknown, endpoint: string): readonly unknown[] {
  if (endpoint === 'GET /api/v3/exchangeInfo') return rateLimitsIn(body);
  return endpoint === 'GET /api/v3/rateLimit/order' && Array.isArray(body) ? body : [];
}

function rateLimitsIn(body: unknown): readonly unknown[] {
  const parsed = RateLimits.safeParse(body);
  return parsed.success ? parsed.data.rateLimits : [];
}

// An interval that no bucket has is left out: there is nothing to count it in.
function readRateLimit(entry: unknown, source: 'body' | 'socket'): readonly Reading[] {
  const parsed = RateLimit.safeParse(entry);
  if (!parsed.success) return [];
  const { rateLimitType, interval, intervalNum, limit, count } = parsed.data;
  const bucket = bucketOf(rateLimitType, intervalNum * (PERIOD_MS[interval] ?? 0));
  if (bucket === undefined || rateLimitType.startsWith('SAPI')) return [];
  const about = { bucket: bucket.id, part: null, source };
  const capacity: Reading = { ...about, kind: 'capacity', capacity: limit, window: bucket.window };
  return count === undefined ? [capacity] : [capacity, { ...about, kind: 'used', used: count }];
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
