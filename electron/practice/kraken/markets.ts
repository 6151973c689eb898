import { type Decimal, decimal } from '../../../shared/model/decimal.ts';
import { type Market, marketsNamed } from '../core/markets.ts';
import { type Pair, PAIRS } from './pairs.ts';

/** First row of the fee table of AssetPairs, captured 2025-11: 0.25 % maker, 0.4 % taker. */
const FEES = { makerFee: decimal('0.0025'), takerFee: decimal('0.004') } as const;

/** The venue's markets under this exchange's increments, so that nothing trades off them. */
export function krakenMarkets(): readonly Market[] {
  return PAIRS.map((pair) => ({
    ...baseMarket(pair),
    ...FEES,
    tick: pair.tickSize,
    step: stepOf(pair),
    minQuantity: pair.minimumVolume,
  }));
}

function baseMarket(pair: Pair): Market {
  const [market] = marketsNamed(pair.symbol);
  if (market === undefined) throw new Error(`No practice market ${pair.symbol}`);
  return market;
}

function stepOf(pair: Pair): Decimal {
  return decimal(`0.${'0'.repeat(pair.lotDecimals - 1)}1`);
}
