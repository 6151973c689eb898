import type { PracticeClock } from '../core/clock.ts';
import type { Check } from './access/admit.ts';
import type { NonceReuse } from './access/nonces.ts';
import type { UnverifiedTexts } from './errors.ts';
import type { OverrunModel } from './limits/counter.ts';
import type { LockoutRules } from './limits/lockout.ts';
import type { PublicRules } from './limits/public-limiter.ts';
import type { HistoryCost, Tier } from './limits/tables.ts';

/** A key to begin with. The secret is base64 and made from the seed when it is not given. */
export interface KrakenKeyInput {
  readonly apiKey: string;
  readonly accountId: string;
  readonly secret?: string;
  readonly label?: string;
  readonly permissions?: readonly string[];
  readonly ips?: readonly string[];
  readonly expiresAtMs?: number;
  /** In the nonce's own unit. */
  readonly nonceWindow?: bigint;
}

/** Everything that Kraken leaves open is a choice here; the defaults are the likelier ones. */
export interface PracticeKrakenOptions {
  /** Free balances by account and asset (BTC, ETH, SOL, USD, USDT). Default: one account `main`. */
  readonly accounts?: Readonly<Record<string, Readonly<Record<string, string>>>>;
  /** Default: one key of `main` that may trade. */
  readonly keys?: readonly KrakenKeyInput[];
  /** Tier of all accounts; default intermediate. */
  readonly tier?: Tier;
  /** Tiers of single accounts. */
  readonly tiers?: Readonly<Record<string, Tier>>;
  readonly historyCost?: HistoryCost;
  readonly restModel?: OverrunModel;
  readonly engineModel?: OverrunModel;
  /** Counters drop in steps of this length; 0 (default) lets them drain continuously. */
  readonly decayStepMs?: number;
  /** Refused private calls count too, up to the maximum. Default true. */
  readonly countsRefused?: boolean;
  readonly publicRules?: PublicRules;
  readonly lockout?: LockoutRules;
  readonly checkOrder?: readonly Check[];
  readonly nonceReuse?: NonceReuse;
  readonly texts?: Partial<UnverifiedTexts>;
  readonly clock?: PracticeClock;
  readonly seed?: string | number;
  /** Prices move by themselves. Default true. */
  readonly isMoving?: boolean;
  readonly stepMs?: number;
}
