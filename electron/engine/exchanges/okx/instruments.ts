import { z } from 'zod';
import type { Decimal } from '../../../../shared/model/decimal.ts';
import { isZero } from '../../../../shared/model/decimal.ts';
import type { Instrument } from '../../../../shared/model/instrument.ts';
import { type Result, ok } from '../../../../shared/contract/failure.ts';
import { type ExchangeRequest, get } from '../../http.ts';
import { parseJson } from '../../json.ts';
import { MAX_OPEN_ORDERS_PER_SYMBOL } from './limits.ts';
import { tradeQuoteOf } from './trade-quote.ts';
import { InstrumentRow, badReply, rowsOf } from './schemas.ts';

/** All spot instruments, or one; the endpoint takes no list. */
export function request(symbols: readonly string[] | null): ExchangeRequest {
  const only = symbols?.length === 1 ? symbols[0] : undefined;
  return get('/api/v5/public/instruments', { instType: 'SPOT', ...(only === undefined ? {} : { instId: only }) });
}

/**
 * Reads public/instruments and account/instruments ("Get instruments", 2026-08). Spot is read fully; other kinds keep their
 * names and steps and offer no order type. A row of a form unknown to us is left out, unless no row is understood.
 */
export function read(body: unknown): Result<readonly Instrument[]> {
  const rows = rowsOf(z.unknown(), body);
  if (!rows.ok) return rows;
  const parsed = rows.value.flatMap((row) => {
    const instrument = InstrumentRow.safeParse(row);
    return instrument.success ? [instrumentOf(instrument.data)] : [];
  });
  return parsed.length === 0 && rows.value.length > 0 ? badReply('no instrument understood') : ok(parsed);
}

const NO_BOUND = null;

function instrumentOf(row: InstrumentRow): Instrument {
  const isSpot = row.instType === 'SPOT';
  const base = row.baseCcy || row.ctValCcy || row.instId;
  const quote = quoteOf(row);
  const quantity = { min: row.minSz, step: stepOf(row.lotSz) };
  return {
    symbol: row.instId,
    base,
    quote,
    display: isSpot ? `${base}/${quote}` : row.instId,
    isTrading: row.state === 'live',
    status: row.state,
    price: { min: NO_BOUND, max: NO_BOUND, step: stepOf(row.tickSz) },
    quantity: { ...quantity, max: row.maxLmtSz },
    marketQuantity: { ...quantity, max: countsInUsdt(row) ? NO_BOUND : row.maxMktSz },
    notional: { min: NO_BOUND, max: NO_BOUND, appliesToMarket: false },
    priceBand: null,
    orderTypes: isSpot ? ['limit', 'market', 'post_only', 'ioc', 'fok'] : [],
    maxOpenOrders: MAX_OPEN_ORDERS_PER_SYMBOL,
    extra: extraOf(row),
  };
}

// Where an account may trade a pair against one other currency alone, that is what its orders pay with and receive.
function quoteOf(row: InstrumentRow): string {
  const own = row.quoteCcy || row.settleCcy;
  const traded = tradeQuoteOf({ quote: own, extra: extraOf(row) });
  return traded === null || traded === 'untold' ? own : traded;
}

// maxMktSz of spot and margin is in USDT, of derivatives in contracts; '' gives no bound (demo and live, 2026). The USD
// caps maxLmtAmt and maxMktAmt are no bounds in quote currency either: all three are shown through `extra`.
function countsInUsdt({ instType }: InstrumentRow): boolean {
  return instType === 'SPOT' || instType === 'MARGIN';
}

function stepOf(step: Decimal | null): Decimal | null {
  return step === null || isZero(step) ? null : step;
}

const SAID_ELSEWHERE: ReadonlySet<string> = new Set([
  'instId',
  'state',
  'baseCcy',
  'quoteCcy',
  'tickSz',
  'lotSz',
  'minSz',
  'maxLmtSz',
]);

// Everything else by OKX's own names; '' and null are what OKX writes where a field does not apply.
function extraOf(row: InstrumentRow): Instrument['extra'] {
  const extra: Instrument['extra'] = {};
  for (const [name, value] of Object.entries(row)) {
    if (SAID_ELSEWHERE.has(name) || value === '' || value === null || value === undefined) continue;
    extra[name] = shown(value);
  }
  return extra;
}

function shown(value: unknown): Instrument['extra'][string] {
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') return value;
  if (Array.isArray(value) && value.every((item) => typeof item === 'string')) return value;
  return JSON.stringify(value);
}

const Changes = z.array(z.object({ effTime: z.string() }));

/** `upcChg` announces changes of tickSz, minSz and maxMktSz ("Get instruments", 2026-08). */
function changesAtMs({ extra }: Instrument): readonly number[] {
  const told = extra['upcChg'];
  if (typeof told !== 'string') return [];
  const changes = Changes.safeParse(parseJson(told));
  return changes.success ? changes.data.map(({ effTime }) => Number(effTime)).filter(Number.isSafeInteger) : [];
}

export const instruments = { request, read, changesAtMs };
