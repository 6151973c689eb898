import type { ExchangeId } from '../../../shared/model/account.ts';
import { binance } from './binance/index.ts';
import type { ExchangeDefinition } from './definition.ts';
import { kraken } from './kraken/index.ts';
import { okx } from './okx/index.ts';

/** Every exchange there is. A new one is a new folder and one line here. */
export const exchanges: Readonly<Record<ExchangeId, ExchangeDefinition>> = { binance, okx, kraken };

export function exchange(id: ExchangeId): ExchangeDefinition {
  return exchanges[id];
}
