import { decimal } from '../../../../shared/model/decimal.ts';
import { marketsNamed, type Market } from '../../core/markets.ts';
import { FEE_RATES } from './operations.ts';

/** Field values as the live exchange published them (instrument reply of 2026-04, bands from 2026-09). */
export interface Instrument {
  readonly instId: string;
  readonly instIdCode: number;
  readonly base: string;
  readonly quote: string;
  readonly tickSz: string;
  readonly lotSz: string;
  readonly minSz: string;
  readonly maxLmtSz: string;
  /** Spot: in quote currency. */
  readonly maxMktSz: string;
  readonly maxLmtAmt: string;
  readonly maxMktAmt: string;
  /** Share of the reference price by which a limit price may be worse than it. */
  readonly maxPxLmtPct: string;
  readonly listTime: string;
  readonly groupId: string;
  readonly marketId: string;
}

type Row = readonly [base: string, code: number, tickSz: string, lotSz: string, minSz: string, maxLmtSz: string];

const ROWS: readonly Row[] = [
  ['BTC', 3, '0.1', '0.00000001', '0.00001', '9999999999'],
  ['ETH', 4, '0.01', '0.000001', '0.0001', '999999999999'],
  ['SOL', 1514, '0.01', '0.000001', '0.01', '999999999999'],
];

function instrumentOf([base, instIdCode, tickSz, lotSz, minSz, maxLmtSz]: Row): Instrument {
  return {
    instId: `${base}-USDT`,
    instIdCode,
    base,
    quote: 'USDT',
    tickSz,
    lotSz,
    minSz,
    maxLmtSz,
    maxMktSz: '1000000',
    maxLmtAmt: '20000000',
    maxMktAmt: '1000000',
    maxPxLmtPct: '0.01',
    listTime: '1611907686000',
    groupId: '12',
    marketId: `${base}/USDT`,
  };
}

export const INSTRUMENTS: readonly Instrument[] = ROWS.map(instrumentOf);

export function findInstrument(instId: string): Instrument | undefined {
  return INSTRUMENTS.find((instrument) => instrument.instId === instId);
}

export function findInstrumentByCode(instIdCode: number): Instrument | undefined {
  return INSTRUMENTS.find((instrument) => instrument.instIdCode === instIdCode);
}

/** Throws on a market that is not ours: market ids come from our own venue. */
export function instrumentOfMarket(marketId: string): Instrument {
  const found = INSTRUMENTS.find((instrument) => instrument.marketId === marketId);
  if (found === undefined) throw new Error(`No instrument for the practice market ${marketId}`);
  return found;
}

function positive(rate: string): string {
  return rate.replace(/^-/, '');
}

/** The venue's markets with the grid and the fees of these instruments. */
export function okxMarkets(): readonly Market[] {
  return INSTRUMENTS.flatMap((instrument) =>
    marketsNamed(instrument.marketId).map((market) => ({
      ...market,
      tick: decimal(instrument.tickSz),
      step: decimal(instrument.lotSz),
      minQuantity: decimal(instrument.minSz),
      maxQuantity: decimal(instrument.maxLmtSz),
      makerFee: decimal(positive(FEE_RATES.maker)),
      takerFee: decimal(positive(FEE_RATES.taker)),
    })),
  );
}
