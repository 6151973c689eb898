import { describe, expect, it } from 'vitest';
import { type BucketBatch, frameBatch } from '../../../renderer/bridge/frame-batch.ts';
import { viewOf } from '../support.ts';

function rig() {
  const frames: (() => void)[] = [];
  const written: BucketBatch[] = [];
  const batch = frameBatch(
    (action) => void frames.push(action),
    (one) => void written.push(one),
  );
  return { batch, written, frames, frame: () => runAll(frames.splice(0)) };
}

function runAll(actions: readonly (() => void)[]): void {
  for (const action of actions) action();
}

describe('frameBatch', () => {
  it('writes once a frame, the newest view of each bucket', () => {
    const { batch, written, frames, frame } = rig();
    for (let used = 0; used < 10; used += 1)
      batch.add({ buckets: [viewOf('x', used), viewOf('y', used)], removed: [] });
    expect(frames).toHaveLength(1);
    frame();
    expect(written.map(({ buckets }) => buckets.map((view) => [view.key, view.used]))).toEqual([
      [
        ['x', 9],
        ['y', 9],
      ],
    ]);
  });

  it('lets the last word win between a change and a removal', () => {
    const { batch, written, frame } = rig();
    batch.add({ buckets: [viewOf('gone', 1)], removed: ['back'] });
    batch.add({ buckets: [viewOf('back', 2)], removed: ['gone'] });
    frame();
    expect(written).toEqual([{ buckets: [viewOf('back', 2)], removed: ['gone'] }]);
  });

  it('writes nothing when a snapshot overtook what waited', () => {
    const { batch, written, frame } = rig();
    batch.add({ buckets: [viewOf('x', 1)], removed: [] });
    batch.clear();
    frame();
    expect(written).toEqual([]);
  });
});
