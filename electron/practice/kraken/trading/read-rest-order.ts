import { isPositive } from '../../../../shared/model/decimal.ts';
import { type Answer, done, invalidArguments, refused } from '../errors.ts';
import { decimalOf, type Fields, flagOf, textOf, textsOf } from '../fields.ts';
import type { Pair } from '../pairs.ts';
import { readIdentity } from './identity.ts';
import {
  hasLimit,
  isOrderType,
  isTimeInForce,
  isTriggered,
  type OrderRequest,
  type OrderType,
  type Side,
  type TimeInForce,
} from './order-request.ts';
import { type PriceInput, readPrice } from './relative-price.ts';
import { readDeadline, readExpiry, REST_DEADLINE } from './timing.ts';

const FLAGS: ReadonlySet<string> = new Set(['post', 'fcib', 'fciq', 'viqc', 'nompp']);
const UNPLAYED: readonly string[] = ['leverage', 'reduce_only', 'displayvol', 'close', 'asset_class'];

interface Prices {
  readonly limitPrice: PriceInput | null;
  readonly triggerPrice: PriceInput | null;
}

interface Life {
  readonly timeInForce: TimeInForce;
  readonly expireAtMs: number | null;
}

interface Flags {
  readonly postOnly: boolean;
  readonly feeInBase: boolean;
  readonly isQuoteVolume: boolean;
}

/** Reads the parameters of AddOrder, or of one order of a batch; `nowMs` is engine time. */
export function readRestOrder(fields: Fields, pair: Pair, nowMs: number): Answer<OrderRequest> {
  const side = textOf(fields, 'type');
  if (side !== 'buy' && side !== 'sell') return refused(invalidArguments('type'));
  const type = textOf(fields, 'ordertype');
  if (!isOrderType(type)) return refused(invalidArguments('ordertype'));
  const volume = decimalOf(fields, 'volume');
  if (volume === undefined || volume === null || !isPositive(volume)) return refused(invalidArguments('volume'));
  const unplayed = UNPLAYED.find((name) => isAsked(fields, name));
  if (unplayed !== undefined) return refused(invalidArguments(unplayed));
  const reference = textOf(fields, 'trigger') ?? 'last';
  if (reference !== 'last' && reference !== 'index') return refused(invalidArguments('trigger'));
  return withRest(
    fields,
    { pair, side, type, volume, triggerReference: reference, validateOnly: flagOf(fields, 'validate') },
    nowMs,
  );
}

type Core = Pick<OrderRequest, 'pair' | 'side' | 'type' | 'volume' | 'triggerReference' | 'validateOnly'>;

function withRest(fields: Fields, core: Core, nowMs: number): Answer<OrderRequest> {
  const prices = readPrices(fields, core.type);
  if (!prices.ok) return prices;
  const flags = readFlags(fields, core.type, core.side);
  if (!flags.ok) return flags;
  const life = readLife(fields, core.type, nowMs);
  if (!life.ok) return life;
  const identity = readIdentity(fields, 'userref');
  if (!identity.ok) return identity;
  const deadline = readDeadline(textOf(fields, 'deadline'), REST_DEADLINE, nowMs);
  if (!deadline.ok) return deadline;
  return done({
    ...core,
    ...prices.value,
    ...flags.value,
    ...life.value,
    ...identity.value,
    deadlineMs: deadline.value,
  });
}

function isAsked(fields: Fields, name: string): boolean {
  const value = fields[name];
  return value !== undefined && value !== '' && value !== 'none' && value !== false && value !== 'false';
}

function readPrices(fields: Fields, type: OrderType): Answer<Prices> {
  const price = priceOf(fields, 'price');
  const price2 = priceOf(fields, 'price2');
  if (type === 'market') return done({ limitPrice: null, triggerPrice: null });
  if (price === null) return refused(invalidArguments('price'));
  if (!isTriggered(type)) return done({ limitPrice: price, triggerPrice: null });
  if (!hasLimit(type)) return done({ limitPrice: null, triggerPrice: price });
  return price2 === null ? refused(invalidArguments('price2')) : done({ limitPrice: price2, triggerPrice: price });
}

function priceOf(fields: Fields, name: string): PriceInput | null {
  const text = textOf(fields, name);
  return text === undefined ? null : readPrice(text);
}

function readFlags(fields: Fields, type: OrderType, side: Side): Answer<Flags> {
  const flags = new Set(textsOf(fields, 'oflags'));
  const isQuoteVolume = flags.has('viqc');
  const isBad =
    [...flags].some((flag) => !FLAGS.has(flag)) ||
    (flags.has('post') && type !== 'limit') ||
    (flags.has('fcib') && flags.has('fciq')) ||
    (isQuoteVolume && (type !== 'market' || side !== 'buy'));
  if (isBad) return refused(invalidArguments('oflags'));
  return done({ postOnly: flags.has('post'), feeInBase: flags.has('fcib'), isQuoteVolume });
}

// FOK is for limit orders alone (WebSocket v2 add_order, 2026-08).
function readLife(fields: Fields, type: OrderType, nowMs: number): Answer<Life> {
  if ((textOf(fields, 'starttm') ?? '0') !== '0') return refused(invalidArguments('starttm'));
  const expiry = readExpiry(textOf(fields, 'expiretm'), nowMs);
  if (!expiry.ok) return expiry;
  const text = (textOf(fields, 'timeinforce') ?? (expiry.value === null ? 'gtc' : 'gtd')).toLowerCase();
  const isBad =
    !isTimeInForce(text) || (text === 'fok' && type !== 'limit') || (text === 'gtd' && expiry.value === null);
  if (isBad) return refused(invalidArguments('timeinforce'));
  return done({ timeInForce: text, expireAtMs: expiry.value });
}
