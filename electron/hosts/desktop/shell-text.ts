import type { ExchangeId } from '../../../shared/model/account.ts';
import type { BucketView, Gate, GateCause } from '../../../shared/model/bucket.ts';
import type { TrayState } from './drawing/glyphs.ts';

export const EXCHANGE_NAMES: Readonly<Record<ExchangeId, string>> = {
  binance: 'Binance',
  okx: 'OKX',
  kraken: 'Kraken',
};

export const STATE_WORDS: Readonly<Record<TrayState, string>> = {
  calm: 'Calm: less than half of every limit is used',
  warm: 'Warm: more than half of a limit is used',
  hot: 'Hot: less than a fifth of a limit is left',
  held: 'Held: calls wait',
  halted: 'Halted: no new order leaves',
};

const CAUSE_WORDS: Readonly<Record<GateCause, string>> = {
  'rate-limited': 'rate limited',
  banned: 'banned',
  firewall: 'blocked by its firewall',
  throttled: 'slowed down',
  circuit: 'not answering',
  halt: 'halted',
  maintenance: 'in maintenance',
};

/** A name from an exchange may be long; a menu is not. */
const NAME_CHARS = 40;
const figure = new Intl.NumberFormat('en-US', { maximumFractionDigits: 0 });

/** `Binance (practice)`; live needs no mark. */
export function placeName({ exchange, environment }: Pick<BucketView, 'exchange' | 'environment'>): string {
  return environment === 'live' ? EXCHANGE_NAMES[exchange] : `${EXCHANGE_NAMES[exchange]} (${environment})`;
}

/** `Binance: Request weight, 87 % used, 780 of 6,000 left`. Rounded so that no headroom is shown that is not there. */
export function bucketWords(view: BucketView): string {
  const part = view.part === null ? '' : ` ${view.part}`;
  const name = shorten(`${view.bucket.name}${part}`, NAME_CHARS);
  const used = view.capacity > 0 ? 100 - Math.floor((Math.min(view.headroom, view.capacity) * 100) / view.capacity) : 0;
  const left = `${figure.format(Math.floor(view.headroom))} of ${figure.format(view.capacity)} left`;
  return `${placeName(view)}: ${name}, ${used} % used, ${left}`;
}

/** `Kraken closed: rate limited, opens in 42 s`. */
export function gateWords(gate: Gate, nowMs: number): string {
  return `${placeName(gate)} closed: ${CAUSE_WORDS[gate.cause]}, opens in ${spanWords(gate.untilMs - nowMs)}`;
}

/** Rounded up: nothing opens before it is said to. */
export function spanWords(ms: number): string {
  const seconds = Math.max(0, Math.ceil(ms / 1_000));
  if (seconds < 120) return `${seconds} s`;
  const minutes = Math.ceil(seconds / 60);
  return minutes < 120 ? `${minutes} min` : `${Math.ceil(minutes / 60)} h`;
}

export function alertCountWords(count: number): string {
  return count === 1 ? '1 alert to look at' : `${count} alerts to look at`;
}

export function shorten(text: string, chars: number): string {
  return text.length <= chars ? text : `${text.slice(0, chars - 1)}…`;
}
