// The whole way of an order under faults: the page's pipe, contract handlers, desk with its market, client, private feeds
// and practice exchanges in virtual time, held against the exchanges' own books.
import type { AccountId, ExchangeId } from '../../shared/model/account.ts';
import { decimal } from '../../shared/model/decimal.ts';
import type { IntentId, OrderKey } from '../../shared/model/desk.ts';
import { RAISE_AFTER_MS } from '../../electron/engine/desk/market/personal-limits.ts';
import { createRandom, type PracticeRandom } from '../../electron/practice/core/random.ts';
import { DeskWorld, symbolOf } from '../support/desk-world.ts';
import { FaultyFeed } from './faulty-feed.ts';
import { type Act, drawAct } from './orders-acts.ts';
import { FaultyWire, type OrderFault } from './orders-faults.ts';
import { DeskLife, type Seam } from './orders-life.ts';
import { OrdersPage } from './orders-page.ts';
import { judge, VenueModel } from './orders-venue.ts';

export interface OrdersFigure {
  readonly figure: 'orders';
  readonly orders: number;
  /** Of them, those that an exchange had at some time; the others were refused, or lost on the way. */
  readonly placed: number;
  readonly doubles: number;
  readonly wrongFinal: number;
  readonly unknownLeft: number;
  readonly seed: string;
}

export interface OrdersRun {
  readonly count: number;
  readonly seed: string;
  /** Told of each order that did not come out right. */
  readonly onOdd?: (text: string) => void;
}

/** Orders at once, by what each exchange's limits take together with all the look-ups. */
const BATCH: Readonly<Record<ExchangeId, number>> = { binance: 20, okx: 20, kraken: 4 };
const SUBMIT_MS = 8_000;
/** Orders that arrive late do so at most so long after. */
const FAULTS_MS = 30_000;
/** A feed that went dumb is noticed after half a minute, and a list is asked for each minute. */
const SETTLE_MS = 150_000;
const NOISE = 0.15;
const FEED_NOISE = 0.05;
/** Prices are told for a minute after they were last asked for. */
const WATCH_MS = 10_000;
const REVIEW_TRIES = 12;
const WORLD_ORDERS = 1_000;
const DAY_QUOTE = decimal('1000000000');

interface Tracked {
  readonly intent: IntentId;
  readonly exchange: ExchangeId;
  readonly plan: string;
  clientOrderId: string | null;
  /** Its cancel was asked for, and the answer was not that it cannot be. */
  isCancelled: boolean;
}

/**
 * Runs so many orders through everything that can go wrong; the figure is what came of them. Each world has a day of its
 * own: what a day's orders come to is summed at every one of them, so that one long day takes the square of its length.
 */
export async function runOrders(run: OrdersRun): Promise<OrdersFigure> {
  const sums = { orders: 0, placed: 0, doubles: 0, wrongFinal: 0, unknownLeft: 0 };
  for (let world = 0; sums.orders < run.count; world += 1) {
    const rig = new OrdersRig(world === 0 ? run.seed : `${run.seed}/${world}`);
    await rig.ready();
    const until = Math.min(run.count, sums.orders + WORLD_ORDERS);
    while (sums.orders < until) {
      const found = await rig.batch(until - sums.orders, run.onOdd ?? (() => undefined));
      for (const name of ['orders', 'placed', 'doubles', 'wrongFinal', 'unknownLeft'] as const)
        sums[name] += found[name];
    }
    await rig.close();
  }
  return { figure: 'orders', ...sums, seed: run.seed };
}

type Found = { -readonly [Name in keyof Omit<OrdersFigure, 'figure' | 'seed'>]: number };

class OrdersRig {
  readonly #rig: DeskWorld;
  readonly #wire: FaultyWire;
  readonly #feed: FaultyFeed;
  readonly #venues: VenueModel;
  readonly #random: PracticeRandom;
  readonly #page = new OrdersPage();
  readonly #seams = new Map<string, Seam>();
  #life: DeskLife;
  #pairs = 0;

  constructor(seed: string) {
    this.#random = createRandom(`${seed}/orders`);
    this.#life = this.#newLife();
    this.#rig = new DeskWorld(
      { seed, isMoving: false },
      {
        client: (client) => {
          this.#life = this.#newLife();
          return this.#life.client(client);
        },
        intents: (journal) => this.#life.intents(journal),
        isReconciling: true,
        isJudging: true,
        // The first desk is made before there is a world to connect to; it is restarted at once.
        feeds: () => this.#feed ?? null,
      },
    );
    const { world } = this.#rig;
    this.#feed = new FaultyFeed(world, createRandom(`${seed}/feed`));
    this.#wire = new FaultyWire(world.transport, world.clock, createRandom(`${seed}/faults`));
    this.#wire.onKill = () => this.#life.die();
    this.#venues = new VenueModel(world);
  }

  async ready(): Promise<void> {
    await this.#rig.ready();
    this.#restart();
    this.#watch();
    for (const { id } of this.#rig.world.accounts) this.#allowLongDays(id);
    await this.#rig.world.run(RAISE_AFTER_MS + 5_000);
  }

  /** Hours of orders without a pause pass what one allows oneself in a day: it is raised as its user would raise it. */
  #allowLongDays(account: AccountId): void {
    void this.#page.call('orders.limits', { account })?.then((read) => {
      if (!read.ok) throw new Error(`no limits: ${read.failure.kind}`);
      const limits = { ...read.value.limits, maxDayQuote: DAY_QUOTE };
      return this.#page.call('orders.setLimits', { limits, typed: DAY_QUOTE })?.then((set) => {
        if (!set.ok) throw new Error(`the day's limit stays: ${set.failure.kind}`);
      });
    });
  }

  close(): Promise<void> {
    this.#page.close();
    return this.#rig.close();
  }

  async batch(most: number, onOdd: (text: string) => void): Promise<Found> {
    const { world } = this.#rig;
    const orders = this.#draw(most);
    this.#wire.noise = NOISE;
    this.#feed.noise = FEED_NOISE;
    for (const { tracked, act } of orders)
      this.#at(this.#submitAt(act.fault), () => void this.#submit(tracked, act, REVIEW_TRIES));
    await world.run(FAULTS_MS);
    this.#wire.noise = 0;
    this.#feed.noise = 0;
    await world.run(SETTLE_MS);
    const found = this.#look(
      orders.map(({ tracked }) => tracked),
      onOdd,
    );
    this.#venues.clear();
    this.#wire.plans.clear();
    this.#wire.sends.clear();
    this.#seams.clear();
    return found;
  }

  // The two of a pair leave together, so that both are in flight when their answers come.
  #submitAt(fault: OrderFault): number {
    const drawn = this.#random.integer(0, SUBMIT_MS);
    return fault.kind === 'swap' ? (fault.pair * 977) % SUBMIT_MS : drawn;
  }

  #newLife(): DeskLife {
    return new DeskLife(this.#seams, () => {
      this.#page.close();
      this.#feed.cut();
      this.#at(this.#random.integer(100, 2_000), () => this.#restart());
    });
  }

  #restart(): void {
    this.#rig.restartDesk();
    this.#page.open(this.#rig);
    this.#ask();
  }

  // As the page does while somebody looks at its ticket.
  #watch(): void {
    this.#ask();
    this.#at(WATCH_MS, () => this.#watch());
  }

  #ask(): void {
    for (const { id, exchange } of this.#rig.world.accounts)
      void this.#page.call('orders.watch', { account: id, symbol: symbolOf[exchange] });
  }

  #at(inMs: number, act: () => void): void {
    const { clock } = this.#rig.world;
    clock.wakeAt(clock.monotonic() + inMs, act);
  }

  #draw(most: number): { readonly tracked: Tracked; readonly act: Act }[] {
    const exchanges = (['binance', 'okx', 'kraken'] as const).flatMap((id) =>
      Array.from({ length: BATCH[id] }, () => id),
    );
    return exchanges.slice(0, most).map((exchange) => {
      const act = drawAct(exchange, this.#random, (of) => this.#pairOf(of));
      const plan = `${exchange} ${act.fault.kind} ${act.seam ?? ''} ${act.next}`;
      const intent = this.#rig.intent();
      return { tracked: { intent, exchange, plan, clientOrderId: null, isCancelled: false }, act };
    });
  }

  // Two after each other on one exchange make a pair.
  #pairOf(exchange: ExchangeId): number {
    this.#pairs += 1;
    return Math.floor(this.#pairs / 2) * 3 + ['binance', 'okx', 'kraken'].indexOf(exchange);
  }

  /** A ticket that is refused is tried again, since prices or balances may not have come yet. */
  async #submit(tracked: Tracked, act: Act, tries: number): Promise<void> {
    const { intent, exchange } = tracked;
    const ticket = this.#rig.ticket(exchange, act.ticket);
    const review = await (this.#page.call('orders.review', { intent, ticket }) ?? null);
    if (review?.ok !== true) {
      if (tries > 1) this.#at(1_000, () => void this.#submit(tracked, act, tries - 1));
      return;
    }
    const id = review.value.params.find(({ name }) => /^(newClientOrderId|clOrdId|cl_ord_id)$/.test(name))?.value;
    if (id === undefined) throw new Error('a review without a client order id');
    tracked.clientOrderId = id;
    this.#wire.plans.set(id, act.fault);
    if (act.seam !== null) this.#seams.set(id, act.seam);
    if (act.hiddenMs > 0) this.#hide(exchange, act.hiddenMs);
    const { hash } = review.value;
    for (const inMs of [0, ...act.copies]) this.#at(inMs, () => void this.#page.call('orders.place', { intent, hash }));
    this.#at(act.nextMs, () => this.#next(tracked, act));
  }

  #next(tracked: Tracked, { next, amendment }: Act): void {
    const { intent, clientOrderId } = tracked;
    const id = clientOrderId ?? '';
    const fillAtMs = this.#random.fraction() < 0.5 ? 0 : this.#random.integer(0, 120);
    if (next === 'part-fill')
      for (const inMs of [0, 900]) this.#at(inMs, () => this.#venues.fill(id, decimal('0.0003')));
    else if (next.includes('fill')) this.#at(fillAtMs, () => this.#venues.fill(id));
    if (next === 'cancel-elsewhere') this.#venues.cancel(id);
    else if (next.startsWith('cancel')) void this.#cancel(tracked);
    if (next === 'amend-elsewhere') this.#venues.amend(id, decimal('0.0008'));
    else if (next.startsWith('amend')) void this.#amend(this.#rig.intent(), intent, amendment);
  }

  async #amend(intent: IntentId, order: OrderKey, change: Act['amendment']): Promise<void> {
    const review = await (this.#page.call('orders.reviewAmend', { intent, order, ...change }) ?? null);
    if (review?.ok !== true) return;
    const { hash } = review.value;
    // Asked for again it must not be sent again.
    for (const inMs of [0, 3]) this.#at(inMs, () => void this.#page.call('orders.amend', { intent, order, hash }));
  }

  async #cancel(tracked: Tracked): Promise<void> {
    const cancelled = await (this.#page.call('orders.cancel', { order: tracked.intent }) ?? null);
    if (cancelled?.ok === true) tracked.isCancelled = true;
  }

  #hide(exchange: ExchangeId, forMs: number): void {
    const { binance, okx, kraken } = this.#rig.world;
    const switches = { binance: binance.switches, okx: okx.state.switches, kraken: kraken.switches }[exchange];
    switches.queueDelayedVisibility(forMs);
  }

  #look(orders: readonly Tracked[], onOdd: (text: string) => void): Found {
    const found: Found = { orders: orders.length, placed: 0, doubles: 0, wrongFinal: 0, unknownLeft: 0 };
    const ours = new Set(orders.map(({ clientOrderId }) => clientOrderId));
    found.doubles += this.#venues.ids().filter((id) => !ours.has(id)).length;
    for (const tracked of orders) this.#lookAt(tracked, found, onOdd);
    return found;
  }

  #lookAt(tracked: Tracked, found: Found, onOdd: (text: string) => void): void {
    const id = tracked.clientOrderId ?? '';
    const placed = this.#venues.ordersOf(id);
    const order = this.#rig.service.book.find(tracked.intent);
    const sends = this.#wire.sends.get(id) ?? 0;
    if (placed.length > 0) found.placed += 1;
    if (placed.length > 1 || sends > 1) found.doubles += 1;
    // Never written down: then it must not be anywhere.
    const { verdict, why } =
      order === undefined
        ? { verdict: placed.length === 0 ? 'right' : 'wrong', why: 'it was never written down' }
        : judge(order, placed[0], tracked.isCancelled);
    if (verdict === 'wrong') found.wrongFinal += 1;
    if (verdict === 'unknown') found.unknownLeft += 1;
    if (verdict === 'right' && placed.length < 2 && sends < 2) return;
    const told =
      order === undefined ? 'none' : `${order.status} ${order.filledQuantity} of ${order.quantity} at ${order.price}`;
    const truth = placed.map((one) => `${one.status} ${one.filledQuantity} of ${one.quantity} at ${one.price}`);
    const steps = this.#rig.service.book.steps(tracked.intent);
    const life = steps.map(({ kind, status, detail }) => `${kind}/${status}/${detail ?? ''}`).join(' > ');
    const fees = `${JSON.stringify(order?.fee ?? null)} ${JSON.stringify(placed[0]?.fee ?? null)}`;
    onOdd(
      `${verdict} (${why}) ${tracked.intent} ${tracked.plan}: desk ${told}, venue ${truth.join(' + ')}; fees ${fees}; sent ${sends}; ${life}`,
    );
  }
}
