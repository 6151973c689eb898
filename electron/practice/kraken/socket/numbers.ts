import type { Decimal } from '../../../../shared/model/decimal.ts';
import { exactNumber } from '../exact-json.ts';
import type { Pair } from '../pairs.ts';
import { costText, priceText, volumeText } from '../wire/texts.ts';

// WebSocket v2 sends JSON numbers with the engine's full precision, trailing zeros included.

export function priceNumber(price: Decimal, pair: Pair): unknown {
  return exactNumber(priceText(price, pair));
}

export function volumeNumber(volume: Decimal, pair: Pair): unknown {
  return exactNumber(volumeText(volume, pair));
}

export function costNumber(cost: Decimal, pair: Pair): unknown {
  return exactNumber(costText(cost, pair));
}
