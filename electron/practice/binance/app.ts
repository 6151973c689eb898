import type { PracticeAccounts, PracticeKey } from '../core/accounts.ts';
import type { PracticeClock } from '../core/clock.ts';
import type { MarketState } from '../core/market-state.ts';
import type { PracticeRandom } from '../core/random.ts';
import type { PracticeSwitches } from '../core/switches.ts';
import type { Venue } from '../core/venue.ts';
import type { Answer } from './answer.ts';
import type { KeyNotes } from './issue-key.ts';
import type { Weight } from './limits.ts';
import type { Params } from './params.ts';
import type { BinanceSymbol, Symbols } from './symbols.ts';
import type { BinanceUsage } from './usage.ts';

/** Waits between the arrival of an order call and the engine, for the second and third recvWindow check. */
export interface EngineDelays {
  beforeEngineMs: number;
  leavingBrokerMs: number;
}

/** Everything the endpoints work on. */
export interface BinanceApp {
  readonly venue: Venue;
  readonly accounts: PracticeAccounts;
  readonly symbols: Symbols;
  readonly usage: BinanceUsage;
  readonly switches: PracticeSwitches;
  readonly random: PracticeRandom;
  readonly clock: PracticeClock;
  readonly delays: EngineDelays;
  /** Client ids of cancels by order id, for the user data stream. */
  readonly cancelIds: Map<number, string>;
  /** The client id each amended order had before its last amendment, by order id. */
  readonly amendedFrom: Map<number, string>;
  /** By api key, for keys that were issued while it runs. */
  readonly keyNotes: Map<string, KeyNotes>;
  /** The exchange's own clock, skew included. */
  nowMs(): number;
}

/** A call that passed the gate. `accountId` is empty for public calls. */
export interface Call {
  readonly params: Params;
  readonly ip: string;
  readonly key: PracticeKey | null;
  readonly accountId: string;
}

export type Security = 'none' | 'user-data' | 'trade';

export interface Endpoint {
  readonly security: Security;
  readonly weight: Weight;
  /** Parameters without which it answers -1102 before anything else. */
  readonly required: readonly string[];
  /** A success costs no weight (CHANGELOG 2026-03-27). */
  readonly isFreeOnSuccess?: boolean;
  /** An accepted call shows the order counts. */
  readonly showsOrderCounts?: boolean;
  /** Goes to the matching engine, so the recvWindow is checked again on the way. */
  readonly reachesEngine?: boolean;
  run(call: Call, app: BinanceApp): Answer;
}

export type Endpoints = Readonly<Record<string, Endpoint>>;

/** The market behind a symbol parameter; undefined when there is no such symbol. */
export function marketOf(
  app: BinanceApp,
  name: string | undefined,
): { readonly symbol: BinanceSymbol; readonly state: MarketState } | undefined {
  const symbol = name === undefined ? undefined : app.symbols.named(name);
  const state = symbol === undefined ? undefined : app.venue.market(symbol.market.id);
  return symbol === undefined || state === undefined ? undefined : { symbol, state };
}
