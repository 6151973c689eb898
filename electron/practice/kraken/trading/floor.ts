import type { PracticeClock } from '../../core/clock.ts';
import type { MarketState } from '../../core/market-state.ts';
import type { Venue } from '../../core/venue.ts';
import type { UnverifiedTexts } from '../errors.ts';
import type { EngineCounters } from '../limits/engine-counter.ts';
import type { TierLimits } from '../limits/tables.ts';
import type { Pair } from '../pairs.ts';
import type { Journal } from './journal.ts';
import type { SystemState } from './system.ts';

/** What all trading shares, whichever door a transaction came through. */
export interface Floor {
  readonly clock: PracticeClock;
  readonly venue: Venue;
  readonly journal: Journal;
  readonly counters: EngineCounters;
  readonly system: SystemState;
  readonly texts: UnverifiedTexts;
  limitsOf(accountId: string): TierLimits;
  /** The engine's own clock, which deadlines are held against; a test may set it apart from the server's. */
  engineNowMs(): number;
}

/** Throws for a pair without a market, since the pair table and the markets are made together. */
export function marketOf(floor: Floor, pair: Pair): MarketState {
  const market = floor.venue.market(pair.symbol);
  if (market === undefined) throw new Error(`No practice market for ${pair.id}`);
  return market;
}
