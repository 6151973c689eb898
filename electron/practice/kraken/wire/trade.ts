import { withPlaces } from '../../../../shared/model/decimal.ts';
import type { KrakenTrade, LedgerEntry } from '../trading/records.ts';
import { costText, priceText, unixSeconds, volumeText } from './texts.ts';

/** A trade of TradesHistory and QueryTrades (REST reference, 2026-05). */
export function tradeWire(
  { of, fill, ledgerIds }: KrakenTrade,
  withLedgers: boolean,
): Readonly<Record<string, unknown>> {
  const { pair, type } = of.request;
  return {
    ordertxid: of.txid,
    postxid: 'TKH2SE-M7IF5-CFI7LT',
    pair: pair.id,
    aclass: 'forex',
    time: unixSeconds(fill.atMs),
    type: fill.side,
    ordertype: type,
    price: priceText(fill.price, pair),
    cost: costText(fill.quote, pair),
    fee: costText(fill.fee.amount, pair),
    vol: volumeText(fill.quantity, pair),
    margin: '0.00000',
    leverage: '0',
    misc: '',
    trade_id: fill.id,
    maker: fill.role === 'maker',
    ...(withLedgers ? { ledgers: ledgerIds } : {}),
  };
}

/** An entry of Ledgers and QueryLedgers. */
export function ledgerWire(entry: LedgerEntry): Readonly<Record<string, unknown>> {
  const { decimals, id } = entry.asset;
  return {
    aclass: 'currency',
    amount: withPlaces(entry.amount, decimals),
    asset: id,
    balance: withPlaces(entry.balance, decimals),
    fee: withPlaces(entry.fee, decimals),
    refid: entry.refId,
    time: unixSeconds(entry.atMs),
    type: 'trade',
    subtype: '',
  };
}
