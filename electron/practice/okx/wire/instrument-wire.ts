import type { Instrument } from '../facts/instruments.ts';
import type { Json } from './envelope.ts';

export type InstrumentState = 'live' | 'post_only' | 'suspend' | 'preopen';

// Empty for spot, yet always present (docs: inapplicable fields are "", not absent).
const EMPTY_FOR_SPOT = {
  alias: '',
  auctionEndTime: '',
  contTdSwTime: '',
  ctMult: '',
  ctType: '',
  ctVal: '',
  ctValCcy: '',
  expTime: '',
  freq: '',
  instFamily: '',
  longPosRemainingQuota: '',
  maxPlatOICoinLmt: '',
  maxPlatOILmt: '',
  method: '',
  optType: '',
  posLmtAmt: '',
  posLmtPct: '',
  preMktSwTime: '',
  seriesId: '',
  settleCcy: '',
  shortPosRemainingQuota: '',
  stk: '',
  uly: '',
} as const;

/** One row of `public/instruments` and `account/instruments`, with the field set of the live reply of 2026. */
export function instrumentRow(instrument: Instrument, state: InstrumentState): Json {
  const algoMax = `${instrument.maxLmtSz}.0000000000000000`;
  return {
    ...EMPTY_FOR_SPOT,
    baseCcy: instrument.base,
    category: '1',
    floatPxLmtPct: '0.005',
    futureSettlement: false,
    groupId: instrument.groupId,
    initPxLmtPct: '0.1',
    instCategory: '1',
    instId: instrument.instId,
    instIdCode: instrument.instIdCode,
    instType: 'SPOT',
    lever: '10',
    listTime: instrument.listTime,
    lotSz: instrument.lotSz,
    maxIcebergSz: algoMax,
    maxLmtAmt: instrument.maxLmtAmt,
    maxLmtSz: instrument.maxLmtSz,
    maxMktAmt: instrument.maxMktAmt,
    maxMktSz: instrument.maxMktSz,
    maxPxLmtPct: instrument.maxPxLmtPct,
    maxStopSz: instrument.maxMktSz,
    maxTriggerSz: algoMax,
    maxTwapSz: algoMax,
    minSz: instrument.minSz,
    openType: 'fix_price',
    rpiMinLevel: '3',
    rpiMinPxBand: '20',
    quoteCcy: instrument.quote,
    ruleType: 'normal',
    state,
    tickSz: instrument.tickSz,
    tradeQuoteCcyList: [instrument.quote],
    upcChg: [],
  };
}
