import type { Params } from './params.ts';

/**
 * Binance's rule for lists (rest-api.md, 2026-07): oldest first; without a start the newest, with one the oldest from
 * there, both bounded by `endTime`. Times out of range are clamped, microseconds are told by their size.
 */
export function pageByTime<Row>(
  rows: readonly Row[],
  timeOf: (row: Row) => number,
  params: Params,
  fallback: number,
  most: number,
): readonly Row[] {
  const startMs = timeParam(params, 'startTime');
  const endMs = timeParam(params, 'endTime');
  const limit = limitOf(params, fallback, most);
  const inside = rows.filter(
    (row) => timeOf(row) >= (startMs ?? 0) && timeOf(row) <= (endMs ?? Number.POSITIVE_INFINITY),
  );
  return startMs === null ? inside.slice(-limit) : inside.slice(0, limit);
}

export function limitOf(params: Params, fallback: number, most: number): number {
  const limit = params.integer('limit') ?? fallback;
  return Math.min(Math.max(1, limit), most);
}

/** Epoch ms of a time parameter, or null when absent. */
export function timeParam(params: Params, name: string): number | null {
  const value = params.integer(name);
  return value === undefined ? null : toMs(value);
}

/** How the server tells ms from µs is not documented; by magnitude is the sensible reading. */
export function toMs(value: number): number {
  return value >= 100_000_000_000_000 ? value / 1000 : value;
}
