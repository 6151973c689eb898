import type { Decimal } from '../../../shared/model/decimal.ts';
import { add, compare, isZero, subtract, ZERO } from '../../../shared/model/decimal.ts';

export interface BalanceRow {
  readonly asset: string;
  readonly free: Decimal;
  readonly locked: Decimal;
}

/** Balances of one account. Every move is exact; going below zero is a bug and throws. */
export class Ledger {
  readonly #rows = new Map<string, BalanceRow>();
  readonly #touched = new Set<string>();

  row(asset: string): BalanceRow {
    return this.#rows.get(asset) ?? { asset, free: ZERO, locked: ZERO };
  }

  rows(): readonly BalanceRow[] {
    return [...this.#rows.values()];
  }

  hasFree(asset: string, amount: Decimal): boolean {
    return compare(this.row(asset).free, amount) >= 0;
  }

  credit(asset: string, amount: Decimal): void {
    this.#move(asset, amount, ZERO);
  }

  debit(asset: string, amount: Decimal): void {
    this.#move(asset, subtract(ZERO, amount), ZERO);
  }

  lock(asset: string, amount: Decimal): void {
    this.#move(asset, subtract(ZERO, amount), amount);
  }

  unlock(asset: string, amount: Decimal): void {
    this.#move(asset, amount, subtract(ZERO, amount));
  }

  /** Rows changed since the last call, for balance events. */
  takeTouched(): readonly BalanceRow[] {
    const rows = [...this.#touched].map((asset) => this.row(asset));
    this.#touched.clear();
    return rows;
  }

  #move(asset: string, free: Decimal, locked: Decimal): void {
    if (isZero(free) && isZero(locked)) return;
    const row = this.row(asset);
    const next = { asset, free: add(row.free, free), locked: add(row.locked, locked) };
    if (compare(next.free, ZERO) < 0 || compare(next.locked, ZERO) < 0) {
      throw new Error(`Practice balance of ${asset} would fall below zero`);
    }
    this.#rows.set(asset, next);
    this.#touched.add(asset);
  }
}
