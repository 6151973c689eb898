import { add, type Decimal, decimal, floorToStep, fromNumber, toNumber } from '../../shared/model/decimal.ts';
import type { Preflight } from '../../shared/model/preflight.ts';
import type { OrderTicket } from '../../shared/model/order.ts';
import { rateOf } from '../../electron/engine/desk/market/cap-rates.ts';
import type { PreflightFacts } from '../../electron/engine/desk/market/facts.ts';
import type { PracticeRandom } from '../../electron/practice/core/random.ts';
import { pick } from './ticket-draws.ts';
import type { TicketJudgeOf } from './ticket-judges.ts';

type OwnFacts = Pick<PreflightFacts, 'limits' | 'usedTodayQuote' | 'capRate' | 'depth'>;
type Facts = Omit<PreflightFacts, 'ticket'>;

/** Limits of one's own as somebody may have set them, in one of the currencies the exchange trades in. */
export function drawOwn(random: PracticeRandom, judge: TicketJudgeOf, facts: Facts): OwnFacts {
  const { instrument, limits } = facts;
  if (instrument === null) throw new Error('no instrument');
  const currency = pick(random, [instrument.quote, instrument.base, judge.instruments[0]?.quote ?? instrument.quote]);
  const money = (): Decimal | null =>
    random.fraction() < 0.3 ? null : fromNumber(Math.exp(random.fraction() * 12) / unitWorth(currency), 8);
  const market = judge.marketOf(instrument);
  const side = (name: 'buy' | 'sell') =>
    market.depth(name, random.integer(1, 100)).map(({ price, quantity }) => ({ price, size: quantity }));
  return {
    limits: {
      ...limits,
      currency,
      maxOrderQuote: money(),
      maxDayQuote: money(),
      maxBalanceShare: random.fraction() < 0.5 ? null : fromNumber(random.fraction(), 4),
      maxImpact: random.fraction() < 0.5 ? null : fromNumber(random.fraction() * 0.001, 6),
    },
    usedTodayQuote: money() ?? decimal('0'),
    capRate: rateOf(instrument, currency, {
      pair: (base, quote) => judge.instruments.find((one) => one.base === base && one.quote === quote) ?? null,
      prices: (symbol) => pricesOf(judge, symbol),
    }),
    depth: { bids: side('buy'), asks: side('sell') },
  };
}

function pricesOf(judge: TicketJudgeOf, symbol: string) {
  const instrument = judge.instruments.find((one) => one.symbol === symbol);
  const market = instrument === undefined ? null : judge.marketOf(instrument);
  return { bid: market?.best('buy') ?? null, ask: market?.best('sell') ?? null, last: market?.lastPrice ?? null };
}

// Roughly, so that limits fall where tickets do.
function unitWorth(currency: string): number {
  return /BTC|XBT/.test(currency) ? 65_000 : /ETH/.test(currency) ? 3_200 : /SOL/.test(currency) ? 150 : 1;
}

/** Off a bound by less than this share nobody can tell by these means who is right. */
const CLOSE = 1e-9;

export interface CapFindings {
  /** Let through beyond a limit of one's own. */
  readonly over: readonly string[];
  /** Refused although within it. */
  readonly under: readonly string[];
}

/** Holds a verdict against limits reckoned anew in floating point, by other means than the app's. */
export function capFindings(facts: Facts, ticket: OrderTicket, { breaches }: Preflight): CapFindings {
  const { limits, usedTodayQuote, capRate, depth, quote, balances, instrument } = facts;
  const found = { over: [] as string[], under: [] as string[] };
  const number = (value: Decimal | null): number | null => (value === null ? null : toNumber(value));
  const isRefused = (rule: string): boolean =>
    breaches.some((breach) => breach.rule === rule && breach.weight === 'refuse');
  function hold(rule: string, value: number | null, most: number | null): void {
    if (value === null || most === null || !Number.isFinite(value) || Math.abs(value - most) <= CLOSE * most) return;
    if (value > most && !isRefused(rule)) found.over.push(rule);
    if (value < most && isRefused(rule)) found.under.push(rule);
  }
  // What is no number to the exchange is refused as such and judged no further.
  if (isRefused('not-a-number')) return found;
  const isMarket = ticket.type === 'market';
  const isBuy = ticket.side === 'buy';
  const price = number(isMarket ? (isBuy ? quote.ask : quote.bid) : ticket.price);
  if (price === null || price <= 0 || instrument === null || toNumber(ticket.quantity) <= 0) return found;
  const base = baseOf(ticket, price, instrument.quantity.step);
  const worth = ticket.quantityUnit === 'quote' && isMarket ? toNumber(ticket.quantity) : base * price;
  const rate = number(capRate);
  if (rate !== null) {
    hold('own-max-order', worth * rate, number(limits.maxOrderQuote));
    const day = number(limits.maxDayQuote);
    const used = number(usedTodayQuote) ?? 0;
    if (day !== null) hold('own-max-day', used + worth * rate, Math.max(day, used));
  }
  const asset = isBuy ? instrument.quote : instrument.base;
  const row = balances.balances.find((one) => one.asset === asset);
  const share = number(limits.maxBalanceShare);
  const owned = row === undefined ? 0 : toNumber(add(row.free, row.locked));
  hold('own-balance-share', isBuy ? worth : base, share === null ? null : share * owned);
  if (isMarket && limits.maxImpact !== null && depth !== null)
    hold('own-market-impact', ticket.quantityUnit === 'quote' ? worth : base, fillable(facts, ticket));
  return found;
}

// A limit order sized in quote is cut to the lot before it is sent.
function baseOf(ticket: OrderTicket, price: number, step: Decimal | null): number {
  const quantity = toNumber(ticket.quantity);
  if (ticket.quantityUnit === 'base') return quantity;
  if (ticket.type === 'market' || step === null) return quantity / price;
  return toNumber(floorToStep(fromNumber(quantity / price, 20), step));
}

function fillable({ depth, limits }: Facts, { side, quantityUnit }: OrderTicket): number {
  const levels = (side === 'buy' ? depth?.asks : depth?.bids) ?? [];
  const best = levels[0] === undefined ? 0 : toNumber(levels[0].price);
  const share = toNumber(limits.maxImpact ?? decimal('0'));
  return levels
    .map(({ price, size }) => ({ price: toNumber(price), size: toNumber(size) }))
    .filter(({ price }) => Math.abs(price - best) / best <= share + CLOSE)
    .reduce((sum, { price, size }) => sum + (quantityUnit === 'quote' ? size * price : size), 0);
}
