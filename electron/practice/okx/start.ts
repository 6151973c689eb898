import type { PracticeAccounts, PracticeKey } from '../core/accounts.ts';
import { systemPracticeClock, type PracticeClock } from '../core/clock.ts';
import type { ConnectionAcceptor } from '../core/connection.ts';
import type { Neighbour } from '../core/neighbour.ts';
import type { IssueKey } from '../core/new-key.ts';
import { createRandom } from '../core/random.ts';
import type { PracticeHandler } from '../core/request.ts';
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
  /** Default: one user with `balances`. */
  readonly accounts?: readonly NewAccount[];
  /** Balances of the user that is there when `accounts` names none. */
  readonly balances?: Readonly<Record<string, string>>;
  /** Default: one key per user, with reading and trading. */
  readonly keys?: readonly NewOkxKey[];
  /** Monotonic microseconds, for `inTime` and `outTime`. */
  readonly elapsedUs?: () => number;
}

export interface PracticeOkx {
  /** `http://127.0.0.1:port`; paths start with `/api/v5`. */
  readonly origin: string;
  /** `ws://127.0.0.1:port`; paths are `/ws/v5/public`, `/private` and `/business`. */
  readonly socketOrigin: string;
  readonly port: number;
  readonly handle: PracticeHandler;
  readonly accept: ConnectionAcceptor;
  readonly exchange: PracticeOkxExchange;
  readonly venue: Venue;
  readonly accounts: PracticeAccounts;
  readonly keys: readonly PracticeKey[];
  readonly switches: PracticeSwitches;
  readonly settings: OkxSettings;
  readonly neighbour: Neighbour;
  /** Makes a key with any rights, addresses and account. */
  readonly issueKey: IssueKey;
  /** Every counter that was touched, as it stands now. */
  usage(): readonly Usage[];
  /** The exchange's own clock, skew included. */
  nowMs(): number;
  stop(): Promise<void>;
}

const HEX = '0123456789ABCDEF';

const DEFAULT_UID = '440000000000000001';
const DEFAULT_BALANCES = { USDT: '100000', BTC: '2', ETH: '30', SOL: '500' };

/** One key that may read and trade, the same for the same seed. Practice credentials guard nothing. */
function defaultKeys(seed: string | number, accounts: readonly NewAccount[]): readonly NewOkxKey[] {
  const random = createRandom(`${String(seed)}/okx/keys`);
  return accounts.map(({ id }) => ({
    accountId: id,
    apiKey: random.text(32, HEX.toLowerCase()),
    secret: random.text(32, HEX),
    passphrase: 'Practice-1!',
    label: 'practice',
    permissions: ['read_only', 'trade'],
  }));
}

function systemElapsedUs(): number {
  return Number(process.hrtime.bigint() / 1000n);
}

/** The exchange in process, with its accounts and keys; nothing listens. */
export function createPracticeOkx(options: PracticeOkxOptions = {}): PracticeOkxExchange {
  const { seed = 'headroom' } = options;
  const accounts = options.accounts ?? [{ id: DEFAULT_UID, balances: options.balances ?? DEFAULT_BALANCES }];
  const exchange = new PracticeOkxExchange({
    clock: options.clock ?? systemPracticeClock(),
    seed,
    isMoving: options.isMoving ?? true,
    stepMs: options.stepMs ?? 1000,
    countsRefused: options.countsRefused ?? false,
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
    origin: server.origin,
    socketOrigin: server.socketOrigin,
    port: server.port,
    handle,
    accept,
    exchange,
    venue: state.venue,
    accounts: state.accounts,
    keys: state.accounts.allKeys(),
    switches: state.switches,
    settings: state.settings,
    neighbour,
    issueKey: (request) => exchange.issueKey(request),
    usage: () => exchange.usage(),
    nowMs: () => state.nowMs(),
    stop: async () => {
      exchange.close();
      await server.stop();
    },
  };
}
