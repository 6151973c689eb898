import type { Decimal } from '../../../../shared/model/decimal.ts';
import { add, Decimal as DecimalText, isPositive, ZERO } from '../../../../shared/model/decimal.ts';
import { refuse, type Refusal } from '../facts/errors.ts';

export type Fields = Readonly<Record<string, unknown>>;

export const ORDER_TYPES = ['market', 'limit', 'post_only', 'fok', 'ioc'] as const;
export type OrderType = (typeof ORDER_TYPES)[number];

/** A new order whose form is right; nothing is said yet about instrument, market or funds. */
export interface Ticket {
  readonly instId: string;
  readonly tdMode: string;
  readonly side: 'buy' | 'sell';
  readonly ordType: OrderType;
  readonly sz: Decimal;
  readonly px: Decimal | null;
  readonly clOrdId: string;
  readonly tag: string;
  /** Market orders only: the unit of `sz`. */
  readonly tgtCcy: '' | 'base_ccy' | 'quote_ccy';
  readonly banAmend: boolean;
  readonly pxAmendType: '0' | '1';
  readonly stpMode: string;
  readonly posSide: string;
  readonly tradeQuoteCcy: string;
}

export type Checked<Value> = { readonly value: Value } | { readonly refusal: Refusal };

/** A text field; "" when absent. Anything but text is an error of that parameter. */
export function textOf(fields: Fields, name: string): string | undefined {
  const value = fields[name];
  if (value === undefined || value === null) return '';
  return typeof value === 'string' ? value : undefined;
}

const TEXT_FIELDS = [
  'instId',
  'tdMode',
  'side',
  'ordType',
  'sz',
  'px',
  'clOrdId',
  'tag',
  'tgtCcy',
  'pxAmendType',
  'stpMode',
  'posSide',
  'tradeQuoteCcy',
] as const;
type TextField = (typeof TEXT_FIELDS)[number];

const REQUIRED = ['instId', 'tdMode', 'side', 'ordType', 'sz'] as const;
const TD_MODES = ['cash', 'cross', 'isolated', 'spot_isolated'];
const STP_MODES = ['', 'cancel_maker', 'cancel_taker', 'cancel_both'];
const NUMBER_MAX_LENGTH = 32;

export const isClientOrderId = (text: string): boolean => /^[A-Za-z0-9]{1,32}$/.test(text);
const isTag = (text: string): boolean => /^[A-Za-z0-9]{0,16}$/.test(text);

/** A positive plain decimal without exponent; trailing zeros go, since prices are compared as text. */
export function positiveNumber(text: string): Decimal | undefined {
  const parsed = DecimalText.safeParse(text);
  return parsed.success && isPositive(parsed.data) ? add(parsed.data, ZERO) : undefined;
}

/** Booleans arrive as JSON booleans or as their text. */
export function flagOf(fields: Fields, name: string): boolean | undefined {
  const value = fields[name];
  if (value === undefined || value === '' || value === false || value === 'false') return false;
  return value === true || value === 'true' ? true : undefined;
}

function texts(fields: Fields): Checked<Readonly<Record<TextField, string>>> {
  const found: Partial<Record<TextField, string>> = {};
  for (const name of TEXT_FIELDS) {
    const text = textOf(fields, name);
    if (text === undefined) return { refusal: refuse('51000', name) };
    found[name] = text;
  }
  return { value: found as Record<TextField, string> };
}

function wordError(text: Readonly<Record<TextField, string>>): TextField | undefined {
  if (!TD_MODES.includes(text.tdMode)) return 'tdMode';
  if (text.side !== 'buy' && text.side !== 'sell') return 'side';
  if (!ORDER_TYPES.some((type) => type === text.ordType)) return 'ordType';
  if (text.clOrdId !== '' && !isClientOrderId(text.clOrdId)) return 'clOrdId';
  if (!isTag(text.tag)) return 'tag';
  if (!['', 'base_ccy', 'quote_ccy'].includes(text.tgtCcy)) return 'tgtCcy';
  if (!['', '0', '1'].includes(text.pxAmendType)) return 'pxAmendType';
  return STP_MODES.includes(text.stpMode) ? undefined : 'stpMode';
}

/** Parses the body of one new order (docs "Place order", 2026-08). */
export function readTicket(fields: Fields): Checked<Ticket> {
  const read = texts(fields);
  if ('refusal' in read) return read;
  const text = read.value;
  const missing = REQUIRED.find((name) => text[name] === '');
  if (missing !== undefined) return { refusal: refuse('50014', missing) };
  const wrong = wordError(text);
  if (wrong !== undefined) return { refusal: refuse('51000', wrong) };
  return readAmounts(fields, text);
}

function readAmounts(fields: Fields, text: Readonly<Record<TextField, string>>): Checked<Ticket> {
  const ordType = text.ordType as OrderType;
  if (text.px.length > NUMBER_MAX_LENGTH) return { refusal: refuse('51514', String(NUMBER_MAX_LENGTH)) };
  if (ordType !== 'market' && text.px === '') return { refusal: refuse('51204') };
  const sz = positiveNumber(text.sz);
  const px = ordType === 'market' ? null : positiveNumber(text.px);
  const banAmend = flagOf(fields, 'banAmend');
  if (sz === undefined) return { refusal: refuse('51000', 'sz') };
  if (px === undefined) return { refusal: refuse('51000', 'px') };
  if (banAmend === undefined) return { refusal: refuse('51000', 'banAmend') };
  return { value: ticketOf(text, ordType, { sz, px, banAmend }) };
}

function ticketOf(
  text: Readonly<Record<TextField, string>>,
  ordType: OrderType,
  amounts: Pick<Ticket, 'sz' | 'px' | 'banAmend'>,
): Ticket {
  const side = text.side === 'buy' ? 'buy' : 'sell';
  // Default unit of a spot market order: quote for buys, base for sells (docs "Place order", 2026-08).
  const unit = text.tgtCcy === '' ? (side === 'buy' ? 'quote_ccy' : 'base_ccy') : text.tgtCcy;
  return {
    ...amounts,
    side,
    ordType,
    instId: text.instId,
    tdMode: text.tdMode,
    clOrdId: text.clOrdId,
    tag: text.tag,
    tgtCcy: ordType === 'market' ? (unit as Ticket['tgtCcy']) : '',
    pxAmendType: text.pxAmendType === '1' ? '1' : '0',
    stpMode: text.stpMode === '' ? 'cancel_maker' : text.stpMode,
    posSide: text.posSide,
    tradeQuoteCcy: text.tradeQuoteCcy,
  };
}
