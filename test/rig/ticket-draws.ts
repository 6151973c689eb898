import {
  type Decimal,
  add,
  decimal,
  divide,
  fromNumber,
  multiply,
  roundToStep,
  subtract,
  ZERO,
} from '../../shared/model/decimal.ts';
import type { Instrument } from '../../shared/model/instrument.ts';
import type { OrderTicket } from '../../shared/model/order.ts';
import type { MarketPrices } from '../../electron/engine/exchanges/ticket-rules.ts';
import type { PracticeRandom } from '../../electron/practice/core/random.ts';
import type { TicketJudgeOf } from './ticket-judges.ts';

export function pick<const Value>(random: PracticeRandom, values: readonly [Value, ...Value[]]): Value {
  return values[random.integer(0, values.length - 1)] ?? values[0];
}

/** A ticket near some bound more often than not: of price, lot, worth, funds or band, a step to either side or none. */
export function drawTicket(
  random: PracticeRandom,
  judge: TicketJudgeOf,
  instrument: Instrument,
  prices: MarketPrices,
): OrderTicket {
  const type = pick(random, ['limit', 'limit', 'market', 'post-only', 'stop-limit']);
  const side = pick(random, ['buy', 'sell']);
  const price = type === 'market' ? null : drawPrice(random, judge, instrument, prices, side);
  const isQuote = random.fraction() < (type === 'market' ? 0.5 : 0.1);
  return {
    account: 'practice',
    symbol: instrument.symbol,
    side,
    type,
    quantityUnit: isQuote ? 'quote' : 'base',
    quantity: drawQuantity(random, judge, instrument, price ?? prices.last ?? ZERO, isQuote, side),
    price: random.fraction() < 0.01 ? null : price,
    stopPrice:
      type === 'stop-limit' && random.fraction() < 0.97 ? drawPrice(random, judge, instrument, prices, side) : null,
    timeInForce: type === 'post-only' ? 'gtc' : pick(random, ['gtc', 'gtc', 'ioc', 'fok']),
  };
}

function drawPrice(
  random: PracticeRandom,
  judge: TicketJudgeOf,
  instrument: Instrument,
  prices: MarketPrices,
  side: 'buy' | 'sell',
): Decimal {
  const last = prices.last ?? ZERO;
  const { reference, buyMax, sellMin } = judge.contextOf(instrument);
  const middle = reference ?? last;
  const band = instrument.priceBand;
  const edges: readonly [Decimal, ...Decimal[]] = [
    last,
    prices.bid ?? last,
    prices.ask ?? last,
    side === 'buy' ? (buyMax ?? last) : (sellMin ?? last),
    band === null ? last : multiply(middle, side === 'buy' ? band.bidUp : band.askUp),
    band === null ? last : multiply(middle, side === 'buy' ? band.bidDown : band.askDown),
    instrument.price.max ?? last,
    instrument.price.min ?? last,
    multiply(last, fromNumber(0.5 + random.fraction(), 6)),
    multiply(last, fromNumber(0.985 + 0.03 * random.fraction(), 6)),
    multiply(last, fromNumber(0.985 + 0.03 * random.fraction(), 6)),
  ];
  return nudged(random, pick(random, edges), instrument.price.step ?? decimal('0.01'));
}

function drawQuantity(
  random: PracticeRandom,
  judge: TicketJudgeOf,
  instrument: Instrument,
  price: Decimal,
  isQuote: boolean,
  side: 'buy' | 'sell',
): Decimal {
  const { quantity, marketQuantity, notional, extra } = instrument;
  const inBase = (worth: Decimal | null): Decimal | null =>
    worth === null || Number(price) <= 0 ? null : divide(worth, price);
  const fundsOf = (asset: string): Decimal => judge.venue.accounts.get(judge.accountId).ledger.row(asset).free;
  const { market } = judge.marketOf(instrument);
  const amounts = ['maxMktSz', 'maxMktAmt', 'maxLmtAmt'].flatMap((name) =>
    typeof extra[name] === 'string' ? [inBase(decimal(extra[name]))] : [],
  );
  const edges = [
    quantity.min,
    quantity.max,
    marketQuantity.min,
    marketQuantity.max,
    inBase(notional.min),
    inBase(notional.max),
    side === 'sell' ? fundsOf(market.base) : inBase(fundsOf(market.quote)),
    ...amounts,
    inBase(fromNumber(Math.exp(random.fraction() * 14), 6)),
    inBase(fromNumber(Math.exp(random.fraction() * 9), 6)),
    inBase(fromNumber(Math.exp(random.fraction() * 9), 6)),
  ].filter((edge) => edge !== null);
  const base = pick(random, [quantity.min ?? decimal('1'), ...edges]);
  if (isQuote) return nudged(random, multiply(base, price), decimal('0.01'));
  return nudged(random, base, quantity.step ?? decimal('0.00000001'));
}

/** On the step, next to it, off it, or written in an odd way; never below 0. */
function nudged(random: PracticeRandom, value: Decimal, step: Decimal): Decimal {
  const on = roundToStep(value, step);
  const draw = random.fraction();
  if (draw < 0.45) return positive(on);
  if (draw < 0.6) return positive(add(on, step));
  if (draw < 0.75) return positive(subtract(on, step));
  if (draw < 0.82) return positive(roundToStep(value, decimal('0.00000001')));
  if (draw < 0.88) return positive(add(on, divide(step, decimal('2'))));
  if (draw < 0.9) return positive(roundToStep(value, decimal('0.0000000001')));
  if (draw < 0.93) return odd(random, positive(on));
  return positive(roundToStep(value, multiply(step, decimal('10'))));
}

function positive(value: Decimal): Decimal {
  return Number(value) < 0 ? ZERO : value;
}

// Zeros in front and behind mean the same number and another text.
function odd(random: PracticeRandom, value: Decimal): Decimal {
  const zeros = '0'.repeat(random.integer(1, 16));
  if (random.fraction() < 0.5) return decimal(`${zeros}${value}`.slice(0, 30).replace(/\.$/, ''));
  return decimal(`${value.includes('.') ? value : `${value}.0`}${zeros}`.slice(0, 30));
}
