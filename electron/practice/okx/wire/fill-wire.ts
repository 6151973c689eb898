import { negate } from '../../../../shared/model/decimal.ts';
import type { PracticeFill } from '../../core/order.ts';
import { instrumentOfMarket } from '../facts/instruments.ts';
import { FEE_RATES } from '../facts/operations.ts';
import { billIdOf, ordIdOf } from './ids.ts';

/** One row of `GET /trade/fills` (field set of the live reply of 2024-03). */
export function fillRow(fill: PracticeFill, tag: string) {
  return {
    billId: billIdOf(fill.id),
    clOrdId: fill.clientOrderId ?? '',
    execType: fill.role === 'maker' ? 'M' : 'T',
    fee: negate(fill.fee.amount),
    feeCcy: fill.fee.asset,
    feeRate: fill.role === 'maker' ? FEE_RATES.maker : FEE_RATES.taker,
    fillFwdPx: '',
    fillIdxPx: '',
    fillMarkPx: '',
    fillMarkVol: '',
    fillPnl: '0',
    fillPx: fill.price,
    fillPxUsd: '',
    fillPxVol: '',
    fillSz: fill.quantity,
    fillTime: String(fill.atMs),
    instId: instrumentOfMarket(fill.marketId).instId,
    instType: 'SPOT',
    ordId: ordIdOf(fill.orderId),
    posSide: 'net',
    side: fill.side,
    subType: fill.side === 'buy' ? '1' : '2',
    tag,
    tradeId: String(fill.id),
    tradeQuoteCcy: instrumentOfMarket(fill.marketId).quote,
    ts: String(fill.atMs),
  };
}
