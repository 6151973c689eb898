import { PracticeAccounts } from '../core/accounts.ts';
import { type PracticeClock, systemPracticeClock } from '../core/clock.ts';
import type { ConnectionAcceptor } from '../core/connection.ts';
import { Neighbour } from '../core/neighbour.ts';
import type { IssueKey } from '../core/new-key.ts';
import { createRandom } from '../core/random.ts';
import type { PracticeHandler } from '../core/request.ts';
import { withSwitches } from '../core/switches.ts';
import { Venue } from '../core/venue.ts';
import { CHECKS } from './access/admit.ts';
import { KeyStates } from './access/keys.ts';
import { Tokens } from './access/tokens.ts';
import type { KrakenContext } from './context.ts';
import { UNVERIFIED_TEXTS } from './errors.ts';
import { EngineCounters } from './limits/engine-counter.ts';
import { Lockout } from './limits/lockout.ts';
import { PublicLimiter } from './limits/public-limiter.ts';
import { type TierLimits, TIERS } from './limits/tables.ts';
import { krakenMarkets } from './markets.ts';
import { krakenDialect } from './dialect.ts';
import { type IssuedKey, issueKey, openAccounts } from './open-accounts.ts';
import type { PracticeKrakenOptions } from './options.ts';
import { restHandler } from './rest/handler.ts';
import { socketDoor } from './socket/door.ts';
import { KrakenSwitches } from './switches.ts';
import { DeadMansSwitches } from './trading/cancelling.ts';
import type { Floor } from './trading/floor.ts';
import { Ids } from './trading/ids.ts';
import { Journal } from './trading/journal.ts';
import { SystemState } from './trading/system.ts';
import { neighbourTargets, Usage } from './usage.ts';

/** A practice Kraken without a port: requests and connections are handed in. */
export interface PracticeKraken {
  readonly handle: PracticeHandler;
  readonly accept: ConnectionAcceptor;
  readonly venue: Venue;
  readonly accounts: PracticeAccounts;
  readonly keys: readonly IssuedKey[];
  readonly switches: KrakenSwitches;
  readonly system: SystemState;
  readonly neighbour: Neighbour;
  readonly usage: Usage;
  readonly clock: PracticeClock;
  /** Makes a key with any codes, allowlist and expiry. */
  readonly issueKey: IssueKey;
  close(): void;
}

// One call a second is safe and no burst is published (support "What are the API rate limits"); five is a guess.
const PUBLIC_RULES = { perSecond: 1, burst: 5 } as const;
// Ten in a row is a guess, a quarter of an hour the older support text.
const LOCKOUT_RULES = { afterInvalidKeys: 10, durationMs: 900_000 } as const;

export function createPracticeKraken(options: PracticeKrakenOptions = {}): PracticeKraken {
  const clock = options.clock ?? systemPracticeClock();
  const seed = options.seed ?? 'kraken';
  const random = createRandom(seed);
  const accounts = new PracticeAccounts();
  const keys = openAccounts(accounts, options, random.fork('keys'), clock.now());
  const limitsOf = (accountId: string): TierLimits =>
    TIERS[options.tiers?.[accountId] ?? options.tier ?? 'intermediate'];
  const switches = new KrakenSwitches();
  const floor = openFloor(options, { clock, accounts, switches, limitsOf });
  const keyStates = keyStatesOf(options, accounts, limitsOf);
  const context: KrakenContext = {
    floor,
    switches,
    accounts,
    keys: keyStates,
    tokens: new Tokens(random.fork('tokens')),
    deadMansSwitches: new DeadMansSwitches(floor),
  };
  const publicLimiter = new PublicLimiter(options.publicRules ?? PUBLIC_RULES);
  const usage = new Usage(keyStates, floor, publicLimiter);
  const gate = {
    accounts,
    keys: keyStates,
    lockout: new Lockout(options.lockout ?? LOCKOUT_RULES),
    historyCost: options.historyCost ?? 2,
    texts: floor.texts,
    order: options.checkOrder ?? CHECKS,
  };
  const handle = withSwitches(
    restHandler({ context, gate, publicLimiter }),
    switches,
    krakenDialect(switches, usage),
    clock,
    random.fork('latency'),
  );
  const neighbour = new Neighbour(
    clock,
    () => clock.now(),
    random.fork('neighbour'),
    neighbourTargets(keyStates, floor, publicLimiter),
  );
  return {
    handle,
    accept: socketDoor(context, random.fork('connections')),
    venue: floor.venue,
    accounts,
    keys,
    switches,
    system: floor.system,
    neighbour,
    usage,
    clock,
    issueKey: (request) => issueKey(accounts, random, request, clock.now()),
    close() {
      floor.venue.stop();
      neighbour.stop();
      context.deadMansSwitches.stop();
    },
  };
}

interface FloorParts {
  readonly clock: PracticeClock;
  readonly accounts: PracticeAccounts;
  readonly switches: KrakenSwitches;
  readonly limitsOf: (accountId: string) => TierLimits;
}

function openFloor(options: PracticeKrakenOptions, { clock, accounts, switches, limitsOf }: FloorParts): Floor {
  const seed = options.seed ?? 'kraken';
  const venue = new Venue({
    markets: krakenMarkets(),
    clock,
    seed,
    accounts,
    feeRule: 'quote',
    onImmediateTrigger: 'trigger',
    isMoving: options.isMoving ?? true,
    ...(options.stepMs === undefined ? {} : { stepMs: options.stepMs }),
  });
  const rules = { model: options.engineModel ?? 'refuse-crossing', stepMs: options.decayStepMs ?? 0 } as const;
  return {
    clock,
    venue,
    journal: new Journal(venue, new Ids(createRandom(seed).fork('ids'))),
    counters: new EngineCounters(rules, limitsOf),
    system: new SystemState(switches),
    texts: { ...UNVERIFIED_TEXTS, ...options.texts },
    limitsOf,
    engineNowMs: () => clock.now() + switches.clockSkewMs,
  };
}

function keyStatesOf(
  options: PracticeKrakenOptions,
  accounts: PracticeAccounts,
  limitsOf: (accountId: string) => TierLimits,
): KeyStates {
  const windows = (options.keys ?? []).map((key) => [key.apiKey, key.nonceWindow ?? 0n] as const);
  return new KeyStates({
    nonceWindows: Object.fromEntries(windows),
    nonceReuse: options.nonceReuse ?? 'refuse',
    counterOf(apiKey) {
      const limits = limitsOf(accounts.key(apiKey)?.accountId ?? '');
      return {
        maximum: limits.restMaximum,
        decayPerSecond: limits.restDecayPerSecond,
        model: options.restModel ?? 'refuse-crossing',
        stepMs: options.decayStepMs ?? 0,
        countsRefused: options.countsRefused ?? true,
      };
    },
  });
}
