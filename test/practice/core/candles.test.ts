import { describe, expect, it } from 'vitest';
import { add, compare, decimal, type Decimal, minimum } from '../../../shared/model/decimal.ts';
import { Candles, MINUTE_MS } from '../../../electron/practice/core/candles.ts';
import { marketsNamed } from '../../../electron/practice/core/markets.ts';
import { createRandom } from '../../../electron/practice/core/random.ts';

const START_MS = Date.UTC(2026, 6, 1);
const SPANS_MS = [MINUTE_MS, 3 * MINUTE_MS, 60 * MINUTE_MS, 1440 * MINUTE_MS];

function sumOf(candles: Candles, fromMs: number, nowMs: number) {
  const minutes = candles.list(MINUTE_MS, fromMs - MINUTE_MS + 1, nowMs);
  const sum = (of: (index: number) => Decimal | undefined): Decimal =>
    minutes.reduce((total, _minute, index) => add(total, of(index) ?? decimal('0')), decimal('0'));
  return {
    openMs: minutes[0]?.openMs,
    open: minutes[0]?.open,
    close: minutes.at(-1)?.close,
    high: minutes.map(({ high }) => high).reduce((left, right) => (compare(left, right) >= 0 ? left : right)),
    low: minutes.map(({ low }) => low).reduce((left, right) => minimum(left, right)),
    volume: sum((index) => minutes[index]?.volume),
    quoteVolume: sum((index) => minutes[index]?.quoteVolume),
    trades: minutes.reduce((total, { trades }) => total + trades, 0),
  };
}

describe('a span of candles', () => {
  it('is what its minutes add up to, however often and whenever it is asked for', () => {
    const [market] = marketsNamed('BTC/USDT');
    if (market === undefined) throw new Error('no market');
    const random = createRandom('candles');
    const candles = new Candles(market, random.fork('past'), START_MS);
    for (let step = 0; step < 400; step += 1) {
      const atMs = START_MS + step * 17_000;
      const price = decimal(String(60_000 + random.integer(-500, 500)));
      candles.print({
        id: step,
        atMs,
        price,
        quantity: decimal('0.01'),
        takerSide: step % 2 === 0 ? 'buy' : 'sell',
        marketId: market.id,
      });
      const spanMs = SPANS_MS[step % SPANS_MS.length] ?? MINUTE_MS;
      expect(candles.since(atMs - spanMs)).toMatchObject(sumOf(candles, atMs - spanMs, atMs));
    }
    expect(candles.since(START_MS + 400 * 17_000 + 10 * MINUTE_MS)).toBeNull();
  });
});
