import type { ExchangeId } from '../../../shared/model/account.ts';
import type { WorkloadLevel } from '../../../shared/model/host.ts';
import { type PracticeClock, pause } from '../core/clock.ts';
import type { PracticeRandom } from '../core/random.ts';
import { binanceBot } from './binance-bot.ts';
import { krakenBot } from './kraken-bot.ts';
import { okxBot } from './okx-bot.ts';
import type { BotDialect, WorkloadCall, WorkloadReply, WorkloadSend } from './types.ts';

type Task = 'ticker' | 'market' | 'large-market' | 'balances' | 'open-orders' | 'history' | 'order';

interface Habit {
  readonly task: Task;
  /** Mean time between two of them, ms; 0: again as soon as the last one is answered. */
  readonly everyMs: number;
}

const dialects: Readonly<Record<ExchangeId, BotDialect>> = { binance: binanceBot, okx: okxBot, kraken: krakenBot };

const calm: readonly Habit[] = [
  { task: 'ticker', everyMs: 1_500 },
  { task: 'market', everyMs: 4_000 },
  { task: 'balances', everyMs: 6_000 },
  { task: 'order', everyMs: 8_000 },
];

const busy: readonly Habit[] = [
  { task: 'ticker', everyMs: 300 },
  { task: 'market', everyMs: 400 },
  { task: 'balances', everyMs: 2_000 },
  { task: 'open-orders', everyMs: 2_500 },
  { task: 'history', everyMs: 6_000 },
  { task: 'order', everyMs: 1_500 },
];

// A careless fleet: everything at once and again as soon as it is answered.
const storm: readonly Habit[] = [
  ...busy,
  ...Array.from({ length: 6 }, (): Habit => ({ task: 'large-market', everyMs: 0 })),
  ...Array.from({ length: 3 }, (): Habit => ({ task: 'ticker', everyMs: 0 })),
  ...Array.from({ length: 2 }, (): Habit => ({ task: 'open-orders', everyMs: 0 })),
  ...Array.from({ length: 2 }, (): Habit => ({ task: 'order', everyMs: 0 })),
];

const habitsOf: Readonly<Record<WorkloadLevel, readonly Habit[]>> = { off: [], calm, busy, storm };

// A refused or failed call is not tried again at once: a bot that spins would only measure this machine.
const AFTER_FAILURE_MS = 500;
const REST_OF_ORDER_MS = 2_500;

export interface WorkloadOptions {
  readonly exchange: ExchangeId;
  readonly clock: PracticeClock;
  readonly random: PracticeRandom;
  readonly send: WorkloadSend;
}

/** Stands in for the user's bots on one account: asks for prices, balances and orders as such bots do. */
export class Workload {
  readonly #options: WorkloadOptions;
  readonly #dialect: BotDialect;
  #level: WorkloadLevel = 'off';
  // Each change of level ends the loops of the one before.
  #generation = 0;

  constructor(options: WorkloadOptions) {
    this.#options = options;
    this.#dialect = dialects[options.exchange];
  }

  get level(): WorkloadLevel {
    return this.#level;
  }

  setLevel(level: WorkloadLevel): void {
    if (level === this.#level) return;
    this.#level = level;
    this.#generation += 1;
    for (const [index, habit] of habitsOf[level].entries()) void this.#follow(habit, index, this.#generation);
  }

  async #follow(habit: Habit, index: number, generation: number): Promise<void> {
    const { clock, random } = this.#options;
    const own = random.fork(`${generation}/${index}`);
    await pause(clock, own.fraction() * Math.max(habit.everyMs, 200));
    while (generation === this.#generation) {
      const isDone = await this.#perform(habit.task, own);
      // Drawn around the mean, so that bots do not fall into step.
      const restMs = habit.everyMs * (0.5 + own.fraction());
      await pause(clock, isDone ? restMs : Math.max(restMs, AFTER_FAILURE_MS));
    }
  }

  async #perform(task: Task, random: PracticeRandom): Promise<boolean> {
    const { symbols } = this.#dialect;
    const symbol = symbols[random.integer(0, symbols.length - 1)] ?? '';
    if (task === 'order') return await this.#trade(symbol, random);
    return (await this.#send(this.#callOf(task, symbol))).ok;
  }

  #callOf(task: Exclude<Task, 'order'>, symbol: string): WorkloadCall {
    switch (task) {
      case 'ticker':
        return this.#dialect.ticker(symbol);
      case 'market':
        return this.#dialect.market(symbol, 'small');
      case 'large-market':
        return this.#dialect.market(symbol, 'large');
      case 'balances':
        return this.#dialect.balances();
      case 'open-orders':
        return this.#dialect.openOrders(symbol);
      case 'history':
        return this.#dialect.history(symbol);
    }
  }

  /** Places one order below the market, lets it rest, takes it back. */
  async #trade(symbol: string, random: PracticeRandom): Promise<boolean> {
    const { clock } = this.#options;
    const quote = await this.#send(this.#dialect.ticker(symbol));
    const bid = quote.ok ? this.#dialect.readBid(quote.json, symbol) : null;
    if (bid === null) return false;
    const id = this.#dialect.clientOrderId(random);
    const placed = await this.#send(this.#dialect.place(symbol, bid, id));
    if (!placed.ok) return false;
    await pause(clock, REST_OF_ORDER_MS * (0.5 + random.fraction()));
    return (await this.#send(this.#dialect.cancel(symbol, id))).ok;
  }

  #send(call: WorkloadCall): Promise<WorkloadReply> {
    return this.#options.send(call);
  }
}
