import type { Reading } from '../../../../shared/model/reading.ts';
import type { ExchangeReply } from '../../http.ts';
import type { ExchangeTime, ReplyContext } from '../definition.ts';
import { DEFAULT_ORDER_CAP, ORDER_CAP_BUCKET, RATE_LIMIT_CALL } from './limits.ts';
import { RateLimitRow, TimedReply, rowsOf } from './schemas.ts';

const NOTHING: readonly Reading[] = [];

/**
 * OKX never says how much is used; account-rate-limit alone tells a capacity, the sub-account cap in orders per 2 s.
 * An account without fill-ratio tiers may answer `''` (seen live 2024-02), which means the default cap.
 */
export function read(reply: ExchangeReply, context: ReplyContext): readonly Reading[] {
  if (context.endpoint !== RATE_LIMIT_CALL) return NOTHING;
  const rows = rowsOf(RateLimitRow, reply.json);
  const row = rows.ok ? rows.value[0] : undefined;
  if (row === undefined) return NOTHING;
  const capacity = row.accRateLimit === '' ? DEFAULT_ORDER_CAP : Number(row.accRateLimit);
  if (!Number.isSafeInteger(capacity) || capacity <= 0) return NOTHING;
  const window = { kind: 'sliding', periodMs: 2_000 } as const;
  return [{ kind: 'capacity', bucket: ORDER_CAP_BUCKET, part: null, capacity, window, source: 'body' }];
}

export function readSocket(): readonly Reading[] {
  return NOTHING;
}

/**
 * How long a trading call spent at the exchange, ms: gateway arrival (after authentication) to departure, which OKX gives
 * in microseconds ("Place order", 2026-08). Null for every other call and for times that run backwards.
 */
export function exchangeTimeMs(reply: ExchangeReply): ExchangeTime {
  const times = TimedReply.safeParse(reply.json);
  if (!times.success) return null;
  const { inTime, outTime } = times.data;
  if (!/^\d{16}$/.test(inTime) || !/^\d{16}$/.test(outTime)) return null;
  const spentMicros = Number(BigInt(outTime) - BigInt(inTime));
  return spentMicros < 0 ? null : spentMicros / 1_000;
}

export const readings = { read, readSocket, exchangeTimeMs };
