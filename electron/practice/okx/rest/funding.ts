import type { Decimal } from '../../../../shared/model/decimal.ts';
import { compare, decimal } from '../../../../shared/model/decimal.ts';
import { refuse, type Refusal } from '../facts/errors.ts';
import { INSTRUMENTS } from '../facts/instruments.ts';
import { DEMO_ADJUST_CAPS, DEMO_INCREASES_PER_DAY } from '../facts/operations.ts';
import { positiveNumber, textOf, type Fields } from '../orders/ticket.ts';
import { listOf, refused, rows, type Answer, type PrivateCall } from './call.ts';

const DAY_MS = 86_400_000;

export function getFundingBalances(call: PrivateCall): Answer {
  const ccys = listOf(call, 'ccy');
  const wallet = Object.entries(call.state.funding.get(call.accountId) ?? {});
  return rows(
    ...wallet
      .filter(([ccy]) => ccys.length === 0 || ccys.includes(ccy))
      .map(([ccy, bal]) => ({ availBal: bal, bal, ccy, frozenBal: '0' })),
  );
}

function currencies(): readonly string[] {
  return [...new Set(INSTRUMENTS.flatMap(({ base, quote }) => [base, quote]))];
}

/** Currencies with one chain each and neither deposits nor withdrawals: practice money stays here. */
export function getCurrencies(call: PrivateCall): Answer {
  const ccys = listOf(call, 'ccy');
  return rows(
    ...currencies()
      .filter((ccy) => ccys.length === 0 || ccys.includes(ccy))
      .map((ccy) => ({
        burningFeeRate: '',
        canDep: false,
        canInternal: false,
        canWd: false,
        ccy,
        chain: `${ccy}-Practice`,
        ctAddr: '',
        depEstOpenTime: '',
        depQuotaFixed: '',
        depQuoteDailyLayer2: '',
        fee: '0',
        logoLink: '',
        mainNet: true,
        maxFee: '0',
        maxFeeForCtAddr: '',
        maxWd: '0',
        minDep: '0',
        minDepArrivalConfirm: '1',
        minFee: '0',
        minFeeForCtAddr: '',
        minInternal: '0',
        minWd: '0',
        minWdUnlockConfirm: '1',
        name: ccy,
        needTag: false,
        usedDepQuotaFixed: '',
        usedWdQuota: '0',
        wdEstOpenTime: '',
        wdQuota: '0',
        wdTickSz: '8',
      })),
  );
}

/** Practice money cannot leave, as demo money cannot. */
export function postWithdrawal(): Answer {
  return refused('50038');
}

/** Only for multi-currency and portfolio margin; practice accounts are in spot mode. */
export function postPrecheck(): Answer {
  return refused('51010');
}

interface Adjustment {
  readonly ccy: string;
  readonly amt: Decimal;
}

function readAdjustment(value: unknown): Adjustment | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const fields = value as Fields;
  const [ccy, amt] = [textOf(fields, 'ccy'), positiveNumber(textOf(fields, 'amt') ?? '')];
  return ccy === undefined || amt === undefined ? undefined : { ccy, amt };
}

function adjustmentRefusal({ ccy, amt }: Adjustment): Refusal | undefined {
  const cap = DEMO_ADJUST_CAPS[ccy];
  if (cap === undefined) return refuse('51000', 'ccy');
  return compare(amt, decimal(cap)) > 0 ? refuse('51000', 'amt') : undefined;
}

function readAdjustments(fields: Fields): readonly Adjustment[] | Refusal {
  const list = fields['adjustments'];
  if (!Array.isArray(list) || list.length === 0) return refuse('50014', 'adjustments');
  const read: Adjustment[] = [];
  for (const value of list) {
    const adjustment = readAdjustment(value);
    if (adjustment === undefined) return refuse('51000', 'adjustments');
    const refusal = adjustmentRefusal(adjustment);
    if (refusal !== undefined) return refusal;
    read.push(adjustment);
  }
  return read;
}

/** Demo balances up and down; three increases per user and UTC day (docs "Adjust demo balance", 2026-08). */
export class DemoTopUps {
  readonly #increases = new Map<string, number>();

  adjust(call: PrivateCall): Answer {
    if (call.environment !== 'demo') return refused('50053');
    const type = textOf(call.fields, 'type');
    if (type !== 'increase' && type !== 'reduce') return refused('51000', 'type');
    const adjustments = readAdjustments(call.fields);
    if (!('length' in adjustments)) return { refusal: adjustments };
    return type === 'increase' ? this.#increase(call, adjustments) : this.#reduce(call, adjustments);
  }

  #increase(call: PrivateCall, adjustments: readonly Adjustment[]): Answer {
    const used = this.#usedBy(call);
    if (used >= DEMO_INCREASES_PER_DAY) return refused('50055');
    this.#increases.set(dayKey(call), used + 1);
    for (const { ccy, amt } of adjustments) call.state.accountOf(call.key).ledger.credit(ccy, amt);
    return this.#answer(call, adjustments);
  }

  #reduce(call: PrivateCall, adjustments: readonly Adjustment[]): Answer {
    const { ledger } = call.state.accountOf(call.key);
    const short = adjustments.find(({ ccy, amt }) => !ledger.hasFree(ccy, amt));
    if (short !== undefined) return refused('51008', short.ccy);
    for (const { ccy, amt } of adjustments) ledger.debit(ccy, amt);
    return this.#answer(call, adjustments);
  }

  #usedBy(call: PrivateCall): number {
    return this.#increases.get(dayKey(call)) ?? 0;
  }

  #answer(call: PrivateCall, adjustments: readonly Adjustment[]): Answer {
    const { ledger } = call.state.accountOf(call.key);
    return rows({
      details: adjustments.map(({ ccy, amt }) => ({ ccy, amt, bal: ledger.row(ccy).free })),
      remainCnt: String(DEMO_INCREASES_PER_DAY - this.#usedBy(call)),
      totalCnt: String(DEMO_INCREASES_PER_DAY),
    });
  }
}

function dayKey({ uid, nowMs }: PrivateCall): string {
  return `${uid} ${Math.floor(nowMs / DAY_MS)}`;
}
