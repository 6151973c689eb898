import type { Decimal } from '../../../../shared/model/decimal.ts';
import { decimal, divide, floorToStep, multiply } from '../../../../shared/model/decimal.ts';
import type { OkxState } from '../exchange/state.ts';
import { findInstrument, INSTRUMENTS, type Instrument } from '../facts/instruments.ts';
import { FEE_RATES, SUB_ACCOUNT_CAPACITY } from '../facts/operations.ts';
import { positiveNumber } from '../orders/ticket.ts';
import { shown } from '../wire/amounts.ts';
import { balanceRow } from '../wire/balance-wire.ts';
import { listOf, param, refused, rows, typeRefusal, type Answer, type PrivateCall } from './call.ts';

const CCYS_MAX = 20;
const INSTRUMENTS_MAX = 5;
const PERMISSION_ORDER = ['read_only', 'trade', 'withdraw'] as const;
const STABLE = ['USDT', 'USDC', 'USD'];

/** Rights in the exchange's order, then those it does not know yet; every key can read. */
function permOf({ permissions }: PrivateCall['key']): string {
  const known: readonly string[] = PERMISSION_ORDER;
  const later = [...permissions].filter((right) => !known.includes(right));
  return [...known.filter((right) => right === 'read_only' || permissions.has(right)), ...later].join(',');
}

/** Account as a new user in spot mode has it (field set of the live reply of 2026). */
export function getConfig({ key, uid, state }: PrivateCall): Answer {
  const mainUid = state.mainUidOf(key.accountId);
  return rows({
    acctLv: '1',
    acctStpMode: 'cancel_maker',
    autoLoan: false,
    ctIsoMode: 'automatic',
    enableSpotBorrow: false,
    feeType: '0',
    greeksType: 'PA',
    ip: key.ips.join(','),
    kycLv: '2',
    label: key.label,
    level: 'Lv1',
    levelTmp: '',
    liquidationGear: '-1',
    mainUid,
    mgnIsoMode: 'auto_transfers_ccy',
    opAuth: '0',
    perm: permOf(key),
    posMode: 'net_mode',
    roleType: '0',
    settleCcy: 'USD',
    settleCcyList: [],
    spotBorrowAutoRepay: false,
    spotOffsetType: '',
    spotRoleType: '0',
    spotTraderInsts: [],
    stgyType: '0',
    traderInsts: [],
    type: mainUid === uid ? '0' : '1',
    uid,
  });
}

/** Last price against USDT, which counts as USD here. */
export function usdPriceIn(state: OkxState): (ccy: string) => Decimal | null {
  return (ccy) => {
    if (STABLE.includes(ccy)) return decimal('1');
    const instrument = INSTRUMENTS.find((row) => row.base === ccy);
    return instrument === undefined ? null : state.market(instrument).lastPrice;
  };
}

export function getBalance(call: PrivateCall): Answer {
  const { state, key, nowMs } = call;
  const ccys = listOf(call, 'ccy');
  if (ccys.length > CCYS_MAX) return refused('51000', 'ccy');
  return rows(balanceRow(state.accountOf(key).ledger.rows(), ccys, usdPriceIn(state), nowMs));
}

/** Spot mode has no positions. */
export function getPositions(call: PrivateCall): Answer {
  const refusal = typeRefusal(param(call, 'instType'), false);
  return refusal === undefined ? rows() : { refusal };
}

/** Runs `row` for each named instrument of a size query. */
function perInstrument(call: PrivateCall, row: (instrument: Instrument) => Answer): Answer {
  const instIds = listOf(call, 'instId');
  if (instIds.length === 0) return refused('50014', 'instId');
  if (instIds.length > INSTRUMENTS_MAX) return refused('51000', 'instId');
  const tdMode = param(call, 'tdMode');
  if (tdMode === '') return refused('50014', 'tdMode');
  if (tdMode !== 'cash') return refused('51010');
  const answers = instIds.map((instId) => {
    const instrument = findInstrument(instId);
    return instrument === undefined ? refused('51001') : row(instrument);
  });
  const failed = answers.find((answer) => 'refusal' in answer);
  return failed ?? rows(...answers.flatMap((answer) => ('data' in answer ? answer.data : [])));
}

function freeOf({ state, key }: PrivateCall, ccy: string): Decimal {
  return state.accountOf(key).ledger.row(ccy).free;
}

/** `maxSell` in quote, as the docs have it for spot. */
export function getMaxSize(call: PrivateCall): Answer {
  const px = param(call, 'px');
  const given = px === '' ? null : positiveNumber(px);
  if (given === undefined) return refused('51000', 'px');
  return perInstrument(call, (instrument) => {
    const market = call.state.market(instrument);
    const maxBuy = divide(freeOf(call, instrument.quote), given ?? market.best('sell'));
    const maxSell = multiply(freeOf(call, instrument.base), given ?? market.best('buy'));
    return rows({
      ccy: instrument.base,
      instId: instrument.instId,
      maxBuy: floorToStep(maxBuy, decimal(instrument.lotSz)),
      maxSell: shown(maxSell),
    });
  });
}

export function getMaxAvailSize(call: PrivateCall): Answer {
  return perInstrument(call, (instrument) =>
    rows({
      availBuy: freeOf(call, instrument.quote),
      availSell: freeOf(call, instrument.base),
      instId: instrument.instId,
    }),
  );
}

export function getTradeFee(call: PrivateCall): Answer {
  const instType = param(call, 'instType');
  const refusal = typeRefusal(instType, true);
  if (refusal !== undefined) return { refusal };
  const { maker, taker } = FEE_RATES;
  return rows({
    category: '1',
    delivery: '',
    exercise: '',
    feeGroup: [{ groupId: '12', maker, taker }],
    fiat: [],
    instType,
    level: 'Lv1',
    maker,
    makerU: '',
    makerUSDC: '',
    ruleType: 'normal',
    settle: '',
    taker,
    takerU: '',
    takerUSDC: '',
    uly: '',
    ts: String(call.nowMs),
  });
}

/** The cap, never the use; empty ratios below VIP 5 (docs "Get account rate limit", 2026-08). */
export function getAccountRateLimit({ nowMs }: PrivateCall): Answer {
  return rows({
    accRateLimit: String(SUB_ACCOUNT_CAPACITY),
    fillRatio: '',
    mainFillRatio: '',
    nextAccRateLimit: '',
    ts: String(nowMs),
  });
}
