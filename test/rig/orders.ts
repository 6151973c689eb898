// The whole way of an order under faults: contract handlers, desk, client and practice exchanges in virtual time, held
// against the exchanges' own books.
import type { ExchangeId } from '../../shared/model/account.ts';
import { ok } from '../../shared/contract/failure.ts';
import { decimal } from '../../shared/model/decimal.ts';
import type { IntentId } from '../../shared/model/desk.ts';
import type { OrderTicket } from '../../shared/model/order.ts';
import { deskHandlers } from '../../electron/engine/desk/desk-handlers.ts';
import { createRandom, type PracticeRandom } from '../../electron/practice/core/random.ts';
import { DeskWorld } from '../support/desk-world.ts';
import { drawFault, FaultyWire, type OrderFault, pick } from './orders-faults.ts';
import { DeskLife, type Seam, SEAMS } from './orders-life.ts';
import { judge, VenueModel } from './orders-venue.ts';

export interface OrdersFigure {
  readonly figure: 'orders';
  readonly orders: number;
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
const BATCH: Readonly<Record<ExchangeId, number>> = { binance: 10, okx: 10, kraken: 1 };
const SUBMIT_MS = 8_000;
/** Orders that arrive late do so at most so long after. */
const FAULTS_MS = 30_000;
const SETTLE_MS = 60_000;
const NOISE = 0.15;

interface Tracked {
  readonly intent: IntentId;
  readonly exchange: ExchangeId;
  readonly plan: string;
  clientOrderId: string | null;
}

/** Runs so many orders through everything that can go wrong; the figure is what came of them. */
export async function runOrders(run: OrdersRun): Promise<OrdersFigure> {
  const rig = new OrdersRig(run.seed);
  const sums = { orders: 0, doubles: 0, wrongFinal: 0, unknownLeft: 0 };
  await rig.ready();
  while (sums.orders < run.count) {
    const found = await rig.batch(run.count - sums.orders, run.onOdd ?? (() => undefined));
    sums.orders += found.orders;
    sums.doubles += found.doubles;
    sums.wrongFinal += found.wrongFinal;
    sums.unknownLeft += found.unknownLeft;
  }
  await rig.close();
  return { figure: 'orders', ...sums, seed: run.seed };
}

type Found = Omit<OrdersFigure, 'figure' | 'seed'>;
type Handlers = ReturnType<typeof deskHandlers>;

class OrdersRig {
  readonly #rig: DeskWorld;
  readonly #wire: FaultyWire;
  readonly #venues: VenueModel;
  readonly #random: PracticeRandom;
  readonly #seams = new Map<string, Seam>();
  #life: DeskLife;
  #handlers: Handlers;
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
      },
    );
    const { world } = this.#rig;
    this.#wire = new FaultyWire(world.transport, world.clock, createRandom(`${seed}/faults`));
    this.#wire.onKill = () => this.#life.die();
    this.#venues = new VenueModel(world);
    this.#handlers = this.#handle();
  }

  async ready(): Promise<void> {
    await this.#rig.ready();
  }

  close(): Promise<void> {
    return this.#rig.close();
  }

  async batch(most: number, onOdd: (text: string) => void): Promise<Found> {
    const { world } = this.#rig;
    const orders = this.#draw(most);
    this.#wire.noise = NOISE;
    for (const { tracked, act } of orders) this.#at(this.#submitAt(act.fault), () => void this.#submit(tracked, act));
    await world.run(FAULTS_MS);
    this.#wire.noise = 0;
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
    return new DeskLife(this.#seams, () => this.#at(this.#random.integer(100, 2_000), () => this.#restart()));
  }

  #restart(): void {
    this.#rig.restartDesk();
    this.#handlers = this.#handle();
  }

  #handle(): Handlers {
    const { accounts, client } = this.#rig.world.engine;
    const { service: desk, world } = this.#rig;
    return deskHandlers({
      desk,
      accounts,
      client,
      random: world.random,
      unlocked: () => ok(null),
      note: () => undefined,
    });
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
      const act = this.#drawAct(exchange);
      const plan = `${exchange} ${act.fault.kind} ${act.seam ?? ''} ${act.next}`;
      return { tracked: { intent: this.#rig.intent(), exchange, plan, clientOrderId: null }, act };
    });
  }

  #drawAct(exchange: ExchangeId): Act {
    const random = this.#random;
    const isPaired = random.fraction() < 0.08;
    return {
      ticket: this.#ticket(exchange),
      fault: isPaired ? { kind: 'swap', pair: this.#pairOf(exchange) } : drawFault(exchange, random),
      seam: random.fraction() < 0.06 ? pick(random, SEAMS) : null,
      hiddenMs: random.fraction() < 0.2 ? random.integer(500, 12_000) : 0,
      copies: random.fraction() < 0.3 ? [2, 4, 5_000] : [],
      next: pick(random, [
        'nothing',
        'nothing',
        'cancel',
        'fill',
        'cancel-and-fill',
        'amend',
        'amend-and-fill',
      ] as const),
      nextMs: random.integer(300, 9_000),
    };
  }

  // Two after each other on one exchange make a pair.
  #pairOf(exchange: ExchangeId): number {
    this.#pairs += 1;
    return Math.floor(this.#pairs / 2) * 3 + ['binance', 'okx', 'kraken'].indexOf(exchange);
  }

  #ticket(exchange: ExchangeId): OrderTicket {
    const kind = this.#random.integer(0, 9);
    if (kind === 0) return this.#rig.ticket(exchange, { type: 'market', price: null, quantity: decimal('0.001') });
    if (kind === 1) return this.#rig.ticket(exchange, { timeInForce: 'ioc', quantity: decimal('0.001') });
    // More than there is: the exchange refuses it.
    if (kind === 2) return this.#rig.ticket(exchange, { quantity: decimal('90') });
    return this.#rig.ticket(exchange, { quantity: decimal('0.001') });
  }

  async #submit(tracked: Tracked, act: Act): Promise<void> {
    // The page asks again once the app is back.
    if (this.#life.isDead) return this.#at(500, () => void this.#submit(tracked, act));
    const { intent } = tracked;
    const review = await this.#handlers['orders.review']({ intent, ticket: act.ticket });
    if (!review.ok) return;
    const id = review.value.params.find(({ name }) => /^(newClientOrderId|clOrdId|cl_ord_id)$/.test(name))?.value;
    if (id === undefined) throw new Error('a review without a client order id');
    tracked.clientOrderId = id;
    this.#wire.plans.set(id, act.fault);
    if (act.seam !== null) this.#seams.set(id, act.seam);
    if (act.hiddenMs > 0) this.#hide(tracked.exchange, act.hiddenMs);
    const { hash } = review.value;
    for (const inMs of [0, ...act.copies])
      this.#at(inMs, () => this.#call((handlers) => handlers['orders.place']({ intent, hash })));
    this.#at(act.nextMs, () => this.#next(tracked, act));
  }

  #next({ intent, clientOrderId }: Tracked, { next }: Act): void {
    const fill = (): void => this.#venues.fill(clientOrderId ?? '');
    const isFillFirst = this.#random.fraction() < 0.5;
    if (next.includes('fill')) this.#at(isFillFirst ? 0 : this.#random.integer(0, 120), fill);
    if (next.startsWith('cancel')) this.#call((handlers) => handlers['orders.cancel']({ order: intent }));
    if (next.startsWith('amend')) {
      this.#call((handlers) => this.#amend(handlers, this.#rig.intent(), intent));
    }
  }

  async #amend(handlers: Handlers, intent: string, order: string): Promise<void> {
    const review = await handlers['orders.reviewAmend']({ intent, order, price: null, quantity: decimal('0.0008') });
    if (!review.ok) return;
    const { hash } = review.value;
    // Asked for again it must not be sent again.
    for (const inMs of [0, 3]) this.#at(inMs, () => this.#call((one) => one['orders.amend']({ intent, order, hash })));
  }

  // Nobody is there to be called between two lives.
  #call(call: (handlers: Handlers) => unknown): void {
    if (!this.#life.isDead) void call(this.#handlers);
  }

  #hide(exchange: ExchangeId, forMs: number): void {
    const { binance, okx, kraken } = this.#rig.world;
    const switches = { binance: binance.switches, okx: okx.state.switches, kraken: kraken.switches }[exchange];
    switches.queueDelayedVisibility(forMs);
  }

  #look(orders: readonly Tracked[], onOdd: (text: string) => void): Found {
    const found = { orders: orders.length, doubles: 0, wrongFinal: 0, unknownLeft: 0 };
    const ours = new Set(orders.map(({ clientOrderId }) => clientOrderId));
    const strangers = this.#venues.ids().filter((id) => !ours.has(id));
    found.doubles += strangers.length;
    for (const tracked of orders) this.#lookAt(tracked, found, onOdd);
    return found;
  }

  #lookAt(
    tracked: Tracked,
    found: { doubles: number; wrongFinal: number; unknownLeft: number },
    onOdd: (text: string) => void,
  ): void {
    const id = tracked.clientOrderId ?? '';
    const placed = this.#venues.ordersOf(id);
    const order = this.#rig.service.book.find(tracked.intent);
    const sends = this.#wire.sends.get(id) ?? 0;
    if (placed.length > 1 || sends > 1) found.doubles += 1;
    // Never written down: then it must not be anywhere.
    const verdict = order === undefined ? (placed.length === 0 ? 'right' : 'wrong') : judge(order, placed[0]);
    if (verdict === 'wrong') found.wrongFinal += 1;
    if (verdict === 'unknown') found.unknownLeft += 1;
    if (verdict === 'right' && placed.length < 2 && sends < 2) return;
    const steps = this.#rig.service.book
      .steps(tracked.intent)
      .map(({ kind, status, detail }) => `${kind}/${status}/${detail ?? ''}`);
    onOdd(
      `${verdict} ${tracked.intent} ${tracked.plan}: desk ${order?.status ?? 'none'} ${order?.filledQuantity ?? ''}, venue ${placed.map(({ status, filledQuantity }) => `${status} ${filledQuantity}`).join(' + ')}; sent ${sends}; ${steps.join(' > ')}`,
    );
  }
}

interface Act {
  readonly ticket: OrderTicket;
  readonly fault: OrderFault;
  readonly seam: Seam | null;
  readonly hiddenMs: number;
  /** Further submits of the same intent, ms after the first. */
  readonly copies: readonly number[];
  readonly next: 'nothing' | 'cancel' | 'fill' | 'cancel-and-fill' | 'amend' | 'amend-and-fill';
  readonly nextMs: number;
}
