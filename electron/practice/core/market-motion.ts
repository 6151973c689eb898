import type { Decimal } from '../../../shared/model/decimal.ts';
import { compare } from '../../../shared/model/decimal.ts';
import type { Execution } from './execution.ts';
import type { MarketState } from './market-state.ts';
import type { OrderSide } from './order.ts';
import type { OrderRecord } from './order-record.ts';
import { triggerOf } from './order-record.ts';

/** Chance per step that an order at the best price sees some flow, and that flow as a share of a level. */
const TOUCH_CHANCE = 0.3;
const TOUCH_SHARE = 0.2;

/** One step of a market: the ladder moves, someone trades, stops trigger, resting orders are hit. */
export function moveMarket(state: MarketState, midTicks: number, execution: Execution): void {
  if (state.status === 'halted') return;
  state.book.recentre(midTicks);
  const takerSide: OrderSide = state.random.fraction() < 0.5 ? 'buy' : 'sell';
  const price = state.book.touch(takerSide === 'buy' ? 'sell' : 'buy');
  execution.print(state, price, state.book.flow(0.05 + state.random.fraction()), takerSide);
  for (const record of [...state.waiting]) {
    if (isTriggered(record, state.lastPrice)) execution.trigger(state, record);
  }
  for (const record of [...state.resting]) hitResting(state, record, execution);
  execution.touchBook(state);
}

function isTriggered(record: OrderRecord, lastPrice: Decimal): boolean {
  const { stopPrice } = record.request;
  if (stopPrice === null || stopPrice === undefined) return false;
  const order = compare(lastPrice, stopPrice);
  return triggerOf(record.request) === 'up' ? order >= 0 : order <= 0;
}

/** The market went through the order: a burst of flow fills it, in part when the burst is smaller. At the touch: now and then. */
function hitResting(state: MarketState, record: OrderRecord, execution: Execution): void {
  const { price } = record;
  if (price === null) return;
  const { side } = record.request;
  const opposite = state.book.touch(side === 'buy' ? 'sell' : 'buy');
  if (isAtLeast(side, price, opposite)) {
    execution.fillMaker(state, record, state.book.flow(0.2 + state.random.fraction()));
  } else if (isAtLeast(side, price, state.book.touch(side)) && state.random.fraction() < TOUCH_CHANCE) {
    execution.fillMaker(state, record, state.book.flow(TOUCH_SHARE * state.random.fraction()));
  }
}

/** Is the order's price as good as this one, or better, for whoever trades with it? */
function isAtLeast(side: OrderSide, price: Decimal, other: Decimal): boolean {
  return side === 'buy' ? compare(price, other) >= 0 : compare(price, other) <= 0;
}
