import type { DeskOrder, OrderKey } from '../../../shared/model/desk.ts';
import type { OrderUpdate } from '../../../shared/model/order.ts';
import { counted, type FeeTally, feeOf, tallyOf } from './fee-tally.ts';

/** Orders remembered; the ones heard of longest ago are forgotten first. */
const KEPT = 5_000;
/** How far our clock of an exchange, or one of its own servers, may be behind another when a question is dated, ms. */
const ASKED_MARGIN_MS = 2_000;

interface Heard {
  /** Exchange time of the newest state that was taken; null: none was dated. */
  readonly saidMs: number | null;
  readonly fees: FeeTally;
}

/** How one piece of news stands to what was heard of its order before. */
export interface NewsSense {
  /** It describes an earlier state than one that was taken already. */
  readonly isOld: boolean;
  readonly isNewer: boolean;
  readonly fee: (filledQuantity: DeskOrder['filledQuantity']) => DeskOrder['fee'];
}

/** What this run heard of each order, beyond what its row holds: how new, and which fills were counted. */
export class OrderNews {
  readonly #heard = new Map<OrderKey, Heard>();

  /** Takes news in. `askedMs`: exchange time at which the question it answers was asked; null for what came unasked. */
  hear(order: DeskOrder, update: OrderUpdate, askedMs: number | null): NewsSense {
    const known = this.#heard.get(order.key) ?? { saidMs: null, fees: tallyOf(order) };
    const asOfMs = latest(update.atMs, askedMs === null ? null : askedMs - ASKED_MARGIN_MS);
    const isOld = asOfMs !== null && known.saidMs !== null && asOfMs < known.saidMs;
    const isNewer = asOfMs !== null && known.saidMs !== null && asOfMs > known.saidMs;
    const fees = counted(known.fees, update);
    this.#heard.delete(order.key);
    this.#heard.set(order.key, { saidMs: latest(known.saidMs, asOfMs), fees });
    this.#evict();
    return { isOld, isNewer, fee: (filledQuantity) => feeOf(fees, filledQuantity) };
  }

  #evict(): void {
    const [oldest] = this.#heard.keys();
    if (this.#heard.size > KEPT && oldest !== undefined) this.#heard.delete(oldest);
  }
}

function latest(left: number | null, right: number | null): number | null {
  if (left === null || right === null) return left ?? right;
  return Math.max(left, right);
}
