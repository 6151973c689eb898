import type { ExchangeId } from '../../shared/model/account.ts';
import type { PracticeState } from '../../shared/model/host.ts';
import { startPracticeBinance } from './binance/index.ts';
import type { PracticeKey } from './core/accounts.ts';
import { type PracticeClock, systemPracticeClock } from './core/clock.ts';
import type { Neighbour, NeighbourPlan } from './core/neighbour.ts';
import type { GivenKey, IssueKey, NewKeyRequest } from './core/new-key.ts';
import type { PracticeSwitches } from './core/switches.ts';
import { startPracticeKraken } from './kraken/index.ts';
import { startPracticeOkx } from './okx/index.ts';

type ExchangeSettings = PracticeState['exchanges'][number];

/** One practice exchange as the host needs it: where it is, a key for it, and what may be switched. */
export interface PracticeVenue {
  readonly exchange: ExchangeId;
  readonly origin: string;
  readonly socketOrigin: string;
  readonly key: { readonly apiKey: string; readonly secret: string; readonly passphrase: string | null };
  /** Keys asked for at the start, in the order of the asking. */
  readonly extraKeys: readonly GivenKey[];
  /** Makes another key, as its owner would on the exchange's site. */
  readonly issueKey: IssueKey;
  settings(): ExchangeSettings;
  apply(settings: ExchangeSettings): void;
  stop(): Promise<void>;
}

export interface PracticeWorld {
  readonly venues: readonly PracticeVenue[];
  stop(): Promise<void>;
}

export interface PracticeWorldOptions {
  readonly seed: string;
  readonly clock?: PracticeClock;
  /** Keys to issue at the start, beside the ones the exchanges begin with. */
  readonly extraKeys?: readonly ExtraKey[];
}

export interface ExtraKey extends NewKeyRequest {
  readonly exchange: ExchangeId;
}

/** The three exchanges, running behind whatever answers for their origins. */
export interface PracticeExchanges {
  readonly binance: Running & { readonly keys: { readonly hmac: IssuedKey } };
  readonly okx: Running & { readonly keys: readonly PracticeKey[] };
  readonly kraken: Running & { readonly keys: readonly (IssuedKey & { readonly accountId: string })[] };
}

// Our own calls come from here, and so does the neighbour on an address.
const LOOPBACK = '127.0.0.1';
/** The one exchange whose status call announces maintenance (docs "Status", 2026-08). */
const ANNOUNCES: ExchangeId = 'okx';
const SOFT_THROTTLING = 1.5;

/** Starts the three practice exchanges on loopback, each on a port of its own. */
export async function startPracticeWorld(options: PracticeWorldOptions): Promise<PracticeWorld> {
  const clock = options.clock ?? systemPracticeClock();
  const { seed } = options;
  const [binance, okx, kraken] = await Promise.all([
    startPracticeBinance({ seed, clock }),
    startPracticeOkx({ seed, clock }),
    startPracticeKraken({ seed, clock }),
  ]);
  return practiceWorldOf({ binance, okx, kraken }, options.extraKeys);
}

/** Keys, switches and neighbours of exchanges that already run. */
export function practiceWorldOf(
  { binance, okx, kraken }: PracticeExchanges,
  extraKeys: readonly ExtraKey[] = [],
): PracticeWorld {
  const okxKey = firstOf(okx.keys);
  const krakenKey = firstOf(kraken.keys);
  const venues: readonly PracticeVenue[] = [
    venueOf('binance', binance, { ...binance.keys.hmac, passphrase: null }, extraKeys, [
      { target: 'weight', who: LOOPBACK, pattern: 'steady', perWindow: 2_000 },
    ]),
    venueOf('okx', okx, okxKey, extraKeys, [
      { target: 'place single BTC-USDT', who: okxKey.accountId, pattern: 'steady', perWindow: 20 },
    ]),
    venueOf('kraken', kraken, { ...krakenKey, passphrase: null }, extraKeys, [
      { target: 'engine', who: `${krakenKey.accountId} XXBTZUSD`, pattern: 'steady', perWindow: 60 },
    ]),
  ];
  return {
    venues,
    stop: async () => {
      await Promise.all(venues.map((venue) => venue.stop()));
    },
  };
}

interface IssuedKey {
  readonly apiKey: string;
  readonly secret: string;
}

interface Running {
  readonly origin: string;
  readonly socketOrigin: string;
  readonly switches: PracticeSwitches;
  readonly neighbour: Neighbour;
  /** Absent where nobody needs more keys than there are. */
  readonly issueKey?: IssueKey;
  stop(): Promise<void>;
}

function venueOf(
  exchange: ExchangeId,
  running: Running,
  key: PracticeVenue['key'],
  extraKeys: readonly ExtraKey[],
  plans: readonly NeighbourPlan[],
): PracticeVenue {
  const { switches, neighbour, origin, socketOrigin, issueKey = issuesNone } = running;
  let stopNeighbour: (() => void)[] | null = null;

  function setNeighbour(isOn: boolean): void {
    if (isOn === (stopNeighbour !== null)) return;
    for (const stop of stopNeighbour ?? []) stop();
    stopNeighbour = isOn ? plans.map((plan) => neighbour.start(plan)) : null;
  }

  return {
    exchange,
    origin,
    socketOrigin,
    key: { apiKey: key.apiKey, secret: key.secret, passphrase: key.passphrase },
    extraKeys: extraKeys.filter((asked) => asked.exchange === exchange).map((asked) => issueKey(asked)),
    issueKey,
    settings: () => ({
      exchange,
      neighbour: stopNeighbour !== null,
      latencyMs: switches.latency.maxMs,
      maintenance: switches.isInMaintenance,
      softThrottling: switches.slowdownRatio > 0,
      ...(exchange === ANNOUNCES ? { announced: switches.isMaintenanceAhead } : {}),
    }),
    apply(settings) {
      switches.latency = { minMs: settings.latencyMs / 2, maxMs: settings.latencyMs };
      switches.isInMaintenance = settings.maintenance;
      switches.isMaintenanceAhead = settings.announced === true;
      if (!switches.isMaintenanceAhead) switches.aheadFromMs = null;
      switches.slowdownRatio = settings.softThrottling ? SOFT_THROTTLING : 0;
      setNeighbour(settings.neighbour);
    },
    stop: () => running.stop(),
  };
}

function issuesNone(): never {
  throw new Error('this practice exchange issues no further keys');
}

function firstOf<Value>(values: readonly Value[]): Value {
  const [first] = values;
  if (first === undefined) throw new Error('a practice exchange started without a key');
  return first;
}
