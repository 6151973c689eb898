import { describe, expect, it } from 'vitest';
import { bindReadings } from '../../../electron/engine/client/answer.ts';
import { LessonBook, isSaneLimit } from '../../../electron/engine/client/lessons.ts';
import { exchange } from '../../../electron/engine/exchanges/registry.ts';
import { get } from '../../../electron/engine/http.ts';
import type { ExchangeId } from '../../../shared/model/account.ts';
import type { Bucket, WindowRule } from '../../../shared/model/bucket.ts';
import type { Reading } from '../../../shared/model/reading.ts';
import { ClientRig, accountOf } from '../../support/client-rig.ts';
import { json } from '../../support/scripted-transport.ts';

const MINUTE: WindowRule = { kind: 'fixed', periodMs: 60_000 };

function bucketOf(id: ExchangeId, name: string): Bucket {
  const bucket = exchange(id).limits.buckets[name];
  if (bucket === undefined) throw new Error(`${id} has no ${name}`);
  return bucket;
}

function told(capacity: number, window: WindowRule | null = MINUTE): Extract<Reading, { kind: 'capacity' }> {
  return { kind: 'capacity', bucket: 'ip-weight', part: null, capacity, window, source: 'body' };
}

describe('a limit the exchange tells', () => {
  const cases: readonly (readonly [name: string, reading: ReturnType<typeof told>, isSane: boolean])[] = [
    ['the catalogue’s own', told(6_000), true],
    ['half of it', told(3_000), true],
    ['twice as much', told(12_000), true],
    ['without a window', told(6_000, null), true],
    ['none at all', told(0), false],
    ['below none', told(-1), false],
    ['less than one call', told(0.5), false],
    ['no number', told(Number.NaN), false],
    ['without end', told(Number.POSITIVE_INFINITY), false],
    ['a thousand times more', told(6_000_000), false],
    ['a thousandth', told(6), false],
    ['a window of no time', told(6_000, { kind: 'fixed', periodMs: 0 }), false],
    ['a window of a year', told(6_000, { kind: 'fixed', periodMs: 31_536_000_000 }), false],
    ['a counter that never drains', told(6_000, { kind: 'decaying', perSecond: 0 }), false],
  ];
  for (const [name, reading, isSane] of cases)
    it(`${name}: ${isSane ? 'believed' : 'ignored'}`, () =>
      expect(isSaneLimit(reading, bucketOf('binance', 'ip-weight'))).toBe(isSane));

  it('covers every fill-ratio tier of OKX and every tier of Kraken', () => {
    for (const cap of [1_000, 1_250, 1_500, 1_750, 2_000, 2_500, 3_000, 10_000])
      expect(isSaneLimit(told(cap, null), bucketOf('okx', 'sub-account-orders'))).toBe(true);
    for (const maximum of [60, 125, 180])
      expect(isSaneLimit(told(maximum, null), bucketOf('kraken', 'engine'))).toBe(true);
  });
});

function weightView(rig: ClientRig) {
  const view = rig.limiter.snapshot().find(({ bucket }) => bucket.id === 'ip-weight');
  if (view === undefined) throw new Error('no weight counter');
  return view;
}

const info = (limit: unknown) =>
  json({ rateLimits: [{ rateLimitType: 'REQUEST_WEIGHT', interval: 'MINUTE', intervalNum: 1, limit }] });

describe('a limit told in an answer', () => {
  it('that is absurd or malformed is ignored, and told of once where it could be read', async () => {
    const rig = new ClientRig();
    for (const limit of [6_000_000_000, 6_000_000_000, -5, '9999', 1.5, null]) {
      rig.transport.once(/exchangeInfo/, info(limit));
      await rig.sent('binance', get('/api/v3/exchangeInfo'));
    }
    expect(weightView(rig).capacity).toBe(6_000);
    expect(rig.lessons).toEqual([
      { kind: 'limit-ignored', account: 'binance-a', bucket: 'ip-weight', capacity: 6e9, catalogued: 6_000 },
    ]);
  });

  it('that is lower than before holds the very next call, and the next window obeys it from its start', async () => {
    const rig = new ClientRig();
    rig.transport.once(/exchangeInfo/, info(100)).always(/depth/, json({}));
    const heavy = get('/api/v3/depth', { limit: '1000' });
    await rig.sent('binance', heavy);
    await rig.sent('binance', get('/api/v3/exchangeInfo'));
    const next = await rig.sent('binance', heavy);
    expect([weightView(rig).capacity, next.result]).toEqual([100, null]);
    await rig.run(125_000);
    expect(next.result?.ok).toBe(true);
    // Some room is kept for others besides, so that two may need two windows.
    const more = [1, 2, 3].map(() => rig.start('binance', heavy));
    await rig.run(10);
    const left = more.filter(({ result }) => result?.ok === true).length;
    expect(left * 50).toBeLessThanOrEqual(100);
    await rig.run(240_000);
    expect(more.map(({ result }) => result?.ok)).toEqual([true, true, true]);
  });

  it('may not break the answer that carried it when nobody can keep the log', () => {
    const rig = new ClientRig();
    const peer = rig.client.peers.of(accountOf('binance'));
    if (!peer.ok) throw new Error('no peer');
    const lessons = new LessonBook(() => {
      throw new Error('disk full');
    });
    expect(bindReadings([told(0)], exchange('binance'), { ...peer.value, lessons })).toEqual([]);
  });
});
