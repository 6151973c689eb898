import { type Result, fail, ok } from '../../../shared/contract/failure.ts';
import { type Decimal, ZERO, add, divide, floorToStep, isPositive, subtract } from '../../../shared/model/decimal.ts';
import type { DeskOrder } from '../../../shared/model/desk.ts';
import type { Instrument } from '../../../shared/model/instrument.ts';
import type { OrderTicket, OrderType } from '../../../shared/model/order.ts';
import type { AmendChange, AmendTarget } from '../exchanges/order-question.ts';

/** What a change makes of a resting order, all in base, as exchanges change orders. */
export interface Amendment {
  /** The order as it rests. */
  readonly order: DeskOrder;
  readonly target: AmendTarget;
  readonly change: AmendChange;
  /** The whole order as it would be. */
  readonly ticket: OrderTicket;
}

// Orders placed elsewhere have only the exchange's word.
const TYPE_OF_WORD: Readonly<Record<string, OrderType>> = {
  limit: 'limit',
  limit_maker: 'post-only',
  post_only: 'post-only',
};

/** `asked`: quantities in the order's own unit; of one sized in quote a new price makes another quantity in base. */
export function amendmentOf(resting: DeskOrder, instrument: Instrument, asked: AmendChange): Result<Amendment> {
  if (resting.quantityUnit === 'contracts')
    return fail({ kind: 'unavailable', detail: 'orders of derivatives are changed at the exchange' });
  const type = resting.type ?? TYPE_OF_WORD[resting.typeWord?.toLowerCase() ?? ''] ?? null;
  const { side, price: oldPrice } = resting;
  if (side === null || type === null || resting.quantity === null)
    return fail({ kind: 'unavailable', detail: 'side, type or amount of this order are not known' });
  const price = asked.price ?? oldPrice;
  if (type === 'market' || price === null || oldPrice === null || !isPositive(price))
    return fail({ kind: 'unavailable', detail: 'an order without a price is not changed' });
  const sized = inBase(resting, instrument, price, asked.quantity);
  if (sized === null) return fail({ kind: 'unavailable', detail: 'what is filled of this order is not known yet' });
  const { order, change } = sized;
  const ticket: OrderTicket = {
    account: order.account,
    symbol: order.symbol,
    side,
    type,
    quantity: change.quantity ?? order.quantity,
    quantityUnit: 'base',
    price,
    stopPrice: order.stopPrice,
    timeInForce: order.timeInForce ?? 'gtc',
  };
  return ok({
    order,
    target: { ...order, side, type },
    change: { price: asked.price, quantity: change.quantity },
    ticket,
  });
}

type Sized = {
  readonly order: DeskOrder & { readonly quantity: Decimal };
  readonly change: Pick<AmendChange, 'quantity'>;
};

function inBase(
  resting: DeskOrder,
  { quantity: { step } }: Instrument,
  price: Decimal,
  asked: Decimal | null,
): Sized | null {
  if (resting.quantity === null) return null;
  if (resting.quantityUnit === 'base')
    return { order: { ...resting, quantity: resting.quantity }, change: { quantity: asked } };
  const filled = resting.filledQuantity ?? ZERO;
  const paid = isPositive(filled) ? resting.filledQuote : ZERO;
  if (paid === null || resting.price === null) return null;
  const restAt = (amount: Decimal, each: Decimal): Decimal => {
    const rest = divide(subtract(amount, paid), each);
    return add(filled, step === null ? rest : floorToStep(rest, step));
  };
  const before = restAt(resting.quantity, resting.price);
  const order = { ...resting, quantity: before, quantityUnit: 'base' } as const;
  return { order, change: { quantity: restAt(asked ?? resting.quantity, price) } };
}
