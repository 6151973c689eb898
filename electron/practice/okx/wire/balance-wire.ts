import type { Decimal } from '../../../../shared/model/decimal.ts';
import { add, isZero, multiply, ZERO } from '../../../../shared/model/decimal.ts';
import type { BalanceRow } from '../../core/ledger.ts';
import { shown } from './amounts.ts';

/** Price of one unit of a currency in USD; null when the practice exchange has none. */
export type UsdPrice = (ccy: string) => Decimal | null;

// Spot mode, so margin figures are "" and the rest "0" (balance reply of 2026-09).
const DETAIL_EMPTY = {
  accAvgPx: '',
  autoLendAmt: '0',
  autoLendMtAmt: '0',
  autoLendStatus: 'unsupported',
  autoStakingStatus: 'unsupported',
  availEq: '',
  borrowFroz: '',
  clSpotInUseAmt: '',
  colBorrAutoConversion: '0',
  colRes: '0',
  collateralEnabled: false,
  collateralRestrict: false,
  crossLiab: '',
  disEq: '0',
  fixedBal: '0',
  frpType: '0',
  imr: '',
  interest: '',
  isoEq: '0',
  isoLiab: '',
  isoUpl: '',
  liab: '',
  maxLoan: '',
  maxSpotInUse: '',
  mgnRatio: '',
  mmr: '',
  notionalLever: '',
  openAvgPx: '',
  rewardBal: '',
  smtSyncEq: '0',
  spotBal: '',
  spotCopyTradingEq: '0',
  spotInUseAmt: '',
  spotIsoBal: '0',
  spotUpl: '',
  spotUplRatio: '',
  stgyEq: '0',
  totalPnl: '',
  totalPnlRatio: '',
  twap: '0',
  upl: '',
  uplLiab: '',
} as const;

const ACCOUNT_EMPTY = {
  adjEq: '',
  availEq: '',
  borrowFroz: '',
  delta: '',
  deltaLever: '',
  deltaNeutralStatus: '',
  imr: '',
  isoEq: '',
  mgnRatio: '',
  mmr: '',
  notionalUsd: '',
  notionalUsdForBorrow: '',
  notionalUsdForFutures: '',
  notionalUsdForOption: '',
  notionalUsdForSwap: '',
  ordFroz: '',
  upl: '',
} as const;

function totalOf(row: BalanceRow): Decimal {
  return add(row.free, row.locked);
}

function usdOf(row: BalanceRow, usdPrice: UsdPrice): Decimal {
  const price = usdPrice(row.asset);
  return price === null ? ZERO : shown(multiply(totalOf(row), price));
}

export function balanceDetail(row: BalanceRow, usdPrice: UsdPrice, atMs: number) {
  return {
    ...DETAIL_EMPTY,
    availBal: row.free,
    cashBal: totalOf(row),
    ccy: row.asset,
    eq: totalOf(row),
    eqUsd: usdOf(row, usdPrice),
    frozenBal: row.locked,
    ordFrozen: row.locked,
    uTime: String(atMs),
  };
}

/** The account with those of its currencies that `ccys` names (all when empty); empty balances are left out. */
export function balanceRow(rows: readonly BalanceRow[], ccys: readonly string[], usdPrice: UsdPrice, atMs: number) {
  const held = rows.filter((row) => !isZero(totalOf(row)));
  const listed = held.filter((row) => ccys.length === 0 || ccys.includes(row.asset));
  return {
    ...ACCOUNT_EMPTY,
    details: listed.map((row) => balanceDetail(row, usdPrice, atMs)),
    totalEq: held.reduce((sum, row) => add(sum, usdOf(row, usdPrice)), ZERO),
    uTime: String(atMs),
  };
}
