import { compare } from '../../../shared/model/decimal.ts';
import type { PracticeAccounts } from '../core/accounts.ts';
import type { PracticeClock } from '../core/clock.ts';
import { systemPracticeClock } from '../core/clock.ts';
import type { ConnectionAcceptor, ConnectionDecision, UpgradeRequest } from '../core/connection.ts';
import type { Market } from '../core/markets.ts';
import type { IssueKey } from '../core/new-key.ts';
import { marketsNamed } from '../core/markets.ts';
import { Neighbour } from '../core/neighbour.ts';
import { createRandom } from '../core/random.ts';
import type { PracticeHandler } from '../core/request.ts';
import { jsonReply } from '../core/request.ts';
import { startPracticeServer } from '../core/server.ts';
import { PracticeSwitches, withSwitches } from '../core/switches.ts';
import type { SwitchDialect } from '../core/switches.ts';
import { Venue } from '../core/venue.ts';
import type { BinanceApp, EngineDelays } from './app.ts';
import { engineTimeout, shuttingDown } from './errors.ts';
import { handleHttp } from './http.ts';
import type { ClientKey } from './identity.ts';
import { ED25519_KEY, HMAC_KEY, publicPemOf } from './identity.ts';
import { issueKey } from './issue-key.ts';
import type { BinanceLimits } from './limits.ts';
import { DAY_MS, DEFAULT_LIMITS, MINUTE_MS, SECOND_MS } from './limits.ts';
import { acceptSocketApi } from './socket-api.ts';
import { acceptStreams } from './streams.ts';
import { Symbols } from './symbols.ts';
import { BinanceUsage } from './usage.ts';

export interface PracticeBinanceOptions {
  readonly seed?: string | number;
  readonly clock?: PracticeClock;
  readonly port?: number;
  readonly limits?: Partial<BinanceLimits>;
  readonly markets?: readonly Market[];
  /** Prices move by themselves; default true. */
  readonly isMoving?: boolean;
  /** Free balances of the account that is there from the start. */
  readonly balances?: Readonly<Record<string, string>>;
}

/** A practice Binance without a socket: for tests in process, and what the server serves. */
export interface PracticeBinanceCore {
  readonly venue: Venue;
  readonly accounts: PracticeAccounts;
  /** Keys of the account `main`: HMAC and Ed25519, with reading and trading. */
  readonly keys: { readonly hmac: ClientKey; readonly ed25519: ClientKey };
  readonly switches: PracticeSwitches;
  readonly neighbour: Neighbour;
  readonly usage: BinanceUsage;
  readonly limits: BinanceLimits;
  readonly delays: EngineDelays;
  readonly handle: PracticeHandler;
  readonly accept: ConnectionAcceptor;
  /** Makes a key with any rights, HMAC or by a registered public key; its first account is `main`. */
  readonly issueKey: IssueKey;
  nowMs(): number;
  close(): void;
}

export interface PracticeBinance extends PracticeBinanceCore {
  /** `http://127.0.0.1:port`; paths as on the exchange. */
  readonly origin: string;
  readonly socketOrigin: string;
  readonly port: number;
  stop(): Promise<void>;
}

export const MAIN_ACCOUNT = 'main';
const TRADING_RIGHTS = ['enableReading', 'enableSpotAndMarginTrading'];
const BALANCES = { USDT: '100000', BTC: '2', ETH: '30', SOL: '500', BNB: '5' };
/** Order and trade ids start where they look like the exchange's. */
const FIRST_ORDER_ID = 12_569_099_453;
const FIRST_TRADE_ID = 3_000_000_001;

export function createPracticeBinance(options: PracticeBinanceOptions = {}): PracticeBinanceCore {
  const switches = new PracticeSwitches();
  const clock = skewed(options.clock ?? systemPracticeClock(), switches);
  const seed = String(options.seed ?? 'binance');
  const random = createRandom(seed);
  const markets = options.markets ?? marketsNamed('BTC/USDT', 'ETH/USDT', 'SOL/USDT', 'ETH/BTC');
  const venue = new Venue({
    markets,
    clock,
    seed,
    isMoving: options.isMoving ?? true,
    firstOrderId: FIRST_ORDER_ID,
    firstTradeId: FIRST_TRADE_ID,
  });
  const limits = { ...DEFAULT_LIMITS, ...options.limits };
  const app: BinanceApp = {
    venue,
    accounts: venue.accounts,
    symbols: new Symbols(markets),
    usage: new BinanceUsage(limits, clock, () => clock.now()),
    switches,
    random: random.fork('ids'),
    clock,
    delays: { beforeEngineMs: 0, leavingBrokerMs: 0 },
    cancelIds: new Map(),
    amendedFrom: new Map(),
    keyNotes: new Map(),
    nowMs: () => clock.now(),
  };
  openMainAccount(app, options.balances ?? BALANCES);
  countFirstFills(app);
  const keyRandom = random.fork('issued keys');
  const neighbour = neighbourOf(app, random.fork('neighbour'));
  return {
    venue,
    accounts: app.accounts,
    keys: { hmac: HMAC_KEY, ed25519: ED25519_KEY },
    switches,
    neighbour,
    usage: app.usage,
    limits,
    delays: app.delays,
    handle: withSwitches(
      (request) => handleHttp(app, request),
      switches,
      dialectOf(app),
      clock,
      random.fork('latency'),
    ),
    accept: (upgrade) => accept(app, upgrade),
    issueKey: (request) => issueKey(app, keyRandom, MAIN_ACCOUNT, request),
    nowMs: () => clock.now(),
    close: () => {
      neighbour.stop();
      venue.stop();
    },
  };
}

/** Starts a practice Binance on loopback: REST, WebSocket API and market streams on one port. */
export async function startPracticeBinance(options: PracticeBinanceOptions = {}): Promise<PracticeBinance> {
  const core = createPracticeBinance(options);
  const server = await startPracticeServer({ handle: core.handle, accept: core.accept, port: options.port ?? 0 });
  return {
    ...core,
    origin: server.origin,
    socketOrigin: server.socketOrigin,
    port: server.port,
    stop: async () => {
      core.close();
      await server.stop();
    },
  };
}

function skewed(clock: PracticeClock, switches: PracticeSwitches): PracticeClock {
  return { now: () => clock.now() + switches.clockSkewMs, after: (delayMs, action) => clock.after(delayMs, action) };
}

function openMainAccount(app: BinanceApp, balances: Readonly<Record<string, string>>): void {
  const createdAtMs = app.nowMs();
  app.accounts.open(MAIN_ACCOUNT, balances, createdAtMs);
  const common = { accountId: MAIN_ACCOUNT, permissions: TRADING_RIGHTS, createdAtMs };
  app.accounts.addKey({ ...common, apiKey: HMAC_KEY.apiKey, secret: HMAC_KEY.secret, label: 'practice' });
  app.accounts.addKey({
    ...common,
    apiKey: ED25519_KEY.apiKey,
    secret: publicPemOf(ED25519_KEY.secret),
    kind: 'ed25519',
    label: 'practice ed25519',
  });
}

/** The order count falls with each order's first fill (faqs/order_count_decrement.md, 2026-07). */
function countFirstFills(app: BinanceApp): void {
  app.venue.on((event) => {
    if (event.kind !== 'order' || event.fill === null) return;
    const isFirst = compare(event.order.filledQuantity, event.fill.quantity) === 0;
    if (isFirst) app.usage.firstFill(event.order.accountId, event.fill.role);
  });
}

function neighbourOf(app: BinanceApp, random: ReturnType<typeof createRandom>): Neighbour {
  const nowMs = (): number => app.nowMs();
  return new Neighbour(app.clock, nowMs, random, {
    weight: { windowMs: MINUTE_MS, spend: (ip, amount) => app.usage.spendWeight(ip, amount) },
    'orders-10s': { windowMs: 10 * SECOND_MS, spend: (accountId, amount) => app.usage.countOrders(accountId, amount) },
    'orders-1d': { windowMs: DAY_MS, spend: (accountId, amount) => app.usage.countOrders(accountId, amount) },
  });
}

function dialectOf(app: BinanceApp): SwitchDialect {
  return {
    timeoutReply: () => jsonReply(engineTimeout.status, { code: engineTimeout.code, msg: engineTimeout.msg }),
    maintenanceReply: ({ path }) =>
      path === '/sapi/v1/system/status'
        ? null
        : jsonReply(shuttingDown.status, { code: shuttingDown.code, msg: shuttingDown.msg }),
    useOf: ({ ip }) => Math.min(1, app.usage.weight(ip) / app.usage.limits.weight),
  };
}

function accept(app: BinanceApp, upgrade: UpgradeRequest): ConnectionDecision {
  if (upgrade.path === '/ws-api/v3') return acceptSocketApi(app, upgrade);
  const isStream = upgrade.path === '/stream' || upgrade.path === '/ws' || upgrade.path.startsWith('/ws/');
  return isStream ? acceptStreams(app, upgrade) : { kind: 'refuse', reply: { status: 404, headers: {}, body: '' } };
}
