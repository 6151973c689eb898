import type { WindowRule } from '../../../../shared/model/bucket.ts';
import type { Reading } from '../../../../shared/model/reading.ts';
import type { ExchangeDefinition } from '../definition.ts';
import { displayName } from './instruments.ts';
import { type Tier, startTier, tiers } from './limits.ts';

type Members = Readonly<Record<string, unknown>>;

/**
 * Kraken tells the fill of its matching-engine counter on two private feeds alone: WebSocket v2 `executions` and v1
 * `openOrders`, both with `ratecounter: true` (reference pages, 2026-05). REST answers tell nothing.
 */
export const readings: ExchangeDefinition['readings'] = {
  read: () => [],
  readSocket: (message) => [...capacityReadings(message), ...usedReadings(message)],
  exchangeTimeMs: () => null,
};

function membersOf(value: unknown): Members | null {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Members) : null;
}

function membersAmong(values: readonly unknown[]): readonly Members[] {
  return values.map(membersOf).filter((members) => members !== null);
}

// `maxratecount` is 60, 125 or 180 and so tells the tier, which also sets the REST counter; that step is inference from
// the two tables of "Spot Trading Limits" and "Spot REST Rate Limits". Another number is a capacity of its own.
function capacityReadings(message: unknown): readonly Reading[] {
  const capacity = count(maxRateCount(message));
  if (capacity === null || capacity === 0) return [];
  const tier = tierOf(capacity);
  if (tier === null) return [capacityReading('engine', capacity, null)];
  return limitsOf(tier);
}

function limitsOf(tier: Tier): readonly CapacityReading[] {
  const { engine, rest } = tiers[tier];
  return [
    capacityReading('engine', engine.capacity, { kind: 'decaying', perSecond: engine.perSecond }),
    capacityReading('rest-counter', rest.capacity, { kind: 'decaying', perSecond: rest.perSecond }),
  ];
}

/** What the user says of the tier. An unknown one is taken for the lowest, which nobody can overstep. */
export const tierLimits: NonNullable<ExchangeDefinition['tierLimits']> = (tier) =>
  limitsOf(tier === 'unknown' ? startTier : tier).map((reading) => ({ ...reading, isGeneral: true }));

type CapacityReading = Extract<Reading, { kind: 'capacity' }>;

function capacityReading(bucket: string, capacity: number, window: WindowRule | null): CapacityReading {
  return { kind: 'capacity', bucket, part: null, capacity, window, source: 'socket' };
}

/** The tier whose matching-engine threshold this is; null for a number of none. */
export function tierOf(maxRateCount: number): Tier | null {
  const names = Object.keys(tiers) as Tier[];
  return names.find((name) => tiers[name].engine.capacity === maxRateCount) ?? null;
}

// v2: the subscribe acknowledgement of `executions`. v1: `subscriptionStatus` of `openOrders`.
function maxRateCount(message: unknown): unknown {
  const members = membersOf(message);
  const result = membersOf(members?.['result']);
  if (members?.['method'] === 'subscribe' && members['success'] === true && result?.['channel'] === 'executions') {
    return result['maxratecount'];
  }
  const subscription = membersOf(members?.['subscription']);
  const isOpenOrders = members?.['channelName'] === 'openOrders' || subscription?.['name'] === 'openOrders';
  return members?.['event'] === 'subscriptionStatus' && isOpenOrders ? subscription?.['maxratecount'] : undefined;
}

interface PairCount {
  readonly symbol: string;
  readonly used: number;
}

// Several orders of one pair stand in one message; the highest count is the one that cannot open a gate wrongly.
function usedReadings(message: unknown): readonly Reading[] {
  const highest = new Map<string, number>();
  for (const { symbol, used } of pairCounts(message)) highest.set(symbol, Math.max(used, highest.get(symbol) ?? 0));
  return [...highest].map(([part, used]) => ({ kind: 'used', bucket: 'engine', part, used, source: 'socket' }));
}

function pairCounts(message: unknown): readonly PairCount[] {
  return reportsOf(message).flatMap((report) => {
    const symbol = symbolOf(report);
    const used = count(rateCount(report));
    return symbol === null || used === null ? [] : [{ symbol, used }];
  });
}

function reportsOf(message: unknown): readonly Members[] {
  if (Array.isArray(message)) return openOrdersReports(message);
  const members = membersOf(message);
  if (members?.['channel'] !== 'executions' || !Array.isArray(members['data'])) return [];
  return membersAmong(members['data']);
}

// v1: [[{ txid: order }, …], "openOrders", { sequence }].
function openOrdersReports(message: readonly unknown[]): readonly Members[] {
  const [orders, channel] = message;
  if (channel !== 'openOrders' || !Array.isArray(orders)) return [];
  return membersAmong(membersAmong(orders).flatMap((entry) => Object.values(entry)));
}

// A report without symbol (updates after the first) cannot be given to a pair, so it is left out.
function symbolOf(report: Members): string | null {
  const symbol = report['symbol'] ?? membersOf(report['descr'])?.['pair'];
  return typeof symbol === 'string' && symbol !== '' ? displayName(symbol) : null;
}

// v2 promises the count and names no field for it (2026-05): v1's name first, then anything that looks like it.
function rateCount(report: Members): unknown {
  if (report['ratecount'] !== undefined) return report['ratecount'];
  const name = Object.keys(report).find((key) => /rate_?count/i.test(key) && !/max/i.test(key));
  return name === undefined ? undefined : report[name];
}

/** A count written as number or text; null for anything that is none. */
function count(value: unknown): number | null {
  if (typeof value !== 'number' && (typeof value !== 'string' || !/^\d+(\.\d+)?$/.test(value))) return null;
  const parsed = Number(value);
  return Number.isFinite(parsed) && parsed >= 0 ? parsed : null;
}
