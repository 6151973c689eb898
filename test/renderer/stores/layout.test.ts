import { describe, expect, it } from 'vitest';
import {
  type ArrangeInput,
  arrange,
  createLayoutStore,
  LINGER_MS,
  LONG_LINGER_MS,
  settle,
} from '../../../renderer/stores/layout.ts';
import type { BucketView } from '../../../shared/model/bucket.ts';
import { accountNamed, NOW_MS, viewOf } from '../support.ts';

function input(views: readonly BucketView[], extra: Partial<ArrangeInput> = {}): ArrangeInput {
  return {
    accounts: [accountNamed('a'), accountNamed('b')],
    views: Object.fromEntries(views.map((view) => [view.key, view])),
    activeAtMs: {},
    nowMs: NOW_MS,
    ...extra,
  };
}

const start = createLayoutStore().getState();

describe('arrange', () => {
  it('puts the tightest account and the tightest bucket first', () => {
    const layout = arrange(start, input([viewOf('x', 10), viewOf('y', 60), viewOf('z', 90, { accounts: ['b'] })]));
    expect(layout.accounts).toEqual([
      { id: 'b', shown: ['z'], resting: [] },
      { id: 'a', shown: ['y', 'x'], resting: [] },
    ]);
  });

  it('shows a shared bucket at each of its accounts', () => {
    const layout = arrange(start, input([viewOf('ip', 10, { accounts: ['a', 'b'] })]));
    expect(layout.accounts.map((account) => account.shown)).toEqual([['ip'], ['ip']]);
  });

  it('lets a bucket linger after its last use, then puts it to rest', () => {
    const used = { x: NOW_MS };
    const soon = arrange(start, input([viewOf('x', 0)], { activeAtMs: used, nowMs: NOW_MS + LINGER_MS - 1 }));
    expect(soon.accounts[0]).toEqual({ id: 'a', shown: ['x'], resting: [] });
    const later = arrange(soon, input([viewOf('x', 0)], { activeAtMs: used, nowMs: NOW_MS + LINGER_MS }));
    expect(later.accounts[0]).toEqual({ id: 'a', shown: [], resting: ['x'] });
  });

  it('puts nothing to rest under the pointer', () => {
    const shown = arrange(start, input([viewOf('x', 5)]));
    const idle = input([viewOf('x', 0)], { activeAtMs: { x: NOW_MS }, nowMs: NOW_MS + 10 * LINGER_MS });
    expect(arrange({ ...shown, isHeld: true }, idle).accounts[0]?.shown).toEqual(['x']);
    expect(arrange(shown, idle).accounts[0]?.shown).toEqual([]);
  });

  it('lets one that came back soon stay longer, so that it does not come and go', () => {
    const at = (used: number, usedAtMs: number, nowMs: number) =>
      input([viewOf('x', used)], { activeAtMs: { x: usedAtMs }, nowMs });
    const restedMs = NOW_MS + LINGER_MS;
    const rested = arrange(arrange(start, at(5, NOW_MS, NOW_MS)), at(0, NOW_MS, restedMs));
    const backMs = restedMs + 5_000;
    const back = arrange(rested, at(5, backMs, backMs));
    const shownAt = (ms: number) => arrange(back, at(0, backMs, backMs + ms)).accounts[0]?.shown;
    expect([rested.accounts[0]?.shown, shownAt(LONG_LINGER_MS - 1), shownAt(LONG_LINGER_MS)]).toEqual([[], ['x'], []]);
  });

  it('returns the same list while nothing changes', () => {
    const first = arrange(start, input([viewOf('x', 50), viewOf('y', 48)]));
    expect(arrange(first, input([viewOf('x', 48), viewOf('y', 50)])).accounts).toBe(first.accounts);
  });

  it('goes by the peak of the last while, so that a window that turns moves nothing', () => {
    const first = arrange(start, input([viewOf('x', 90), viewOf('y', 50)]));
    expect(arrange(first, input([viewOf('x', 0), viewOf('y', 60)], { activeAtMs: { x: NOW_MS } })).accounts).toBe(
      first.accounts,
    );
  });

  it('moves nothing under the pointer', () => {
    const first = arrange(start, input([viewOf('x', 50), viewOf('y', 10)]));
    const held = arrange({ ...first, isHeld: true }, input([viewOf('x', 50), viewOf('y', 99)]));
    expect(held.accounts[0]?.shown).toEqual(['x', 'y']);
    const free = arrange({ ...held, isHeld: false }, input([viewOf('x', 50), viewOf('y', 99)]));
    expect(free.accounts[0]?.shown).toEqual(['y', 'x']);
  });
});

describe('settle', () => {
  const peaks: Readonly<Record<string, number>> = { low: 0.1, mid: 0.5, near: 0.55, high: 0.9 };
  const peakOf = (key: string): number => peaks[key] ?? 0;
  const cases = [
    { name: 'orders a first list', before: [], present: ['low', 'high', 'mid'], order: ['high', 'mid', 'low'] },
    {
      name: 'keeps near neighbours as they were',
      before: ['mid', 'near'],
      present: ['near', 'mid'],
      order: ['mid', 'near'],
    },
    {
      name: 'swaps what is clearly tighter',
      before: ['low', 'high'],
      present: ['low', 'high'],
      order: ['high', 'low'],
    },
    {
      name: 'puts a newcomer in its place',
      before: ['high', 'low'],
      present: ['low', 'high', 'mid'],
      order: ['high', 'mid', 'low'],
    },
    { name: 'drops what left', before: ['high', 'low'], present: ['low'], order: ['low'] },
  ];
  for (const { name, before, present, order } of cases) {
    it(name, () => expect(settle(before, present, peakOf, false)).toEqual(order));
  }

  it('appends newcomers while held', () =>
    expect(settle(['low'], ['high', 'low'], peakOf, true)).toEqual(['low', 'high']));
});
