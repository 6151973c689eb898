import type { Instrument } from '../../../../shared/model/instrument.ts';

const NO_FIT = 9;

/** Instruments whose symbol, assets or name hold the text: exact ones first, then those that begin with it, traded ones before others. */
export function searchInstruments(all: readonly Instrument[], text: string, limit: number): readonly Instrument[] {
  const wanted = squeezed(text);
  return all
    .map((instrument) => ({ instrument, rank: rankOf(instrument, wanted) }))
    .filter(({ rank }) => rank < NO_FIT)
    .sort((left, right) => left.rank - right.rank || byName(left.instrument, right.instrument))
    .slice(0, limit)
    .map(({ instrument }) => instrument);
}

function rankOf(instrument: Instrument, wanted: string): number {
  const fit = fitOf(instrument, wanted);
  if (fit === NO_FIT) return NO_FIT;
  return fit + (instrument.isTrading ? 0 : 4);
}

function fitOf({ symbol, display, base, quote }: Instrument, wanted: string): number {
  const names = [symbol, display].map(squeezed);
  const assets = [base, display.split('/')[0] ?? base].map(squeezed);
  if (names.includes(wanted)) return 0;
  if (assets.includes(wanted)) return 1;
  if ([...names, ...assets].some((name) => name.startsWith(wanted))) return 2;
  return [...names, squeezed(quote)].some((name) => name.includes(wanted)) ? 3 : NO_FIT;
}

// `btc/usdt`, `BTC-USDT` and `btcusdt` mean the same.
function squeezed(text: string): string {
  return text.toUpperCase().replace(/[\s/_-]/g, '');
}

function byName(left: Instrument, right: Instrument): number {
  return left.symbol.length - right.symbol.length || (left.symbol < right.symbol ? -1 : 1);
}
