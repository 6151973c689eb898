import type { KrakenContext } from '../context.ts';
import { type Answer, done, ERRORS, refused } from '../errors.ts';
import { type Fields, listOf, textOf, wholeOf } from '../fields.ts';
import { type Pair, pairOfSymbol } from '../pairs.ts';
import { marketOf } from '../trading/floor.ts';
import { balancesFeed, executionsFeed } from './account-feeds.ts';
import { BOOK_DEPTHS, bookFeed } from './book-feed.ts';
import { instrumentFeed } from './instrument-feed.ts';
import { OHLC_INTERVALS, ohlcFeed, tickerFeed, tradeFeed } from './market-feeds.ts';
import type { Subscription } from './subscription.ts';
import { authorise } from './token.ts';

/** The outcome for one symbol, or for a channel without symbols. */
export interface SubscribeOutcome {
  readonly symbol: string | undefined;
  readonly answer: Answer<Subscription>;
}

const PER_SYMBOL: ReadonlySet<string> = new Set(['ticker', 'book', 'trade', 'ohlc']);

/** What a `subscribe` asks for: one outcome for each symbol (WebSocket v2 channels, 2026-05). */
export function subscriptionsOf(context: KrakenContext, params: Fields): readonly SubscribeOutcome[] {
  const channel = textOf(params, 'channel') ?? '';
  if (!PER_SYMBOL.has(channel)) return [{ symbol: undefined, answer: single(context, channel, params) }];
  return symbolsOf(params).map((symbol) => ({ symbol, answer: ofSymbol(context, channel, symbol, params) }));
}

export function symbolsOf(params: Fields): readonly string[] {
  return listOf(params, 'symbol').filter((symbol) => typeof symbol === 'string');
}

function single(context: KrakenContext, channel: string, params: Fields): Answer<Subscription> {
  const hasSnapshot = params['snapshot'] !== false;
  if (channel === 'instrument') return done(instrumentFeed(context.floor, hasSnapshot));
  if (channel !== 'executions' && channel !== 'balances') return refused(unsupportedChannel());
  const key = authorise(context, params);
  if (!key.ok) return key;
  const { accountId, permissions } = key.value;
  const needed =
    channel === 'balances' ? ['query-funds', 'query-ledger'] : ['query-open-trades', 'query-closed-trades'];
  if (!needed.some((code) => permissions.has(code))) return refused(ERRORS.permissionDenied);
  return done(
    channel === 'balances' ? balancesFeed(context, accountId, hasSnapshot) : executionsFeed(context, accountId, params),
  );
}

// Recorded 2026-01: live texts for such mistakes carry no prefix.
function unsupportedChannel(): string {
  return "Unsupported field: 'channel' for the given msg type: subscribe";
}

function ofSymbol(context: KrakenContext, channel: string, symbol: string, params: Fields): Answer<Subscription> {
  const pair = pairOfSymbol(symbol);
  return pair === undefined ? refused(unsupportedPair(symbol)) : marketFeed(context, channel, pair, params);
}

export function unsupportedPair(symbol: string): string {
  return `Currency pair not supported ${symbol}`;
}

function marketFeed(context: KrakenContext, channel: string, pair: Pair, params: Fields): Answer<Subscription> {
  const market = marketOf(context.floor, pair);
  const hasSnapshot = params['snapshot'] !== false;
  const nowMs = (): number => context.floor.engineNowMs();
  if (channel === 'ticker')
    return done(tickerFeed(pair, market, params['event_trigger'] === 'bbo' ? 'bbo' : 'trades', hasSnapshot, nowMs));
  if (channel === 'trade') return done(tradeFeed(pair, market, params['snapshot'] === true));
  if (channel === 'book') {
    const depth = wholeOf(params, 'depth') ?? 10;
    return BOOK_DEPTHS.has(depth)
      ? done(bookFeed(pair, market, depth, hasSnapshot, nowMs))
      : refused('Subscription depth not supported');
  }
  const interval = wholeOf(params, 'interval') ?? 1;
  return OHLC_INTERVALS.has(interval)
    ? done(ohlcFeed(pair, market, interval, hasSnapshot, nowMs))
    : refused('Subscription interval not supported');
}
