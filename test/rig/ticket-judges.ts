import type { ExchangeId } from '../../shared/model/account.ts';
import type { Instrument } from '../../shared/model/instrument.ts';
import type { MarketContext } from '../../electron/engine/exchanges/ticket-rules.ts';
import { exchange } from '../../electron/engine/exchanges/registry.ts';
import type { ExchangeRequest } from '../../electron/engine/http.ts';
import { parseJson } from '../../electron/engine/json.ts';
import type { BinanceApp } from '../../electron/practice/binance/app.ts';
import { filterProblem } from '../../electron/practice/binance/filters.ts';
import { newOrderOf, readOrderInput } from '../../electron/practice/binance/order-input.ts';
import { readParams } from '../../electron/practice/binance/params.ts';
import { symbolRow, Symbols } from '../../electron/practice/binance/symbols.ts';
import type { MarketState } from '../../electron/practice/core/market-state.ts';
import { marketsNamed } from '../../electron/practice/core/markets.ts';
import type { NewOrder, VenueResult } from '../../electron/practice/core/order.ts';
import { PracticeAccounts } from '../../electron/practice/core/accounts.ts';
import { createRandom } from '../../electron/practice/core/random.ts';
import { Venue } from '../../electron/practice/core/venue.ts';
import { UNVERIFIED_TEXTS } from '../../electron/practice/kraken/errors.ts';
import { readFields } from '../../electron/practice/kraken/fields.ts';
import { TIERS } from '../../electron/practice/kraken/limits/tables.ts';
import { krakenMarkets } from '../../electron/practice/kraken/markets.ts';
import { PAIRS, pairOfName } from '../../electron/practice/kraken/pairs.ts';
import { addUncharged } from '../../electron/practice/kraken/trading/adding.ts';
import type { Floor } from '../../electron/practice/kraken/trading/floor.ts';
import { readRestOrder } from '../../electron/practice/kraken/trading/read-rest-order.ts';
import { pairWire } from '../../electron/practice/kraken/wire/public.ts';
import { OkxState } from '../../electron/practice/okx/exchange/state.ts';
import { INSTRUMENTS } from '../../electron/practice/okx/facts/instruments.ts';
import { placeOrder } from '../../electron/practice/okx/orders/placing.ts';
import { readTicket } from '../../electron/practice/okx/orders/ticket.ts';
import { instrumentRow } from '../../electron/practice/okx/wire/instrument-wire.ts';
import { priceBand } from '../../electron/practice/okx/wire/market-wire.ts';

/** What a practice exchange makes of an order; null: it would be taken. */
export type Verdict = string | null;

/** One practice exchange that judges orders and takes none. */
export interface TicketJudgeOf {
  readonly id: ExchangeId;
  readonly venue: Venue;
  readonly instruments: readonly Instrument[];
  /** Account whose funds count. */
  readonly accountId: string;
  marketOf(instrument: Instrument): MarketState;
  contextOf(instrument: Instrument): MarketContext;
  verdict(request: ExchangeRequest): Verdict;
}

const MAIN = 'main';
const NOW_MS = Date.UTC(2026, 6, 1);
const clock = { now: () => NOW_MS, after: () => () => undefined };

function instrumentsIn(id: ExchangeId, body: unknown): readonly Instrument[] {
  const read = exchange(id).instruments.read(parseJson(JSON.stringify(body)));
  if (!read.ok) throw new Error(`instruments of ${id}: ${read.failure.kind}`);
  return read.value;
}

function open(venue: Venue, marketId: string): MarketState {
  const market = venue.market(marketId);
  if (market === undefined) throw new Error(`no practice market ${marketId}`);
  return market;
}

const FUNDS = { USDT: '100000', BTC: '2', ETH: '30', SOL: '500', USD: '80000', BNB: '5' } as const;

function fundedAccounts(): PracticeAccounts {
  const accounts = new PracticeAccounts();
  accounts.open(MAIN, FUNDS, NOW_MS);
  return accounts;
}

export function binanceJudge(seed: string): TicketJudgeOf {
  const markets = marketsNamed('BTC/USDT', 'ETH/USDT', 'SOL/USDT', 'ETH/BTC');
  const venue = new Venue({ markets, clock, seed, accounts: fundedAccounts(), isMoving: false });
  const symbols = new Symbols(markets);
  // Filters and forms look at no more of the application than this.
  const app = { venue, symbols } as unknown as BinanceApp;
  const random = createRandom(seed);
  const body = {
    timezone: 'UTC',
    serverTime: NOW_MS,
    rateLimits: [],
    exchangeFilters: [],
    symbols: symbols.all.map((symbol) => symbolRow(symbol, 'trading', false)),
  };
  const marketOf = ({ symbol }: Instrument): MarketState => open(venue, symbols.named(symbol)?.market.id ?? '');
  return {
    id: 'binance',
    venue,
    accountId: MAIN,
    instruments: instrumentsIn('binance', body),
    marketOf,
    contextOf: (instrument) => ({ reference: marketOf(instrument).book.mid(), buyMax: null, sellMin: null }),
    verdict({ query }) {
      const params = readParams(query, '');
      if (params === null) return 'malformed';
      const input = readOrderInput(params, symbols, random);
      if (!input.ok) return `${input.error.code} ${input.error.msg}`;
      const problem = filterProblem(app, input.value, MAIN);
      return problem === null ? venue.check(newOrderOf(input.value, MAIN)) : `${problem.code} ${problem.msg}`;
    },
  };
}

export function okxJudge(seed: string): TicketJudgeOf {
  const state = new OkxState({ clock, seed, isMoving: false, elapsedUs: () => 0 });
  state.accounts.open(MAIN, FUNDS, NOW_MS);
  const { venue } = state;
  const marketOf = ({ symbol }: Instrument): MarketState => open(venue, symbol.replace('-', '/'));
  const place = (order: NewOrder): VenueResult | { readonly ok: true; readonly order: { readonly id: number } } => {
    const reason = venue.check(order);
    return reason === null ? { ok: true, order: { id: 1 } } : { ok: false, reason };
  };
  // The same steps as for a real order, up to the venue, which only looks.
  const looking = {
    venue: { openOrders: () => [], check: (order: NewOrder) => venue.check(order), place },
    accounts: state.accounts,
    switches: { orderPlaced: () => undefined },
    nowMs: () => NOW_MS,
    stateOf: () => 'live',
    market: (instrument: Parameters<OkxState['market']>[0]) => state.market(instrument),
  } as unknown as OkxState;
  return {
    id: 'okx',
    venue,
    accountId: MAIN,
    instruments: instrumentsIn('okx', {
      code: '0',
      msg: '',
      data: INSTRUMENTS.map((row) => instrumentRow(row, 'live')),
    }),
    marketOf,
    contextOf(instrument) {
      const row = INSTRUMENTS.find(({ instId }) => instId === instrument.symbol);
      if (row === undefined) throw new Error(`no ${instrument.symbol}`);
      const { buyLmt: buyMax, sellLmt: sellMin } = priceBand(row, marketOf(instrument));
      return { reference: null, buyMax, sellMin };
    },
    verdict({ body }) {
      const ticket = readTicket(JSON.parse(body?.text ?? '{}') as Readonly<Record<string, unknown>>);
      const placed = 'refusal' in ticket ? ticket : placeOrder(looking, MAIN, ticket.value);
      return 'refusal' in placed ? `${placed.refusal.code} ${placed.refusal.message}` : null;
    },
  };
}

export function krakenJudge(seed: string): TicketJudgeOf {
  const accounts = fundedAccounts();
  const venue = new Venue({
    markets: krakenMarkets(),
    clock,
    seed,
    accounts,
    isMoving: false,
    feeRule: 'quote',
    onImmediateTrigger: 'trigger',
  });
  const floor = {
    clock,
    venue,
    journal: { open: () => [] },
    system: { status: 'online' },
    texts: UNVERIFIED_TEXTS,
    limitsOf: () => TIERS.intermediate,
    engineNowMs: () => NOW_MS,
  } as unknown as Floor;
  const result = Object.fromEntries(PAIRS.map((pair) => [pair.id, pairWire(pair, open(venue, pair.symbol))]));
  return {
    id: 'kraken',
    venue,
    accountId: MAIN,
    instruments: instrumentsIn('kraken', { error: [], result }),
    marketOf: ({ display }) => open(venue, display),
    contextOf: () => ({ reference: null, buyMax: null, sellMin: null }),
    verdict({ body }) {
      const fields = readFields(`${body?.text ?? ''}&validate=true`, 'application/x-www-form-urlencoded');
      const pair = pairOfName(String(fields?.['pair'] ?? ''));
      if (fields === null || pair === undefined) return 'malformed';
      const read = readRestOrder(fields, pair, NOW_MS);
      const added = read.ok ? addUncharged(floor, MAIN, read.value) : read;
      return added.ok ? null : added.error;
    },
  };
}

export const JUDGED_AT_MS = NOW_MS;
