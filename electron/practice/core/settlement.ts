import type { Decimal } from '../../../shared/model/decimal.ts';
import { add, decimal, isZero, minimum, multiply, subtract, withPlaces, ZERO } from '../../../shared/model/decimal.ts';
import type { PracticeAccounts } from './accounts.ts';
import type { Market } from './markets.ts';
import type { Fee, OrderSide } from './order.ts';
import type { OrderRecord } from './order-record.ts';
import { remainingOf } from './order-record.ts';

/** Where the fee is taken: from what was received (Binance, OKX) or always in quote (Kraken). */
export type FeeRule = 'received' | 'quote';

/** Digits a fee is cut to. */
const FEE_PLACES = 8;
const ONE = decimal('1');

/** Locks, unlocks and moves balances of orders; the only place that touches ledgers on their behalf. */
export class Settlement {
  readonly #accounts: PracticeAccounts;
  readonly #feeRule: FeeRule;

  constructor(accounts: PracticeAccounts, feeRule: FeeRule) {
    this.#accounts = accounts;
    this.#feeRule = feeRule;
  }

  /** What a resting order of this size and price keeps locked. */
  need(
    market: Market,
    side: OrderSide,
    price: Decimal,
    quantity: Decimal,
  ): { readonly asset: string; readonly amount: Decimal } {
    if (side === 'sell') return { asset: market.base, amount: quantity };
    return { asset: market.quote, amount: this.costOf(market, multiply(price, quantity)) };
  }

  /** What buying for this much quote takes, fee included where it is paid in quote. */
  costOf(market: Market, quote: Decimal): Decimal {
    return this.#feeRule === 'quote' ? multiply(quote, add(ONE, market.takerFee)) : quote;
  }

  hasFree(accountId: string, asset: string, amount: Decimal): boolean {
    return this.#accounts.get(accountId).ledger.hasFree(asset, amount);
  }

  /** Could the order lock this much, with what it holds already counted in? */
  canLock(record: OrderRecord, asset: string, amount: Decimal): boolean {
    const held = record.locked?.asset === asset ? record.locked.amount : ZERO;
    return this.hasFree(record.request.accountId, asset, subtract(amount, minimum(amount, held)));
  }

  /** Brings the order's lock to what its remaining quantity needs at its price (or stop price). */
  relock(market: Market, record: OrderRecord): void {
    const price = record.price ?? record.request.stopPrice ?? ZERO;
    this.release(record);
    const need = this.need(market, record.request.side, price, remainingOf(record));
    if (isZero(need.amount)) return;
    this.#accounts.get(record.request.accountId).ledger.lock(need.asset, need.amount);
    record.locked = need;
  }

  release(record: OrderRecord): void {
    if (record.locked === null) return;
    this.#accounts.get(record.request.accountId).ledger.unlock(record.locked.asset, record.locked.amount);
    record.locked = null;
  }

  /** Moves money for one fill and notes it on the order; gives the fee. The lock must be released before, set after. */
  settle(market: Market, record: OrderRecord, price: Decimal, quantity: Decimal, role: 'maker' | 'taker'): Fee {
    const { ledger } = this.#accounts.get(record.request.accountId);
    const quote = multiply(price, quantity);
    const isBuy = record.request.side === 'buy';
    const fee = this.#feeOf(market, isBuy, quantity, quote, role);
    ledger.debit(isBuy ? market.quote : market.base, isBuy ? quote : quantity);
    ledger.credit(isBuy ? market.base : market.quote, isBuy ? quantity : quote);
    ledger.debit(fee.asset, fee.amount);
    record.filledQuantity = add(record.filledQuantity, quantity);
    record.filledQuote = add(record.filledQuote, quote);
    record.fee = { asset: fee.asset, amount: add(record.fee?.amount ?? ZERO, fee.amount) };
    return fee;
  }

  #feeOf(market: Market, isBuy: boolean, quantity: Decimal, quote: Decimal, role: 'maker' | 'taker'): Fee {
    const rate = role === 'maker' ? market.makerFee : market.takerFee;
    const inBase = this.#feeRule === 'received' && isBuy;
    return {
      amount: withPlaces(multiply(inBase ? quantity : quote, rate), FEE_PLACES),
      asset: inBase ? market.base : market.quote,
    };
  }
}
