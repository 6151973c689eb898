import { describe, expect, it } from 'vitest';
import { createInspector } from '../../../renderer/bridge/inspect.ts';
import type { Feed } from '../../../renderer/bridge/feed.ts';
import { withSnapshot } from '../../../renderer/stores/limits.ts';
import { createStores } from '../../../renderer/stores/stores.ts';
import type { Bridge } from '../../../shared/contract/client.ts';
import { fail, ok } from '../../../shared/contract/failure.ts';
import { HandTimers, NOW_MS, settled, viewOf } from '../support.ts';

interface Asked {
  readonly name: string;
  readonly input: Readonly<Record<string, unknown>>;
  answer(value: unknown): void;
  refuse(): void;
}

function set() {
  const stores = createStores({ getItem: () => null, setItem: () => {} });
  stores.limits.setState((state) => withSnapshot(state, [viewOf('x', 10), viewOf('y', 10)], []));
  const timers = new HandTimers();
  const asked: Asked[] = [];
  const call = (name: string, input: Asked['input']): Promise<unknown> =>
    new Promise((resolve) => {
      asked.push({
        name,
        input,
        answer: (value) => resolve(ok(value)),
        refuse: () => resolve(fail({ kind: 'storage', detail: 'disk is full' })),
      });
    });
  const feed = { bridge: { call } as unknown as Bridge } as Feed;
  const inspector = createInspector(feed, stores, timers);
  const uses = (): readonly Asked[] =>
    asked.filter(({ name, input }) => name === 'limits.history' && input['offsetMs'] === 0);
  return { inspector, stores, timers, asked, uses };
}

const history = { stepMs: 1_000, points: [{ atMs: NOW_MS, used: 1, foreign: 0, inFlight: 0, capacity: 100 }] };

describe('the inspector', () => {
  it('asks for all of an open limit at once', () => {
    const { inspector, asked } = set();
    inspector.watch('x', 60_000);
    expect(asked.map(({ name }) => name).toSorted()).toEqual([
      'activity.marks',
      'limits.contributions',
      'limits.history',
      'limits.history',
      'limits.whatIf',
    ]);
    expect(asked.map(({ input }) => input['offsetMs']).filter((ms) => ms !== undefined && ms !== 0)).toEqual([
      86_400_000,
    ]);
  });

  it('drops answers about a limit that was left', async () => {
    const { inspector, stores, uses } = set();
    inspector.watch('x', 60_000)();
    inspector.watch('y', 60_000);
    uses()[0]?.answer(history);
    await settled();
    expect(stores.inspect.getState()).toMatchObject({ key: 'y', use: { phase: { kind: 'loading' } } });
    uses()[1]?.answer(history);
    await settled();
    expect(stores.inspect.getState().use.value).toEqual(history);
  });

  it('keeps what is there when it cannot be renewed', async () => {
    const { inspector, stores, timers, uses } = set();
    inspector.watch('x', 60_000);
    uses()[0]?.answer(history);
    await timers.run(5_000);
    uses()[1]?.refuse();
    await settled();
    expect(stores.inspect.getState().use).toMatchObject({
      phase: { kind: 'ready' },
      value: history,
      failure: { kind: 'storage' },
    });
  });

  it('fails where there is nothing yet', async () => {
    const { inspector, stores, uses } = set();
    inspector.watch('x', 60_000);
    uses()[0]?.refuse();
    await settled();
    expect(stores.inspect.getState().use.phase.kind).toBe('failed');
  });

  it('asks for a zoomed stretch by its length and its age', () => {
    const { inspector, asked } = set();
    inspector.watch('x', 900_000);
    inspector.setZoom({ fromMs: NOW_MS - 90_000, untilMs: NOW_MS - 30_000 });
    const last = asked.filter(({ name }) => name === 'limits.history').slice(-2);
    expect(last.map(({ input }) => [input['spanMs'], input['offsetMs']])).toEqual([
      [60_000, 30_000],
      [60_000, 30_000 + 86_400_000],
    ]);
    const spent = asked.findLast(({ name }) => name === 'limits.contributions');
    expect(spent?.input).toEqual({ key: 'x', spanMs: 60_000, offsetMs: 30_000 });
  });

  it('asks no more once the limit is closed', async () => {
    const { inspector, timers, asked } = set();
    const stop = inspector.watch('x', 60_000);
    stop();
    const before = asked.length;
    await timers.run(120_000);
    expect(asked.length).toBe(before);
    expect(timers.pending).toBe(0);
  });
});
