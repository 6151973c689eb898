import type { ExchangeId } from '../../shared/model/account.ts';
import type { LatencyPoint, LatencySummary } from '../../shared/model/activity.ts';

const TYPICAL_MS: Readonly<Record<ExchangeId, number>> = { binance: 38, okx: 64, kraken: 112 };

/** Latency of one second: a function of time, restless as a real one. */
export function latencyAt(exchange: ExchangeId, atMs: number, level: number): LatencyPoint {
  const noise = fraction(Math.sin(atMs * 0.000913 + TYPICAL_MS[exchange]) * 43_758.5);
  const swell = 1 + 0.25 * Math.sin(atMs / 41_000 + TYPICAL_MS[exchange]);
  const p50 = TYPICAL_MS[exchange] * swell * (0.9 + 0.2 * noise);
  const isSpike = noise > 0.985;
  const count = Math.round(level * (8 + 6 * noise));
  if (count === 0) return { atMs, count: 0, failures: 0, p50: null, p95: null };
  return { atMs, count, failures: isSpike ? 1 : 0, p50, p95: p50 * (1.5 + noise * 0.7) * (isSpike ? 2.6 : 1) };
}

export function summaryOf(exchange: ExchangeId, points: readonly LatencyPoint[]): LatencySummary {
  const count = points.reduce((sum, point) => sum + point.count, 0);
  const failures = points.reduce((sum, point) => sum + point.failures, 0);
  const mean = (pick: (point: LatencyPoint) => number | null): number | null =>
    count === 0 ? null : points.reduce((sum, point) => sum + (pick(point) ?? 0) * point.count, 0) / count;
  const p95 = mean((point) => point.p95);
  return { exchange, count, failures, p50: mean((point) => point.p50), p95, p99: p95 === null ? null : p95 * 1.4 };
}

function fraction(value: number): number {
  return value - Math.floor(value);
}
