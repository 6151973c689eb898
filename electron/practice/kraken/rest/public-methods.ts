import { type Answer, done, ERRORS, invalidArguments, refused } from '../errors.ts';
import { type Fields, textOf, textsOf, wholeOf } from '../fields.ts';
import { ASSETS, assetOfName, type Pair, PAIRS, pairOfName } from '../pairs.ts';
import { marketOf } from '../trading/floor.ts';
import { rfc3339Seconds } from '../wire/texts.ts';
import { assetWire, candleWire, depthWire, pairWire, publicTradeWire, tickerWire } from '../wire/public.ts';
import type { PublicMethod } from './call.ts';

const time: PublicMethod = (context) => {
  const atMs = context.floor.engineNowMs();
  return done({ unixtime: Math.floor(atMs / 1000), rfc1123: rfc1123(atMs) });
};

// The year has two digits there, as in the recorded reply of 2025-11.
function rfc1123(atMs: number): string {
  const [day = '', date = '', month = '', year = '', clock = ''] = new Date(atMs).toUTCString().split(' ');
  return `${day} ${date} ${month} ${year.slice(2)} ${clock} +0000`;
}

const systemStatus: PublicMethod = (context) =>
  done({ status: context.floor.system.status, timestamp: rfc3339Seconds(context.floor.engineNowMs()) });

const assets: PublicMethod = (_context, fields) => {
  const names = textsOf(fields, 'asset');
  const found = names.length === 0 ? ASSETS : names.map(assetOfName).filter((asset) => asset !== undefined);
  if (found.length < names.length) return refused(ERRORS.unknownAsset);
  return done(Object.fromEntries(found.map((asset) => [asset.id, assetWire(asset)])));
};

const assetPairs: PublicMethod = (context, fields) =>
  withPairs(fields, (pairs) =>
    Object.fromEntries(pairs.map((pair) => [pair.id, pairWire(pair, marketOf(context.floor, pair))])),
  );

const ticker: PublicMethod = (context, fields, nowMs) =>
  withPairs(fields, (pairs) =>
    Object.fromEntries(pairs.map((pair) => [pair.id, tickerWire(pair, marketOf(context.floor, pair), nowMs)])),
  );

const depth: PublicMethod = (context, fields, nowMs) =>
  withPair(fields, (pair) => {
    const count = wholeOf(fields, 'count') ?? 100;
    if (count < 1 || count > 500) return refused(invalidArguments('count'));
    return done({ [pair.id]: depthWire(pair, marketOf(context.floor, pair), count, nowMs) });
  });

// Minutes of a candle, and how many candles there are at most (REST OHLC, 2026-05).
const INTERVALS: ReadonlySet<number> = new Set([1, 5, 15, 30, 60, 240, 1440, 10080, 21600]);
const LONGEST_CANDLES = 720;

const ohlc: PublicMethod = (context, fields, nowMs) =>
  withPair(fields, (pair) => {
    const interval = wholeOf(fields, 'interval') ?? 1;
    if (!INTERVALS.has(interval)) return refused(invalidArguments('interval'));
    const all = marketOf(context.floor, pair).candles.list(interval * 60_000, 0, nowMs);
    const newest = all.slice(-LONGEST_CANDLES);
    const sinceMs = (wholeOf(fields, 'since') ?? 0) * 1000;
    const rows = newest.filter((candle) => candle.openMs >= sinceMs).map((candle) => candleWire(pair, candle));
    return done({ [pair.id]: rows, last: (newest.at(-2)?.openMs ?? 0) / 1000 });
  });

// `since` and `last` are nanoseconds, beyond what a double holds.
const trades: PublicMethod = (context, fields) =>
  withPair(fields, (pair) => {
    const count = wholeOf(fields, 'count') ?? 1000;
    if (count < 1 || count > 1000) return refused(invalidArguments('count'));
    const since = textOf(fields, 'since') ?? '0';
    if (!/^\d{1,19}$/.test(since)) return refused(invalidArguments('since'));
    const sinceMs = since.length > 12 ? Number(BigInt(since) / 1_000_000n) : Number(since) * 1000;
    const tape = marketOf(context.floor, pair).tape.filter((trade) => trade.atMs > sinceMs);
    const page = since === '0' ? tape.slice(-count) : tape.slice(0, count);
    const last = page.at(-1)?.atMs ?? sinceMs;
    return done({ [pair.id]: page.map((trade) => publicTradeWire(pair, trade)), last: `${last}000000` });
  });

/** The eight public methods (REST reference, 2026-05). */
export const PUBLIC_METHODS: ReadonlyMap<string, PublicMethod> = new Map([
  ['Time', time],
  ['SystemStatus', systemStatus],
  ['Assets', assets],
  ['AssetPairs', assetPairs],
  ['Ticker', ticker],
  ['Depth', depth],
  ['OHLC', ohlc],
  ['Trades', trades],
]);

function withPairs(fields: Fields, make: (pairs: readonly Pair[]) => unknown): Answer<unknown> {
  const names = textsOf(fields, 'pair');
  const found = names.length === 0 ? PAIRS : names.map(pairOfName);
  const pairs = found.filter((pair) => pair !== undefined);
  return pairs.length < found.length ? refused(ERRORS.unknownPair) : done(make(pairs));
}

function withPair(fields: Fields, make: (pair: Pair) => Answer<unknown>): Answer<unknown> {
  const name = textOf(fields, 'pair');
  if (name === undefined) return refused(ERRORS.invalidArguments);
  const pair = pairOfName(name);
  return pair === undefined ? refused(ERRORS.unknownPair) : make(pair);
}

/** Names the pair a public call is counted under. */
export function pairKeyOf(fields: Fields): string {
  const name = textOf(fields, 'pair') ?? '';
  return pairOfName(name)?.id ?? name;
}
