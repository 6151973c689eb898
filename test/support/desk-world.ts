import { createHash } from 'node:crypto';
import type { Account, ExchangeId } from '../../shared/model/account.ts';
import { type Failure, ok } from '../../shared/contract/failure.ts';
import { decimal } from '../../shared/model/decimal.ts';
import type { Preflight } from '../../shared/model/preflight.ts';
import type { Instrument } from '../../shared/model/instrument.ts';
import type { OrderTicket } from '../../shared/model/order.ts';
import { intentJournalOver } from '../../electron/adapters/stores/intent-store.ts';
import type { Journal } from '../../electron/engine/recorder/types.ts';
import type { Client } from '../../electron/engine/client/client.ts';
import type { Amending } from '../../electron/engine/desk/ticket-judge.ts';
import { createDeskMarket, type DeskMarketParts } from '../../electron/engine/desk/market/create-desk-market.ts';
import type { SocketTransport } from '../../electron/engine/ports.ts';
import { connectFeed } from '../../electron/engine/sockets/feed.ts';
import type { SocketPorts } from '../../electron/engine/sockets/ports.ts';
import type { DeskMarket } from '../../electron/engine/desk/desk-market.ts';
import type { IntentJournal } from '../../electron/engine/desk/intent-journal.ts';
import { DeskService } from '../../electron/engine/desk/desk-service.ts';
import { silentLog } from '../../electron/engine/log.ts';
import { exchange } from '../../electron/engine/exchanges/registry.ts';
import { openMemoryJournal } from './memory-database.ts';
import { memoryJournal } from './memory-stores.ts';
import { VirtualWorld, type VirtualWorldOptions } from './virtual-world.ts';

const FINE: Preflight = { breaches: [], notional: null, quantityBase: null, feeEstimate: null, costs: [] };

/** A market that lets every ticket through, so that tests see what desk and exchange make of it. */
export class OpenMarket implements DeskMarket {
  readonly #instruments = new Map<string, Instrument>();
  /** What every ticket is told. */
  preflight: Preflight = FINE;

  learn(exchangeId: ExchangeId, instruments: readonly Instrument[]): void {
    for (const instrument of instruments) this.#instruments.set(`${exchangeId} ${instrument.symbol}`, instrument);
  }

  instrument(account: Account, symbol: string): Instrument | null {
    return this.#instruments.get(`${account.exchange} ${symbol}`) ?? null;
  }

  /** Everything that was asked. */
  readonly judged: { readonly ticket: OrderTicket; readonly amending: Amending | null }[] = [];

  judge(_account: Account, ticket: OrderTicket, amending: Amending | null = null): Preflight {
    this.judged.push({ ticket, amending });
    return this.preflight;
  }

  search(): ReturnType<DeskMarket['search']> {
    return { instruments: [...this.#instruments.values()], isLoaded: true };
  }

  watch(account: Account, symbol: string): ReturnType<DeskMarket['watch']> {
    const nothing = { bid: null, bidSize: null, ask: null, askSize: null, last: null, atMs: null };
    return { account: account.id, symbol, ...nothing, state: 'connecting' };
  }

  balances(account: Account): ReturnType<DeskMarket['balances']> {
    return { account: account.id, atMs: null, balances: [] };
  }

  refreshBalances(account: Account): ReturnType<DeskMarket['refreshBalances']> {
    return Promise.resolve(ok(this.balances(account)));
  }

  prices(): ReturnType<DeskMarket['prices']> {
    return { bid: null, ask: null, last: null };
  }

  /** Whether the market has left what was reviewed. */
  isMoved = false;

  hasMoved(): boolean {
    return this.isMoved;
  }

  readonly refusals: Failure[] = [];

  refused(_account: Account, failure: Failure): void {
    this.refusals.push(failure);
  }

  ready(): Promise<void> {
    return Promise.resolve();
  }

  limits(account: Account): ReturnType<DeskMarket['limits']> {
    const limits = {
      account: account.id,
      currency: 'USDT',
      maxOrderQuote: null,
      maxDayQuote: null,
      priceBand: decimal('0.05'),
      priceWarn: decimal('0.01'),
      maxImpact: null,
      maxBalanceShare: null,
    };
    return { limits, pending: null, usedTodayQuote: decimal('0') };
  }

  setLimits(limits: { readonly account: string }): ReturnType<DeskMarket['setLimits']> {
    return ok(this.limits({ id: limits.account } as Account));
  }

  start(): () => void {
    return () => undefined;
  }
}

export const symbolOf: Readonly<Record<ExchangeId, string>> = {
  binance: 'BTCUSDT',
  okx: 'BTC-USDT',
  kraken: 'XXBTZUSD',
};

/** A small order that rests far below the price. */
export function ticketOf(account: Account, change: Partial<OrderTicket> = {}): OrderTicket {
  return {
    account: account.id,
    symbol: symbolOf[account.exchange],
    side: 'buy',
    type: 'limit',
    quantity: decimal('0.01'),
    quantityUnit: 'base',
    price: decimal('20000'),
    stopPrice: null,
    timeInForce: 'gtc',
    ...change,
  };
}

/** What the judging market asks the desk for, or has no part in here. */
type DeskFact = 'limiter' | 'sockets' | 'publish' | 'keyFactsOf' | 'isHalted' | 'openOrders' | 'onOrder';

/** What stands between the desk and the world, made anew for each life of it. */
export interface DeskHooks {
  readonly client?: (client: Client) => Client;
  readonly intents?: (journal: IntentJournal) => IntentJournal;
  /** Where settings and the halt are kept; default: memory. */
  readonly settings?: Journal;
  /** Told of troubles with the journal. */
  readonly onStoreTrouble?: (detail: string) => void;
  /** Whether open orders are watched, as in the running app; off by default. */
  readonly isReconciling?: boolean;
  /** The market that judges tickets by prices, balances and limits, as in the running app; by default every ticket passes. */
  readonly isJudging?: boolean;
  /** Over which private feeds are heard; none by default. Asked for at each start of the desk. */
  readonly feeds?: () => SocketTransport | null;
}

/** The desk over the engine's own client, the practice exchanges and a real journal in memory, in virtual time. */
export class DeskWorld {
  readonly world: VirtualWorld;
  readonly market = new OpenMarket();
  /** Outlives a restart of the desk. */
  readonly db = openMemoryJournal();
  readonly settings: Journal;
  service: DeskService;
  #stop: () => void;
  readonly #hooks: DeskHooks;
  #intents = 0;

  constructor(options: VirtualWorldOptions, hooks: DeskHooks = {}) {
    this.#hooks = hooks;
    this.settings = hooks.settings ?? memoryJournal();
    this.world = new VirtualWorld(options);
    [this.service, this.#stop] = this.#startDesk();
  }

  /** Clocks known, instruments read. */
  async ready(): Promise<void> {
    await this.world.run(5_000);
    for (const account of this.world.accounts) {
      const { instruments } = exchange(account.exchange);
      const answer = await this.world.until(
        this.world.engine.client.send({
          account,
          request: instruments.request(null),
          caller: 'app',
          lane: 'market',
          withinMs: null,
        }),
      );
      const read = answer.ok ? instruments.read(answer.value.reply.json) : answer;
      if (!read.ok) throw new Error(`instruments of ${account.exchange}: ${read.failure.kind}`);
      this.market.learn(account.exchange, read.value);
    }
  }

  intent(): string {
    this.#intents += 1;
    return `intent-${String(this.#intents).padStart(16, '0')}`;
  }

  ticket(id: ExchangeId, change: Partial<OrderTicket> = {}): OrderTicket {
    return ticketOf(this.world.account(id), change);
  }

  /** Ends the desk as a crash does, and starts another on the same journal. */
  restartDesk(): void {
    this.#stop();
    [this.service, this.#stop] = this.#startDesk();
  }

  async close(): Promise<void> {
    this.#stop();
    await this.world.close();
  }

  #judging(common: Omit<DeskMarketParts, DeskFact>, service: () => DeskService): DeskMarket {
    return createDeskMarket({
      ...common,
      limiter: this.world.engine.limiter,
      sockets: null,
      publish: () => undefined,
      keyFactsOf: () => null,
      isHalted: () => !service().halt.pass().ok,
      openOrders: (account) =>
        service()
          .book.list()
          .filter((order) => order.account === account.id),
      onOrder: (listener) => service().book.onChange(listener),
    });
  }

  #connectFeeds(service: DeskService, client: Client): readonly (() => void)[] {
    const sockets = this.#hooks.feeds?.() ?? null;
    if (sockets === null) return [];
    const { clock, random, engine, accounts } = this.world;
    const ports: SocketPorts = {
      clock,
      random,
      client,
      limiter: engine.limiter,
      sockets,
      record: () => undefined,
      onOrders: (account, updates) => service.heard(account, updates),
      onState: (account, state) => service.feedChanged(account, state),
    };
    return accounts.map((account) => connectFeed(account, ports));
  }

  #startDesk(): [DeskService, () => void] {
    const { world } = this;
    const { engine } = world;
    const common = {
      clock: world.clock,
      random: world.random,
      client: this.#hooks.client?.(engine.client) ?? engine.client,
      accounts: engine.accounts,
      intents: this.#hooks.intents?.(intentJournalOver(this.db)) ?? intentJournalOver(this.db),
      journal: this.settings,
      hosts: (account: Account) => world.hosts(account),
    };
    const service: DeskService = new DeskService({
      ...common,
      market: this.#hooks.isJudging === true ? this.#judging(common, () => service) : this.market,
      sha256: (text) => createHash('sha256').update(text).digest('hex'),
      isPracticeOnly: false,
      log: silentLog,
      publish: () => undefined,
      unlocked: () => ok(null),
      onStoreTrouble: this.#hooks.onStoreTrouble ?? (() => undefined),
    });
    const stops = [
      service.start(),
      ...(this.#hooks.isReconciling === true ? world.accounts.map((one) => service.run(one)) : []),
      ...this.#connectFeeds(service, common.client),
    ];
    return [
      service,
      () => {
        for (const stop of stops) stop();
      },
    ];
  }
}
