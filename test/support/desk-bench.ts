import { createHash } from 'node:crypto';
import { DatabaseSync } from 'node:sqlite';
import { type Failure, type Result, fail, ok } from '../../shared/contract/failure.ts';
import type { Account, ExchangeId } from '../../shared/model/account.ts';
import { decimal } from '../../shared/model/decimal.ts';
import type { DeskOrder, IntentId, OrderKey, OrderStep } from '../../shared/model/desk.ts';
import type { Instrument } from '../../shared/model/instrument.ts';
import type { OrderTicket, OrderUpdate } from '../../shared/model/order.ts';
import { intentJournalOver } from '../../electron/adapters/stores/intent-store.ts';
import { journalSchema } from '../../electron/adapters/stores/journal-schema.ts';
import { AccountBook } from '../../electron/engine/accounts/account-book.ts';
import type { Answer, Client, ClientCall } from '../../electron/engine/client/client.ts';
import { OrderAges } from '../../electron/engine/client/order-book-keeping.ts';
import type { Peers } from '../../electron/engine/client/peers.ts';
import { DeskService } from '../../electron/engine/desk/desk-service.ts';
import type { Intent, IntentJournal } from '../../electron/engine/desk/intent-journal.ts';
import { newOrder } from '../../electron/engine/desk/new-order.ts';
import { PartNames } from '../../electron/engine/exchanges/part-names.ts';
import { exchange } from '../../electron/engine/exchanges/registry.ts';
import { silentLog } from '../../electron/engine/log.ts';
import { parseReply } from '../../electron/engine/client/reply-json.ts';
import { OpenMarket, ticketOf } from './desk-world.ts';
import { FakeClock } from './fake-clock.ts';
import { memoryJournal } from './memory-stores.ts';

export type Said = Result<string> | 'never';

/** A client whose answers are written down beforehand; the exchange's clock is as far ahead as told. */
export class SaidClient implements Client {
  readonly calls: ClientCall[] = [];
  /** What each call is told, by its path; the text of a body, or a failure. */
  say: (call: ClientCall) => Said = () => fail({ kind: 'timeout' });
  /** Called between the last look of the desk and the first byte. */
  onLeave: () => void = () => undefined;
  offsetMs = 0;
  isTrusted = true;
  readonly ages = new OrderAges();
  readonly peers: Peers;
  readonly #clock: FakeClock;

  constructor(clock: FakeClock) {
    this.#clock = clock;
    const clockOf = () => ({
      serverMs: () => clock.now() + this.offsetMs,
      isTrusted: this.isTrusted,
      estimate: { offsetMs: this.offsetMs, uncertaintyMs: 0, samples: 1 },
      check: () => undefined,
    });
    const parts = new PartNames((id) => exchange(id).partNames);
    this.peers = { clockOf, parts } as unknown as Peers;
  }

  /** What every call waits for before it may leave, as in the limiter's queue. */
  queue: Promise<void> | null = null;

  async send(call: ClientCall): Promise<Result<Answer>> {
    if (this.queue !== null && call.lane === 'order') await this.queue;
    const stopped = call.beforeSend?.() ?? null;
    if (stopped !== null) return fail(stopped);
    this.onLeave();
    const late = call.mayStart?.() ?? null;
    if (late !== null) return fail(late);
    this.calls.push(call);
    const said = this.say(call);
    if (said === 'never') return await new Promise(() => undefined);
    await null;
    return said.ok ? ok(this.#answer(said.value)) : said;
  }

  #answer(text: string): Answer {
    const timing = { queueMs: 1, connectMs: 0, firstByteMs: 5, bodyMs: 0 };
    return {
      reply: { status: 200, headers: {}, text, json: parseReply(text) },
      timing,
      exchangeMs: 2,
      answeredAtMs: this.#clock.monotonic(),
    };
  }
}

export function accountOf(exchange: ExchangeId): Account {
  return {
    id: `main-${exchange}`,
    exchange,
    environment: 'testnet',
    label: 'Main',
    region: 'global',
    egress: 'default',
  };
}

export const someAccounts = new AccountBook([accountOf('binance'), accountOf('okx'), accountOf('kraken')]);

export function memoryIntents(): { readonly db: DatabaseSync; readonly journal: IntentJournal } {
  const db = new DatabaseSync(':memory:');
  for (const migration of journalSchema.migrations) db.exec(migration);
  return { db, journal: intentJournalOver(db) };
}

export const INTENT: IntentId = 'intent-0000000000000001';

export function orderOf(change: Partial<DeskOrder> = {}, exchange: ExchangeId = 'binance'): DeskOrder {
  const account = accountOf(exchange);
  return { ...newOrder(INTENT, account, ticketOf(account), 'hr-1', 1_000), ...change };
}

export function intentOf(order: DeskOrder): Intent {
  const { clientOrderId } = order;
  const account = someAccounts.find(order.account) ?? accountOf('binance');
  return {
    id: order.key as IntentId,
    account: order.account,
    ticket: ticketOf(account),
    clientOrderId: clientOrderId ?? '',
    hash: 'a'.repeat(64),
    serverMs: 1_000,
    validForMs: 5_000,
    order,
  };
}

export function stepAt(atMs: number, order: DeskOrder, kind: OrderStep['kind'] = 'told'): OrderStep {
  return { atMs, kind, status: order.status, queueMs: null, networkMs: null, exchangeMs: null, detail: null };
}

export function updateOf(change: Partial<OrderUpdate>): OrderUpdate {
  return {
    symbol: 'BTCUSDT',
    clientOrderId: 'hr-1',
    exchangeOrderId: '77',
    status: 'open',
    side: null,
    type: null,
    price: null,
    quantity: null,
    filledQuantity: null,
    filledQuote: null,
    averagePrice: null,
    fee: null,
    reason: null,
    atMs: null,
    ...change,
  };
}

/** As Binance tells of an order. */
export function binanceOrder(change: Readonly<Record<string, unknown>> = {}): string {
  const order = {
    symbol: 'BTCUSDT',
    orderId: 77,
    clientOrderId: 'hr-1',
    price: '20000.00',
    origQty: '0.01',
    executedQty: '0',
    cummulativeQuoteQty: '0',
    status: 'NEW',
    side: 'BUY',
    type: 'LIMIT',
    time: 1_000,
    updateTime: 1_000,
  };
  return JSON.stringify({ ...order, ...change });
}

export const UNKNOWN_ORDER: Failure = { kind: 'unknown-order', code: '-2013' };

export function instrumentOf(symbol = 'BTCUSDT'): Instrument {
  const rule = { min: null, max: null, step: decimal('0.00001') };
  return { symbol, quantity: rule, price: rule, extra: {} } as unknown as Instrument;
}

export const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

/** The whole desk over a client whose answers are written down beforehand, a fake clock and a journal in memory. */
export class DeskBench {
  readonly clock = new FakeClock();
  readonly client = new SaidClient(this.clock);
  readonly market = new OpenMarket();
  readonly memory = memoryIntents();
  readonly settings = memoryJournal();
  readonly troubles: string[] = [];
  readonly accounts = new AccountBook(someAccounts.list());
  /** Whether there is a key to sign with. */
  hasKey = true;
  isBroken = false;
  isLocked = false;
  service: DeskService;
  #stop: () => void;
  #ids = 0;

  constructor() {
    this.market.learn('binance', [instrumentOf('BTCUSDT')]);
    this.market.learn('okx', [instrumentOf('BTC-USDT')]);
    [this.service, this.#stop] = this.#start();
  }

  lock(): void {
    this.isLocked = true;
  }

  restart(): void {
    this.#stop();
    [this.service, this.#stop] = this.#start();
  }

  /** Reviews and places an order; under `hr-1` where nothing else is told. */
  async place(change: Partial<OrderTicket> = {}, intent: IntentId = INTENT): Promise<Result<DeskOrder>> {
    const review = this.service.desk.review(intent, ticketOf(accountOf('binance'), change));
    return review.ok ? await this.service.desk.place(intent, review.value.hash) : review;
  }

  /** An order of ours in whatever state, as a life before this one left it. */
  given(change: Partial<DeskOrder>): DeskOrder {
    const order = orderOf({ exchangeOrderId: '77', ...change });
    this.memory.journal.create(intentOf({ ...order, status: 'journaled' }), stepAt(1, order, 'journaled'));
    this.memory.journal.update(order, stepAt(2, order));
    this.restart();
    return order;
  }

  statusOf(key: OrderKey = INTENT): string | undefined {
    return this.service.book.find(key)?.status;
  }

  kinds(key: OrderKey = INTENT): readonly string[] {
    return this.service.book.steps(key).map(({ kind }) => kind);
  }

  /** Method and path of everything that was sent. */
  sent(): readonly string[] {
    return this.client.calls.map(({ request }) => `${request.method} ${request.path}`);
  }

  #start(): [DeskService, () => void] {
    const { journal } = this.memory;
    const service = new DeskService({
      clock: this.clock,
      random: { fraction: () => 0.5, bytes: (size) => this.#bytes(size) },
      client: this.client,
      accounts: this.accounts,
      canSign: () => this.hasKey,
      intents: {
        ...journal,
        create: (intent, step) => this.#unlessBroken(() => journal.create(intent, step)),
        update: (order, step) => this.#unlessBroken(() => journal.update(order, step)),
        createAmend: (id, step) => this.#unlessBroken(() => journal.createAmend(id, step)),
      },
      journal: this.settings,
      market: this.market,
      sha256,
      hosts: () => ({ rest: 'https://testnet.example', sockets: {}, headers: {} }),
      isPracticeOnly: false,
      log: silentLog,
      publish: () => undefined,
      unlocked: () => (this.isLocked ? fail<Failure>({ kind: 'app-locked' }) : ok(null)),
      onStoreTrouble: (detail) => void this.troubles.push(detail),
    });
    return [service, service.start()];
  }

  #bytes(size: number): Uint8Array {
    this.#ids += 1;
    return new Uint8Array(size).fill(this.#ids % 256);
  }

  #unlessBroken(act: () => void): void {
    if (this.isBroken) throw new Error('disk full');
    act();
  }
}
