import type { BucketView, Gate } from '../../../shared/model/bucket.ts';
import { figure, percent, word } from './words.ts';

/** A name from an exchange may be long; a menu is not. */
const NAME_CHARS = 40;

/** `Binance (Practice)`; live needs no mark. */
export function placeName({ exchange, environment }: Pick<BucketView, 'exchange' | 'environment'>): string {
  const name = word(`exchange.${exchange}`);
  if (environment === 'live') return name;
  return word('tray.place', { exchange: name, environment: word(`environment.${environment}`) });
}

/** `Binance: Request weight, 87% used, 780 of 6,000 left`. Rounded so that no headroom is shown that is not there. */
export function bucketWords(view: BucketView): string {
  const part = view.part === null ? '' : ` ${view.part}`;
  const used = view.capacity > 0 ? 100 - Math.floor((Math.min(view.headroom, view.capacity) * 100) / view.capacity) : 0;
  return word('tray.bucket', {
    place: placeName(view),
    bucket: shorten(`${view.bucket.name}${part}`, NAME_CHARS),
    share: percent(used / 100),
    left: figure(Math.floor(view.headroom)),
    capacity: figure(view.capacity),
  });
}

/** `Kraken closed: rate limited, opens in 42 s`. */
export function gateWords(gate: Gate, nowMs: number): string {
  const time = spanWords(gate.untilMs - nowMs);
  return word('tray.gate', { place: placeName(gate), cause: word(`gate.${gate.cause}`), time });
}

/** Rounded up: nothing opens before it is said to. */
export function spanWords(ms: number): string {
  const seconds = Math.max(0, Math.ceil(ms / 1_000));
  if (seconds < 120) return word('time.s', { value: figure(seconds) });
  const minutes = Math.ceil(seconds / 60);
  return minutes < 120
    ? word('time.min', { value: figure(minutes) })
    : word('time.h', { value: figure(Math.ceil(minutes / 60)) });
}

export function alertCountWords(count: number): string {
  return word('tray.alerts', { count });
}

export function shorten(text: string, chars: number): string {
  return text.length <= chars ? text : `${text.slice(0, chars - 1)}…`;
}
