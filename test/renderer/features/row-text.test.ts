import { describe, expect, it } from 'vitest';
import { gateScope } from '../../../renderer/features/overview/gate-scope.ts';
import { countdownText, nameOf, sharesOf } from '../../../renderer/features/overview/row-text.ts';
import type { BucketView } from '../../../shared/model/bucket.ts';
import { NOW_MS, viewOf } from '../support.ts';

function windowed(window: BucketView['bucket']['window'], used = 5): BucketView {
  const view = viewOf('x', used);
  return { ...view, bucket: { ...view.bucket, window } };
}

describe('a bucket in words', () => {
  const countdowns = [
    { name: 'a fixed window resets', view: windowed({ kind: 'fixed', periodMs: 60_000 }), text: 'resets in 12 s' },
    { name: 'a sliding one empties', view: windowed({ kind: 'sliding', periodMs: 2_000 }), text: 'empties in 12 s' },
    { name: 'a counter empties', view: windowed({ kind: 'decaying', perSecond: 1 }), text: 'empties in 12 s' },
    { name: 'nothing spent is empty', view: windowed({ kind: 'decaying', perSecond: 1 }, 0), text: 'empty' },
  ];
  for (const { name, view, text } of countdowns) it(name, () => expect(countdownText(view, NOW_MS)).toBe(text));

  it('says of when a stale figure is', () => {
    expect(countdownText(viewOf('x', 5, { status: 'stale' }), NOW_MS)).toMatch(/^as of \d\d:\d\d:\d\d$/);
  });

  it('names the instrument it counts', () => {
    expect(nameOf(viewOf('x', 0, { part: 'BTC-USDT' }))).toBe('REQUEST_WEIGHT 1 MINUTE · BTC-USDT');
  });
});

describe('sharesOf', () => {
  const cases = [
    { name: 'own and foreign make up what is used', view: viewOf('x', 60, { foreign: 20 }), shares: [0.4, 0.2, 0] },
    { name: 'foreign never passes used', view: viewOf('x', 10, { foreign: 50 }), shares: [0, 0.1, 0] },
    {
      name: 'together they never pass the capacity',
      view: viewOf('x', 150, { foreign: 60, inFlight: 20 }),
      shares: [0.9, 0.1, 0],
    },
    { name: 'in flight follows', view: viewOf('x', 60, { inFlight: 10 }), shares: [0.6, 0, 0.1] },
  ];
  for (const { name, view, shares } of cases) {
    it(name, () => {
      const { own, foreign, inFlight } = sharesOf(view);
      expect([own, foreign, inFlight].map((share) => Math.round(share * 1_000) / 1_000)).toEqual(shares);
    });
  }
});

describe('gateScope', () => {
  const cases = [
    { key: 'okx/live|ip=1.2.3.4', scope: 'ip' },
    { key: 'okx/live|account=7', scope: 'account' },
    { key: 'okx/live|key=7', scope: 'key' },
    { key: 'okx/live', scope: 'other' },
  ];
  for (const { key, scope } of cases) it(key, () => expect(gateScope(key)).toBe(scope));
});
