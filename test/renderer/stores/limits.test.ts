import { describe, expect, it } from 'vitest';
import {
  createLimitsStore,
  isAtRest,
  tightestOf,
  tightnessOf,
  withSnapshot,
  withViews,
} from '../../../renderer/stores/limits.ts';
import { NOW_MS, viewOf } from '../support.ts';

const empty = createLimitsStore().getState();

describe('isAtRest', () => {
  const cases = [
    { name: 'nothing spent', view: viewOf('x', 0), atRest: true },
    { name: 'something spent', view: viewOf('x', 1), atRest: false },
    { name: 'only in flight', view: viewOf('x', 0, { inFlight: 1 }), atRest: false },
    { name: 'only calls waiting', view: viewOf('x', 0, { waiting: 1 }), atRest: false },
    { name: 'held while empty', view: viewOf('x', 0, { status: 'held' }), atRest: false },
    { name: 'stale and empty', view: viewOf('x', 0, { status: 'stale' }), atRest: true },
  ];
  for (const { name, view, atRest } of cases) it(name, () => expect(isAtRest(view)).toBe(atRest));
});

describe('tightnessOf', () => {
  const cases = [
    { name: 'half', view: viewOf('x', 50), share: 0.5 },
    { name: 'what is in flight counts', view: viewOf('x', 50, { inFlight: 25, headroom: 25 }), share: 0.75 },
    { name: 'held is full', view: viewOf('x', 3, { status: 'held' }), share: 1 },
    { name: 'overrun is not more than full', view: viewOf('x', 120, { headroom: 0 }), share: 1 },
  ];
  for (const { name, view, share } of cases) it(name, () => expect(tightnessOf(view)).toBeCloseTo(share));
});

describe('tightestOf', () => {
  it('is the fullest by share, not by amount', () => {
    const large = viewOf('large', 500, { capacity: 10_000, headroom: 9_500 });
    expect(tightestOf([large, viewOf('small', 60)])?.key).toBe('small');
  });

  it('is no held bucket that still has room', () => {
    expect(tightestOf([viewOf('held', 60, { status: 'held' }), viewOf('fuller', 70)])?.key).toBe('fuller');
  });

  it('is none while all are at rest', () => expect(tightestOf([viewOf('x', 0)])).toBeUndefined());
});

describe('withSnapshot', () => {
  it('drops what the host no longer has and is ready', () => {
    const before = withViews(empty, [viewOf('old', 5)], []);
    const after = withSnapshot(before, [viewOf('new', 1)], []);
    expect(Object.keys(after.byKey)).toEqual(['new']);
    expect(after.phase.kind).toBe('ready');
  });

  it('keeps a view that is newer than the picture', () => {
    const before = withViews(empty, [viewOf('x', 9, { atMs: NOW_MS + 50 })], []);
    expect(withSnapshot(before, [viewOf('x', 5)], []).byKey['x']?.used).toBe(9);
  });
});

describe('withViews', () => {
  it('leaves the objects of unchanged buckets alone', () => {
    const before = withViews(empty, [viewOf('x', 1), viewOf('y', 1)], []);
    const after = withViews(before, [viewOf('y', 2, { atMs: NOW_MS + 1 })], []);
    expect(after.byKey['x']).toBe(before.byKey['x']);
    expect(after.byKey['y']?.used).toBe(2);
  });

  it('remembers when a bucket was last in use', () => {
    const used = withViews(empty, [viewOf('x', 1)], []);
    const rested = withViews(used, [viewOf('x', 0, { atMs: NOW_MS + 9_000 })], []);
    expect(rested.activeAtMs['x']).toBe(NOW_MS);
  });

  it('ignores an older view and removes what is gone', () => {
    const before = withViews(empty, [viewOf('x', 5), viewOf('y', 5)], []);
    const after = withViews(before, [viewOf('x', 1, { atMs: NOW_MS - 1 })], ['y']);
    expect(after.byKey).toEqual({ x: viewOf('x', 5) });
  });
});
