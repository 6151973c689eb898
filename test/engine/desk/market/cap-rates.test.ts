import { describe, expect, it } from 'vitest';
import { decimal } from '../../../../shared/model/decimal.ts';
import type { Instrument } from '../../../../shared/model/instrument.ts';
import { rateOf } from '../../../../electron/engine/desk/market/cap-rates.ts';
import { hasMoved } from '../../../../electron/engine/desk/market/price-move.ts';
import type { MarketPrices } from '../../../../electron/engine/exchanges/ticket-rules.ts';

const d = decimal;
const at = (bid: string | null, ask: string | null, last: string | null): MarketPrices => ({
  bid: bid === null ? null : d(bid),
  ask: ask === null ? null : d(ask),
  last: last === null ? null : d(last),
});

function rate(name: string, currency: string, prices: Readonly<Record<string, MarketPrices>>): string | null {
  const instrument = (pair: string): Instrument => {
    const [base = '', quote = ''] = pair.split('/');
    return { symbol: pair, base, quote } as Instrument;
  };
  const source = {
    pair: (base: string, quote: string) => (`${base}/${quote}` in prices ? instrument(`${base}/${quote}`) : null),
    prices: (symbol: string) => prices[symbol] ?? at(null, null, null),
  };
  return rateOf(instrument(name), currency, source);
}

describe('what a quote currency is worth in that of the limits', () => {
  it('is itself', () => expect(rate('BTC/USDT', 'USDT', {})).toBe('1'));
  it('by the pair of the two', () =>
    expect(rate('ETH/BTC', 'USDT', { 'BTC/USDT': at('64000', '66000', null) })).toBe('65000'));
  it('by that pair the other way round', () =>
    expect(rate('BTC/USDT', 'EUR', { 'EUR/USDT': at('1.24', '1.26', null) })).toBe('0.8'));
  it('by what the base costs in both', () =>
    expect(rate('BTC/USDT', 'USD', { 'BTC/USD': at(null, null, '66000'), 'BTC/USDT': at(null, null, '60000') })).toBe(
      '1.1',
    ));
  it('is not known without such a pair, or without a price of it', () => {
    expect(rate('ETH/BTC', 'USDT', {})).toBeNull();
    expect(rate('ETH/BTC', 'USDT', { 'BTC/USDT': at('64000', null, null) })).toBeNull();
  });
});

describe('a market that moved since it was seen', () => {
  const seen = at('100', '101', '100');
  const cases = [
    { name: 'not at all', now: seen, is: false },
    { name: 'by just so much', now: at('101', '101', '100'), is: false },
    { name: 'by more, up', now: at('101.01', '102', '100'), is: true },
    { name: 'by more, down', now: at('98.99', '101', '100'), is: true },
    { name: 'the last price alone', now: at('100', '101', '98'), is: true },
    { name: 'not told now', now: at(null, null, null), is: false },
  ];
  for (const { name, now, is } of cases) it(name, () => expect(hasMoved(seen, now, d('0.01'))).toBe(is));
});
