import { add, type Decimal, decimal, isZero, multiply, withPlaces, ZERO } from '../../../../shared/model/decimal.ts';
import { type KrakenContext, mapOf } from '../context.ts';
import { done, ERRORS, refused } from '../errors.ts';
import { textOf, textsOf } from '../fields.ts';
import { type Asset, ASSETS, assetOfName, PAIRS, pairOfName } from '../pairs.ts';
import { marketOf } from '../trading/floor.ts';
import { percentText } from '../wire/texts.ts';
import type { PrivateMethod } from './call.ts';

interface Holding {
  readonly asset: Asset;
  readonly total: Decimal;
  readonly locked: Decimal;
}

/** What the account holds, empty assets left out. */
export function holdingsOf(context: KrakenContext, accountId: string): readonly Holding[] {
  const { ledger } = context.accounts.get(accountId);
  const holdings = ASSETS.map((asset) => {
    const { free, locked } = ledger.row(asset.symbol);
    return { asset, total: add(free, locked), locked };
  });
  return holdings.filter(({ total }) => !isZero(total));
}

export const balance: PrivateMethod = (context, { accountId }) => {
  const holdings = holdingsOf(context, accountId);
  return done(
    mapOf(
      context,
      holdings.map(({ asset, total }) => [asset.id, withPlaces(total, asset.decimals)]),
    ),
  );
};

export const balanceEx: PrivateMethod = (context, { accountId }) => {
  const rows = holdingsOf(context, accountId).map(({ asset, total, locked }) => {
    const row = { balance: withPlaces(total, asset.decimals), hold_trade: withPlaces(locked, asset.decimals) };
    return [asset.id, row] as const;
  });
  return done(mapOf(context, rows));
};

/** Everything valued in dollars at last prices; there is no margin here, so the rest is zero. */
export const tradeBalance: PrivateMethod = (context, { accountId, fields }) => {
  if (assetOfName(textOf(fields, 'asset') ?? 'ZUSD')?.id !== 'ZUSD') return refused(ERRORS.unknownAsset);
  const worth = holdingsOf(context, accountId).reduce(
    (sum, { asset, total }) => add(sum, multiply(total, dollarsPer(context, asset))),
    ZERO,
  );
  const equity = withPlaces(worth, 4);
  return done({
    eb: equity,
    tb: equity,
    m: '0.0000',
    uv: '0.0000',
    n: '0.0000',
    c: '0.0000',
    v: '0.0000',
    e: equity,
    mf: equity,
    mfo: equity,
  });
};

function dollarsPer(context: KrakenContext, asset: Asset): Decimal {
  const pair = PAIRS.find(({ base, quote }) => base === asset && quote.id === 'ZUSD');
  return pair === undefined ? decimal('1') : marketOf(context.floor, pair).lastPrice;
}

/** Without a pair the fees are null, as recorded. */
export const tradeVolume: PrivateMethod = (context, { accountId, fields }) => {
  const names = textsOf(fields, 'pair');
  const pairs = names.map(pairOfName).filter((pair) => pair !== undefined);
  if (pairs.length < names.length) return refused(ERRORS.unknownPair);
  const traded = context.floor.journal.trades(accountId).reduce((sum, { fill }) => add(sum, fill.quote), ZERO);
  const table = (rate: 'makerFee' | 'takerFee'): unknown =>
    names.length === 0
      ? null
      : Object.fromEntries(pairs.map((pair) => [pair.id, feeRow(marketOf(context.floor, pair).market[rate])]));
  return done({
    currency: 'ZUSD',
    volume: withPlaces(traded, 4),
    fees: table('takerFee'),
    fees_maker: table('makerFee'),
  });
};

function feeRow(rate: Decimal): Readonly<Record<string, unknown>> {
  const fee = percentText(rate);
  return { fee, minfee: fee, maxfee: fee, nextfee: null, tiervolume: '0.0000', nextvolume: null };
}
