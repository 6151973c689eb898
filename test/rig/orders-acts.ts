import type { ExchangeId } from '../../shared/model/account.ts';
import { type Decimal, decimal } from '../../shared/model/decimal.ts';
import type { OrderTicket } from '../../shared/model/order.ts';
import type { PracticeRandom } from '../../electron/practice/core/random.ts';
import { drawFault, type OrderFault, pick } from './orders-faults.ts';
import { type Seam, SEAMS } from './orders-life.ts';

export const NEXT = [
  'nothing',
  'cancel',
  'cancel-early',
  'cancel-early',
  'cancel-early',
  'fill',
  'part-fill',
  'cancel-and-fill',
  'amend',
  'amend-and-fill',
  'amend-elsewhere',
  'cancel-elsewhere',
] as const;

/** What is done with one order, and what goes wrong with its request. */
export interface Act {
  readonly ticket: Omit<OrderTicket, 'account' | 'symbol'>;
  readonly fault: OrderFault;
  readonly seam: Seam | null;
  readonly hiddenMs: number;
  /** Further submits of the same intent, ms after the first. */
  readonly copies: readonly number[];
  readonly next: (typeof NEXT)[number];
  readonly nextMs: number;
  readonly amendment: { readonly price: Decimal | null; readonly quantity: Decimal | null };
}

export function drawAct(exchange: ExchangeId, random: PracticeRandom, pairOf: (exchange: ExchangeId) => number): Act {
  const isPaired = random.fraction() < 0.08;
  const ticket = drawTicket(random);
  const next = pick(random, NEXT);
  return {
    ticket,
    fault: isPaired ? { kind: 'swap', pair: pairOf(exchange) } : drawFault(exchange, random),
    seam: random.fraction() < 0.06 ? pick(random, SEAMS) : null,
    hiddenMs: random.fraction() < 0.2 ? random.integer(500, 12_000) : 0,
    copies: random.fraction() < 0.3 ? [2, 4, 5_000] : [],
    next,
    nextMs: next === 'cancel-early' ? random.integer(0, 150) : random.integer(300, 9_000),
    amendment: drawAmendment(exchange, ticket, random),
  };
}

// Far enough from the price of 65,000 to rest, and near enough for fills not to move it much; no two alike, which would pass for a slip.
function drawTicket(random: PracticeRandom): Act['ticket'] {
  const side = pick(random, ['buy', 'sell'] as const);
  const quantity = decimal(`0.00${random.integer(10, 29)}`);
  const limit = { side, quantity, quantityUnit: 'base', stopPrice: null, timeInForce: 'gtc' } as const;
  const kind = random.integer(0, 9);
  if (kind === 0) return { ...limit, type: 'market', price: null };
  const priced = { ...limit, type: 'limit', price: drawPrice(side, random) } as const;
  if (kind === 1) return { ...priced, timeInForce: 'ioc' };
  // More than there is.
  return kind === 2 ? { ...priced, quantity: decimal('900') } : priced;
}

function drawPrice(side: 'buy' | 'sell', random: PracticeRandom): Decimal {
  const whole = side === 'buy' ? random.integer(64_500, 64_900) : random.integer(65_200, 65_500);
  return decimal(`${whole}.${random.integer(1, 9)}`);
}

// Binance takes a smaller quantity alone.
function drawAmendment(exchange: ExchangeId, { side }: Act['ticket'], random: PracticeRandom): Act['amendment'] {
  const quantity = decimal('0.0009');
  if (exchange === 'binance' || random.fraction() < 0.4) return { price: null, quantity };
  return { price: drawPrice(side, random), quantity: random.fraction() < 0.5 ? quantity : null };
}
