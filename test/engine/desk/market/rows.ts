import { expect, it } from 'vitest';
import type { ExchangeId } from '../../../../shared/model/account.ts';
import { decimal } from '../../../../shared/model/decimal.ts';
import type { OrderTicket } from '../../../../shared/model/order.ts';
import { factsFor, type FactChange, judge, rulesOf } from './facts.ts';

/** A ticket and the rules it breaks; `?` marks warnings. */
export interface Row {
  readonly id: ExchangeId;
  readonly name: string;
  readonly ticket?: Readonly<Record<string, string | null>>;
  readonly facts?: FactChange;
  readonly rules: readonly string[];
  readonly suggestion?: string;
}

/** No limits of one's own. */
export const wide: FactChange = {
  limits: { ...factsFor('binance').limits, priceBand: decimal('1000000'), priceWarn: decimal('1000000') },
};
const rich = (quote: string, base: string): FactChange => ({
  ...wide,
  balances: {
    account: 'practice',
    atMs: 1,
    balances: ['USDT', 'ZUSD']
      .map((asset) => ({ asset, free: decimal(quote), locked: decimal('0') }))
      .concat(['BTC', 'XXBT'].map((asset) => ({ asset, free: decimal(base), locked: decimal('0') }))),
  },
});
/** Nor any of the funds. */
export const deep = rich('9000000000', '9999999');
export const market = { type: 'market', price: null } as const;

export function checkRows(rows: readonly Row[]): void {
  for (const { id, name, ticket = {}, facts, rules, suggestion } of rows) {
    it(`${id}: ${name}`, () => {
      const result = judge(id, ticket as Partial<OrderTicket>, facts);
      expect(rulesOf(result)).toEqual(rules);
      if (suggestion !== undefined) expect(result.breaches.map((breach) => breach.suggestion)).toContain(suggestion);
    });
  }
}
