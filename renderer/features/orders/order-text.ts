import type { Failure } from '../../../shared/contract/failure.ts';
import { compare, divide, isPositive, toNumber } from '../../../shared/model/decimal.ts';
import type { DeskOrder, DeskStatus } from '../../../shared/model/desk.ts';
import { RuleCode } from '../../../shared/model/preflight.ts';
import type { Instrument } from '../../../shared/model/instrument.ts';
import { t } from '../../i18n/i18n.ts';
import { isFinal } from '../../stores/orders.ts';
import { ruleText } from './rule-text.ts';
import { failureText } from '../../ui/failure-text.ts';
import { formatLeft } from '../../ui/format.ts';

/** Share of the quantity that is filled, 0 … 1; null where it cannot be told. */
export function filledShare({ quantity, quantityUnit, filledQuantity, filledQuote }: DeskOrder): number | null {
  const filled = quantityUnit === 'quote' ? filledQuote : filledQuantity;
  if (quantity === null || filled === null || !isPositive(quantity)) return null;
  if (compare(filled, quantity) >= 0) return 1;
  return toNumber(divide(filled, quantity));
}

/** What names an instrument's assets. */
export type Named = Pick<Instrument, 'display' | 'base' | 'quote'>;

/** Base and quote of an instrument as people call them; the exchange's own ids (`XXBT`) are for requests. */
export function namesOf(instrument: Named | null): Units {
  if (instrument === null) return { base: '', quote: '' };
  const [base = '', quote = ''] = instrument.display.split('/');
  return base === '' || quote === '' ? { base: instrument.base, quote: instrument.quote } : { base, quote };
}

/** The name of an asset by its exchange's id, where it is one of this instrument's. */
export function assetName(asset: string, instrument: Named | null): string {
  if (instrument === null) return asset;
  const names = namesOf(instrument);
  return asset === instrument.base ? names.base : asset === instrument.quote ? names.quote : asset;
}

/** What an order's quantity counts, as a word beside the figure. */
export function quantityUnitOf({ quantityUnit, symbol }: Pick<DeskOrder, 'quantityUnit' | 'symbol'>): string {
  if (quantityUnit === 'contracts') return t('order.contracts');
  const { base, quote } = unitsOf(symbol);
  return quantityUnit === 'base' ? base : quote;
}

export interface Units {
  readonly base: string;
  readonly quote: string;
}

/** Base and quote of a symbol for its units, where the name itself tells them; else no unit is shown. */
export function unitsOf(symbol: string): Units {
  const { base, quote } = partsOf(symbol);
  return { base: NAMES[base] ?? base, quote: NAMES[quote] ?? quote };
}

function partsOf(symbol: string): Units {
  const [base = '', quote = ''] = symbol.split(/[-/]/);
  if (quote !== '') return { base, quote };
  const old = /^X([A-Z]{3})Z([A-Z]{3})$/.exec(symbol);
  if (old !== null) return { base: old[1] ?? '', quote: old[2] ?? '' };
  const known = QUOTES.find((one) => symbol.endsWith(one) && symbol.length > one.length);
  return known === undefined ? { base: '', quote: '' } : { base: symbol.slice(0, -known.length), quote: known };
}

/** Kraken's own words for what everybody else calls otherwise: instruments are shown by the common name as well. */
const NAMES: Readonly<Record<string, string>> = { XBT: 'BTC', XDG: 'DOGE' };

/** Endings of names that are written in one (`BTCUSDT`), the longest first. */
const QUOTES = ['FDUSD', 'USDT', 'USDC', 'TUSD', 'EUR', 'USD', 'TRY', 'BTC', 'ETH', 'BNB'] as const;

/** How long it was or is around, to the second. */
export function ageText(order: DeskOrder, nowMs: number): string {
  const untilMs = isFinal(order) ? order.updatedAtMs : nowMs;
  return formatLeft(Math.floor(Math.max(0, untilMs - order.createdAtMs) / 1_000) * 1_000);
}

const RESTING: ReadonlySet<DeskStatus> = new Set(['pending', 'open', 'partially-filled']);

/** Why it ended or is not known, in plain words; null when there is nothing to explain. */
export function whyText({ failure, reason, status }: Pick<DeskOrder, 'failure' | 'reason' | 'status'>): string | null {
  // A reason given for a change says nothing about an order that still rests.
  if (failure === null) return RESTING.has(status) ? null : reason;
  return reason === null ? plainFailure(failure) : t('order.why.both', { why: plainFailure(failure), word: reason });
}

/** A failure with the exchange's own words where it gave some; a rule we judged by ourselves in ours. */
export function plainFailure(failure: Failure): string {
  const own = failure.kind === 'filter' && failure.code === null ? RuleCode.safeParse(failure.rule) : null;
  if (own?.success === true && failure.kind === 'filter') {
    const rule = ruleText({ rule: own.data, bound: failure.detail === '' ? null : failure.detail });
    return failure.detail === '' ? rule : t('order.why.both', { why: rule, word: failure.detail });
  }
  const text = failureText(failure);
  const code = 'code' in failure ? failure.code : null;
  const detail = failure.kind === 'filter' || failure.kind === 'rejected' ? failure.detail : '';
  const words = [code, detail].filter((word) => word !== null && word !== '').join(' ');
  return words === '' ? text : t('order.why.both', { why: text, word: words });
}

export function typeText({ type, typeWord }: Pick<DeskOrder, 'type' | 'typeWord'>): string {
  return type === null ? (typeWord ?? t('figure.none')) : t(`order.type.${type}`);
}

/** An asset as people call it: Kraken marks its older ones by an X or a Z in front. */
export function currencyName(asset: string): string {
  const bare = /^[XZ]([A-Z]{3})$/.exec(asset)?.[1] ?? asset;
  return NAMES[bare] ?? bare;
}
