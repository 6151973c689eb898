import type { Decimal } from '../../../shared/model/decimal.ts';
import type { OrderSide, OrderType } from '../../../shared/model/order.ts';
import type { ExchangeRequest } from '../http.ts';

export interface OrderIds {
  readonly clientOrderId: string | null;
  readonly exchangeOrderId: string | null;
}

/** Which order is looked for. Times are exchange time, epoch ms. */
export interface OrderQuestion extends OrderIds {
  readonly symbol: string;
  readonly sentAtMs: number;
  readonly nowMs: number;
}

export interface LookUpStep {
  readonly request: ExchangeRequest;
  /** `fills`: it shows what was filled, and not whether the rest still waits. */
  readonly tells: 'order' | 'fills';
}

export interface AmendTarget extends OrderIds {
  readonly symbol: string;
  readonly side: OrderSide;
  readonly type: OrderType | null;
  readonly price: Decimal | null;
  readonly quantity: Decimal | null;
  readonly filledQuantity: Decimal | null;
}

/** Null: stays as it is. `quantity` is the whole quantity, what is filled included. */
export interface AmendChange {
  readonly price: Decimal | null;
  readonly quantity: Decimal | null;
}
