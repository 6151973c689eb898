import { decimal, withPlaces } from '../../../../shared/model/decimal.ts';
import { exactNumber } from '../exact-json.ts';
import { type Asset, ASSETS, type Pair, PAIRS } from '../pairs.ts';
import { type Floor, marketOf } from '../trading/floor.ts';
import { pairStatus } from '../trading/system.ts';
import { priceNumber, volumeNumber } from './numbers.ts';
import type { Subscription } from './subscription.ts';

/** All assets and pairs under their WebSocket v2 names (recorded snapshot of 2026-01). */
export function instrumentFeed(floor: Floor, hasSnapshot: boolean): Subscription {
  const data = (): unknown => ({ assets: ASSETS.map(assetRow), pairs: PAIRS.map((pair) => pairRow(floor, pair)) });
  return {
    id: 'instrument',
    result: {
      channel: 'instrument',
      snapshot: hasSnapshot,
      warnings: ['tick_size is deprecated, use price_increment'],
    },
    snapshots: () => (hasSnapshot ? [{ channel: 'instrument', type: 'snapshot', data: data() }] : []),
  };
}

function assetRow(asset: Asset): unknown {
  const { symbol, decimals, displayDecimals } = asset;
  return {
    id: symbol,
    status: 'enabled',
    precision: decimals,
    precision_display: displayDecimals,
    borrowable: false,
    collateral_value: exactNumber('1.000'),
    class: 'currency',
  };
}

function pairRow(floor: Floor, pair: Pair): unknown {
  const tick = exactNumber(withPlaces(pair.tickSize, pair.priceDecimals));
  return {
    symbol: pair.symbol,
    base: pair.base.symbol,
    quote: pair.quote.symbol,
    status: pairStatus(marketOf(floor, pair).status),
    qty_precision: pair.lotDecimals,
    qty_increment: volumeNumber(decimal('0.00000001'), pair),
    price_precision: pair.priceDecimals,
    cost_precision: pair.costDecimals,
    marginable: false,
    has_index: true,
    ws_display_price_precision: pair.priceDecimals,
    cost_min: exactNumber(withPlaces(pair.minimumCost, 2)),
    tick_size: tick,
    price_increment: priceNumber(pair.tickSize, pair),
    qty_min: volumeNumber(pair.minimumVolume, pair),
  };
}
