import type { Decimal } from '../../../shared/model/decimal.ts';
import { decimal } from '../../../shared/model/decimal.ts';

/** One pair of the practice venue. The figures are ours: plausible, not promised. */
export interface Market {
  /** `BASE/QUOTE`; exchanges map it to their own names. */
  readonly id: string;
  readonly base: string;
  readonly quote: string;
  readonly tick: Decimal;
  readonly step: Decimal;
  readonly minQuantity: Decimal;
  readonly maxQuantity: Decimal;
  readonly minNotional: Decimal;
  readonly startPrice: Decimal;
  /** Standard deviation of the relative move in one second. */
  readonly volatility: number;
  /** Fee rates as fractions. */
  readonly makerFee: Decimal;
  readonly takerFee: Decimal;
}

type Row = readonly [
  pair: string,
  tick: string,
  step: string,
  minQuantity: string,
  startPrice: string,
  volatility: number,
];

const ROWS: readonly Row[] = [
  ['BTC/USDT', '0.01', '0.00001', '0.00001', '65000', 0.0001],
  ['ETH/USDT', '0.01', '0.0001', '0.0001', '3200', 0.00013],
  ['SOL/USDT', '0.01', '0.001', '0.001', '150', 0.0002],
  ['ETH/BTC', '0.00001', '0.0001', '0.0001', '0.05', 0.00008],
  ['BTC/USD', '0.1', '0.00000001', '0.00005', '65000', 0.0001],
  ['ETH/USD', '0.01', '0.00000001', '0.001', '3200', 0.00013],
  ['SOL/USD', '0.01', '0.00000001', '0.02', '150', 0.0002],
];

function marketOf([pair, tick, step, minQuantity, startPrice, volatility]: Row): Market {
  const [base = '', quote = ''] = pair.split('/');
  return {
    id: pair,
    base,
    quote,
    tick: decimal(tick),
    step: decimal(step),
    minQuantity: decimal(minQuantity),
    maxQuantity: decimal('9000'),
    minNotional: decimal(quote === 'BTC' ? '0.0001' : '5'),
    startPrice: decimal(startPrice),
    volatility,
    makerFee: decimal('0.001'),
    takerFee: decimal('0.001'),
  };
}

export const MARKETS: readonly Market[] = ROWS.map(marketOf);

/** The rows with these ids, in this order; throws on an unknown id, which is a mistake in the caller's list. */
export function marketsNamed(...ids: readonly string[]): readonly Market[] {
  return ids.map((id) => {
    const market = MARKETS.find((row) => row.id === id);
    if (market === undefined) throw new Error(`No practice market ${id}`);
    return market;
  });
}
