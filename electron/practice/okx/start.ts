import type { PracticeAccounts, PracticeKey } from '../core/accounts.ts';
import { systemPracticeClock, type PracticeClock } from '../core/clock.ts';
import type { Neighbour } from '../core/neighbour.ts';
import { createRandom } from '../core/random.ts';
import { startPracticeServer } from '../core/server.ts';
import type { PracticeSwitches } from '../core/switches.ts';
import type { Venue } from '../core/venue.ts';
import type { Usage } from './access/meter.ts';
import { PracticeOkxExchange, type NewAccount, type NewOkxKey } from './exchange/exchange.ts';
import type { OkxSettings } from './exchange/state.ts';

export interface PracticeOkxOptions {
  /** 0 (the default) takes a free port. */
  readonly port?: number;
  readonly clock?: PracticeClock;
  readonly seed?: string | number;
  /** Prices move by themselves. Default true. */
  readonly isMoving?: boolean;
  readonly stepMs?: number;
  /** Whether refused requests use up their counter as well. Not documented; default false. */
  readonly countsRefused?: boolean;
  readonly accounts?: readonly NewAccount[];
  readonly keys?: readonly NewOkxKey[];
  /** Monotonic microseconds, for `inTime` and `outTime`. */
  readonly elapsedUs?: () => number;
}

export interface PracticeOkx {
  /** `http://127.0.0.1:port`; paths start with `/api/v5`. */
  readonly origin: string;
  /** `ws://127.0.0.1:port`; paths are `/ws/v5/public`, `/private` and `/business`. */
  readonly socketOrigin: string;
  readonly exchange: PracticeOkxExchange;
  readonly venue: Venue;
  readonly accounts: PracticeAccounts;
  readonly keys: readonly PracticeKey[];
  readonly switches: PracticeSwitches;
  readonly settings: OkxSettings;
  readonly neighbour: Neighbour;
  /** Every counter that was touched, as it stands now. */
  usage(): readonly Usage[];
  stop(): Promise<void>;
}

const HEX = '0123456789ABCDEF';

const DEFAULT_ACCOUNT: NewAccount = { id: '440000000000000001', balances: { USDT: '100000', BTC: '1', ETH: '10', SOL: '100' } };

/** One key that may read and trade, the same for the same seed. Practice credentials guard nothing. */
function defaultKeys(seed: string | number, accounts: readonly NewAccount[]): readonly NewOkxKey[] {
  const random = createRandom(`${String(seed)}/okx/keys`);
  return accounts.map(({ id }) => ({
    accountId: id, apiKey: random.text(32, HEX.toLowerCase()), secret: random.text(32, HEX),
    passphrase: 'Practice-1!', label: 'practice', permissions: ['read_only', 'trade'],
  }));
}

function systemElapsedUs(): number {
  return Number(process.hrtime.bigint() / 1000n);
}

/** The exchange in process, with its accounts and keys; nothing listens. */
export function createPracticeOkx(options: PracticeOkxOptions = {}): PracticeOkxExchange {
  const { seed = 'headroom', accounts = [DEFAULT_ACCOUNT] } = options;
  const exchange = new PracticeOkxExchange({
    clock: options.clock ?? systemPracticeClock(), seed, isMoving: options.isMoving ?? true,
    stepMs: options.stepMs ?? 1000, countsRefused: options.countsRefused ?? false,
    elapsedUs: options.elapsedUs ?? systemElapsedUs,
  });
  for (const account of accounts) exchange.openAccount(account);
  for (const key of options.keys ?? defaultKeys(seed, accounts)) exchange.addKey(key);
  return exchange;
}

/** Starts a practice OKX on loopback. Without options: one funded account and one key with read and trade. */
export async function startPracticeOkx(options: PracticeOkxOptions = {}): Promise<PracticeOkx> {
  const exchange = createPracticeOkx(options);
  const { handle, accept, state, neighbour } = exchange;
  const server = await startPracticeServer({ handle, accept, port: options.port ?? 0 });
  return {
    origin: server.origin, socketOrigin: server.socketOrigin, exchange, venue: state.venue, accounts: state.accounts,
    keys: state.accounts.allKeys(), switches: state.switches, settings: state.settings, neighbour,
    usage: () => exchange.usage(),
    stop: async () => {
      exchange.stop();
      await server.stop();
    },
  };
}
