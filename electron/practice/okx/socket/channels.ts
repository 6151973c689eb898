import { BARS } from '../wire/candle-wire.ts';
import { findInstrument, type Instrument } from '../facts/instruments.ts';
import type { SocketCode } from '../facts/errors.ts';
import { textOf, type Fields } from '../orders/ticket.ts';

export type SocketKind = 'public' | 'private' | 'business';

/** A channel someone asked for, as it is echoed, and what it is about. */
export interface Subscription {
  /** Identity: the argument as text. */
  readonly name: string;
  readonly arg: Readonly<Record<string, string>>;
  readonly channel: string;
  readonly instrument: Instrument | null;
}

const PER_INSTRUMENT = ['tickers', 'books', 'books5', 'bbo-tbt', 'trades'];
const PRIVATE = ['orders', 'account', 'positions'];
const ORDER_TYPES = ['ANY', 'SPOT', 'MARGIN', 'SWAP', 'FUTURES', 'OPTION'];
const CANDLE = 'candle';

export const isPrivateChannel = (channel: string): boolean => PRIVATE.includes(channel) || channel === 'fills';

type Read = { readonly subscription: Subscription } | { readonly code: SocketCode; readonly value: string };

function wrong(value: string): Read {
  return { code: '60018', value };
}

function isServedBy(kind: SocketKind, channel: string): boolean {
  switch (kind) {
    case 'public':
      return PER_INSTRUMENT.includes(channel) || channel === 'status';
    case 'private':
      return PRIVATE.includes(channel);
    case 'business':
      return channel.startsWith(CANDLE) && BARS[channel.slice(CANDLE.length)] !== undefined;
  }
}

/** Reads one argument of `subscribe` or `unsubscribe` on a URL of this kind. */
export function readSubscription(kind: SocketKind, fields: Fields, isLoggedIn: boolean): Read {
  const channel = textOf(fields, 'channel') ?? '';
  const text = `channel:${channel}${instText(fields)}`;
  // Fills over WebSocket are for VIP 4 and above (docs, 2026-08); practice accounts are Lv1.
  if (kind === 'private' && channel === 'fills')
    return isLoggedIn ? { code: '64003', value: '' } : { code: '60011', value: '' };
  if (!isServedBy(kind, channel)) return wrong(text);
  if (isPrivateChannel(channel) && !isLoggedIn) return { code: '60011', value: '' };
  return needsInstrument(kind, channel)
    ? withInstrument(fields, channel, text)
    : withoutInstrument(fields, channel, text);
}

function instText(fields: Fields): string {
  const instId = textOf(fields, 'instId') ?? '';
  return instId === '' ? '' : `,instId:${instId}`;
}

function needsInstrument(kind: SocketKind, channel: string): boolean {
  return kind === 'business' || PER_INSTRUMENT.includes(channel);
}

function withInstrument(fields: Fields, channel: string, text: string): Read {
  const instrument = findInstrument(textOf(fields, 'instId') ?? '');
  return instrument === undefined ? wrong(text) : { subscription: subscriptionOf(fields, channel, instrument) };
}

function withoutInstrument(fields: Fields, channel: string, text: string): Read {
  const needsType = channel === 'orders' || channel === 'positions';
  if (needsType && !ORDER_TYPES.includes(textOf(fields, 'instType') ?? '')) return wrong(text);
  const instId = textOf(fields, 'instId') ?? '';
  const instrument = findInstrument(instId) ?? null;
  if (instId !== '' && instrument === null) return wrong(text);
  return { subscription: subscriptionOf(fields, channel, instrument) };
}

function subscriptionOf(fields: Fields, channel: string, instrument: Instrument | null): Subscription {
  const arg: Record<string, string> = { channel };
  for (const name of ['instType', 'instFamily', 'instId', 'ccy']) {
    const text = textOf(fields, name) ?? '';
    if (text !== '') arg[name] = text;
  }
  return { name: JSON.stringify(arg), arg, channel, instrument };
}
