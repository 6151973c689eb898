import { createHash } from 'node:crypto';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type ExchangeId, exchangeIds } from '../../shared/model/account.ts';
import { ok } from '../../shared/contract/failure.ts';
import { decimal } from '../../shared/model/decimal.ts';
import type { DeskOrder } from '../../shared/model/desk.ts';
import { Preflight } from '../../shared/model/preflight.ts';
import type { OrderTicket } from '../../shared/model/order.ts';
import { intentJournalOver } from '../../electron/adapters/stores/intent-store.ts';
import { journalSchema } from '../../electron/adapters/stores/journal-schema.ts';
import { createDeskMarket, type DeskMarketParts } from '../../electron/engine/desk/market/create-desk-market.ts';
import type { DeskMarket } from '../../electron/engine/desk/desk-market.ts';
import { DeskService } from '../../electron/engine/desk/desk-service.ts';
import { silentLog } from '../../electron/engine/log.ts';
import { symbolOf } from '../support/desk-world.ts';
import { memoryJournal } from '../support/memory-stores.ts';
import { VirtualWorld } from '../support/virtual-world.ts';

/** The desk with everything it knows before it sends, over the engine's client and the practice exchanges. */
class MarketWorld {
  readonly world = new VirtualWorld({ seed: 'desk-market', isMoving: false });
  readonly market: DeskMarket;
  readonly service: DeskService;
  readonly told: string[] = [];
  readonly #stops: (() => void)[] = [];
  #intents = 0;

  constructor() {
    const { world } = this;
    const { engine, clock, random } = world;
    const db = new DatabaseSync(':memory:');
    for (const migration of journalSchema.migrations) db.exec(migration);
    const intents = intentJournalOver(db);
    const journal = memoryJournal();
    const publish: DeskMarketParts['publish'] = (name) => void this.told.push(name);
    const common = { clock, random, client: engine.client, accounts: engine.accounts, journal, intents, publish };
    const hosts = (account: (typeof world.accounts)[number]) => world.hosts(account);
    this.market = createDeskMarket({
      ...common,
      limiter: engine.limiter,
      sockets: null,
      hosts,
      keyFactsOf: () => null,
      isHalted: () => !this.service.halt.pass().ok,
      openOrders: (account) => this.service.book.list().filter((order) => order.account === account.id),
      onOrder: (listener) => this.service.book.onChange(listener),
    });
    this.service = new DeskService({
      ...common,
      market: this.market,
      hosts,
      log: silentLog,
      isPracticeOnly: false,
      sha256: (text: string) => createHash('sha256').update(text).digest('hex'),
      unlocked: () => ok(null),
      onStoreTrouble: () => undefined,
    });
    this.#stops.push(this.service.start(), ...world.accounts.map((account) => this.service.run(account)));
  }

  account(id: ExchangeId) {
    return this.world.account(id);
  }

  ticket(id: ExchangeId, change: Partial<OrderTicket> = {}): OrderTicket {
    return {
      account: this.account(id).id,
      symbol: symbolOf[id],
      side: 'buy',
      type: 'limit',
      quantity: decimal('0.01'),
      quantityUnit: 'base',
      price: decimal('64900'),
      stopPrice: null,
      timeInForce: 'gtc',
      ...change,
    };
  }

  judge(id: ExchangeId, change: Partial<OrderTicket> = {}): readonly string[] {
    const judged = Preflight.parse(this.market.judge(this.account(id), this.ticket(id, change)));
    return judged.breaches.map(({ rule, weight }) => (weight === 'refuse' ? rule : `${rule}?`));
  }

  async place(ticket: OrderTicket): Promise<DeskOrder | string> {
    this.#intents += 1;
    const intent = `intent-${String(this.#intents).padStart(16, '0')}`;
    const account = this.world.engine.accounts.find(ticket.account);
    if (account === undefined) throw new Error('no account');
    await this.world.until(this.market.ready(account, ticket));
    const review = this.service.desk.review(intent, ticket);
    if (!review.ok) return `review ${JSON.stringify(review.failure)}`;
    const placed = await this.world.until(this.service.desk.place(intent, review.value.hash));
    return placed.ok ? placed.value : `place ${JSON.stringify(placed.failure)}`;
  }

  async close(): Promise<void> {
    for (const stop of this.#stops) stop();
    await this.world.close();
  }
}

describe('what the desk knows before it sends', () => {
  let rig: MarketWorld;

  beforeEach(async () => {
    rig = new MarketWorld();
    for (const id of exchangeIds) rig.market.watch(rig.account(id), symbolOf[id]);
    await rig.world.run(20_000);
  });

  afterEach(() => rig.close());

  for (const id of exchangeIds) {
    it(`${id}: instruments, prices and balances come by themselves, and a ticket is judged by them`, async () => {
      const account = rig.account(id);
      const { instruments, isLoaded } = rig.market.search(account, 'btc', 5);
      expect(isLoaded).toBe(true);
      expect(instruments.length).toBeGreaterThan(0);
      expect(rig.market.balances(account).balances.length).toBeGreaterThan(0);
      const quote = rig.market.watch(account, symbolOf[id]);
      expect(quote.state).toBe('polled');
      expect(Number(quote.last)).toBe(65_000);
      expect(rig.judge(id)).toEqual([]);
      expect(rig.judge(id, { price: decimal('64900.001') })).toEqual(['price-step']);
      expect(rig.judge(id, { quantity: decimal('1000') })).toContain('balance');
      expect(rig.judge(id, { symbol: 'NOTHING' })).toContain('unknown-instrument');
    });

    it(`${id}: says what an order takes of which bucket`, () => {
      const { costs } = rig.market.judge(rig.account(id), rig.ticket(id));
      expect(costs.length).toBeGreaterThan(0);
      for (const { cost, capacity, headroomAfter } of costs) {
        expect(cost).toBeGreaterThan(0);
        expect(headroomAfter).toBeLessThanOrEqual(capacity - cost);
      }
    });

    it(`${id}: an order judged well is taken, the same again within 3 s is not, and its fill changes the balance`, async () => {
      const account = rig.account(id);
      const market = { type: 'market', price: null } as const;
      const before = rig.market.balances(account);
      const placed = await rig.place(rig.ticket(id, market));
      expect(placed).toMatchObject({ status: expect.stringMatching(/filled|open|pending/) as unknown });
      expect(rig.judge(id, market)).toContain('duplicate');
      expect(rig.judge(id, { ...market, quantity: decimal('0.011') })).not.toContain('duplicate');
      rig.told.length = 0;
      await rig.world.run(8_000);
      expect(rig.told).toContain('balances.changed');
      expect(rig.market.balances(account).balances).not.toEqual(before.balances);
      expect(rig.judge(id, market)).not.toContain('duplicate');
      expect(Number(rig.market.limits(account).usedTodayQuote)).toBeGreaterThan(640);
    });

    it(`${id}: prices nobody watches grow old, and orders are refused until new ones come`, async () => {
      await rig.world.run(75_000);
      expect(rig.judge(id)).toContain('no-market-data');
      await rig.world.run(3_000);
      expect(rig.judge(id)).toEqual([]);
    });

    it(`${id}: a gate lets no order through`, () => {
      const { client, limiter } = rig.world.engine;
      const peer = client.peers.of(rig.account(id));
      if (!peer.ok) throw new Error('no peer');
      const { realm, holder } = peer.value;
      const key = `${realm.exchange}/${realm.environment}|ip=${holder.egress}`;
      limiter.closeGate({ key, realm, cause: 'rate-limited', untilMs: rig.world.clock.now() + 60_000, code: '429' });
      expect(rig.judge(id)).toEqual(['gate']);
    });
  }

  it('keeps to a cap of the day, counting what was sent', async () => {
    const account = rig.account('binance');
    const { limits } = rig.market.limits(account);
    const set = rig.market.setLimits({ ...limits, maxDayQuote: decimal('1000') }, '');
    expect(set).toMatchObject({ ok: true, value: { pending: null } });
    expect(await rig.place(rig.ticket('binance'))).toMatchObject({ status: 'open' });
    expect(rig.judge('binance', { quantity: decimal('0.005') })).toEqual([]);
    expect(rig.judge('binance', { quantity: decimal('0.006') })).toEqual(['own-max-day']);
    // The next day, by the wall clock; prices that came before it are old by then.
    rig.world.clock.stepWall(86_400_000);
    await rig.world.run(5_000);
    expect(rig.judge('binance', { quantity: decimal('0.006') })).not.toContain('own-max-day');
    expect(rig.market.limits(account).usedTodayQuote).toBe('0');
  });

  it('refuses limits for an account that is not there', () => {
    const { limits } = rig.market.limits(rig.account('okx'));
    expect(rig.market.setLimits({ ...limits, account: 'nobody' }, '')).toMatchObject({
      ok: false,
      failure: { kind: 'not-found' },
    });
  });

  it('lets nothing through after a halt', async () => {
    rig.service.halt.halt('user');
    expect(rig.judge('kraken')).toContain('halted');
  });
});
