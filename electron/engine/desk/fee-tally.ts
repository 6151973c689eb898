import { add, compare, type Decimal, ZERO } from '../../../shared/model/decimal.ts';
import type { DeskOrder } from '../../../shared/model/desk.ts';
import type { OrderUpdate } from '../../../shared/model/order.ts';

type Fee = DeskOrder['fee'];
type Fill = NonNullable<OrderUpdate['fill']>;

/** The fee of one order as far as it was told: a whole of so much filled, and single fills beyond it, each once. */
export interface FeeTally {
  readonly whole: Fee;
  /** Filled quantity that `whole` is the fee of. */
  readonly upTo: Decimal;
  readonly beyond: ReadonlyMap<string, Fill>;
}

/** Where nothing was heard of it in this run: what was kept counts for what was filled then. */
export function tallyOf({ fee, filledQuantity }: Pick<DeskOrder, 'fee' | 'filledQuantity'>): FeeTally {
  return { whole: fee, upTo: fee === null ? ZERO : (filledQuantity ?? ZERO), beyond: new Map() };
}

/** Messages overtake each other and are told twice: a fill within the whole, or told before, adds nothing. */
export function counted(tally: FeeTally, { fee, fill, filledQuantity }: OrderUpdate): FeeTally {
  if (filledQuantity === null) return tally;
  if (fee !== null) {
    const isNewer = compare(filledQuantity, tally.upTo) >= 0;
    if (!isNewer) return tally;
    return { whole: fee, upTo: filledQuantity, beyond: new Map() };
  }
  if (fill === undefined || tally.beyond.has(fill.trade) || compare(filledQuantity, tally.upTo) <= 0) return tally;
  return { ...tally, beyond: new Map([...tally.beyond, [fill.trade, fill]]) };
}

/** Null while a part of what is filled came without its fee, and for fees in several assets: a part is not the fee. */
export function feeOf({ whole, upTo, beyond }: FeeTally, filledQuantity: Decimal | null): Fee {
  const fills = [...beyond.values()];
  const covered = fills.reduce((sum, { quantity }) => add(sum, quantity), upTo);
  if (filledQuantity === null || compare(covered, filledQuantity) < 0) return null;
  const [first, ...rest] = [whole, ...fills.map(({ fee }) => fee)].filter((fee) => fee !== null);
  if (first === undefined || rest.some(({ asset }) => asset !== first.asset)) return null;
  return { asset: first.asset, amount: rest.reduce((sum, { amount }) => add(sum, amount), first.amount) };
}
