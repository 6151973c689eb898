import { describe, expect, it } from 'vitest';
import { createFeed } from '../../../renderer/bridge/feed.ts';
import { createStores } from '../../../renderer/stores/stores.ts';
import { connectContract } from '../../../shared/contract/client.ts';
import type { CallName } from '../../../shared/contract/contract.ts';
import { pipePair } from '../../../shared/contract/pipe.ts';
import { serveContract } from '../../../shared/contract/server.ts';
import { STANDARD_PAGE } from '../../../shared/model/page-settings.ts';
import { freshState } from '../../support/fake-engine.ts';
import { fakeHandlers } from '../../support/fake-handlers.ts';
import { HandTimers, NOW_MS, settled, viewOf } from '../support.ts';

async function rig(arrange: (state: ReturnType<typeof freshState>) => void = () => {}) {
  const stores = createStores({ getItem: () => null, setItem: () => {} });
  const timers = new HandTimers();
  const frames: (() => void)[] = [];
  const feed = createFeed({ stores, timers, nextFrame: (action) => void frames.push(action) });
  const state = freshState();
  arrange(state);
  const asked: string[] = [];
  const [page, host] = pipePair();
  const handlers = fakeHandlers(state, () => {});
  const counted = new Proxy(handlers, {
    get(target, name) {
      asked.push(String(name));
      return target[name as CallName];
    },
  });
  const server = serveContract(host, {
    handlers: counted,
    maxPending: 64,
    onBug: (error) => {
      throw error;
    },
  });
  let calls = 0;
  feed.attach(connectContract(page, () => `call-${calls++}`));
  for (let turn = 0; turn < 10; turn += 1) await settled();
  return {
    stores,
    timers,
    feed,
    state,
    server,
    asked,
    host,
    frame: () => runAll(frames.splice(0)),
  };
}

function runAll(actions: readonly (() => void)[]): void {
  for (const action of actions) action();
}

describe('feed', () => {
  it('takes over what the host keeps before anything else of it is shown', async () => {
    const { stores, asked } = await rig((state) => {
      const { store } = state;
      store.settings = { ...store.settings, page: { ...STANDARD_PAGE, density: 'compact', isNoteDismissed: true } };
    });
    expect(stores.ui.getState()).toMatchObject({ density: 'compact', isNoteDismissed: true });
    expect(asked.indexOf('settings.get')).toBeLessThan(asked.indexOf('limits.snapshot'));
    expect(asked).not.toContain('settings.set');
  });

  it('follows what another page chose, and tells the host what this one chose', async () => {
    const { stores, server, state, timers } = await rig();
    const settings = { ...state.store.settings, page: { ...STANDARD_PAGE, theme: 'light' } } as const;
    server.publish('settings.changed', settings);
    await settled();
    expect([stores.ui.getState().theme, stores.storage.getState().settings]).toEqual(['light', settings]);
    stores.ui.setState({ density: 'compact' });
    await timers.run(500);
    expect(state.store.settings.page.density).toBe('compact');
  });

  it('says once that choices cannot be kept', async () => {
    const { stores, timers } = await rig((state) => state.broken.add('settings.set'));
    stores.ui.setState({ density: 'compact' });
    await timers.run(500);
    stores.ui.setState({ density: 'comfortable' });
    await timers.run(500);
    expect(stores.troubles.getState().refusals).toMatchObject([{ isChoice: true, failure: { kind: 'storage' } }]);
  });

  it('fills every store from snapshots on connect', async () => {
    const { stores } = await rig();
    expect(stores.link.getState()).toMatchObject({ status: { kind: 'open' }, hello: { isPracticeOnly: true } });
    expect(stores.accounts.getState().list).toHaveLength(3);
    expect(Object.keys(stores.limits.getState().byKey).length).toBeGreaterThan(10);
    expect(stores.practice.getState().state?.workloads).toHaveLength(3);
    expect(stores.connections.getState().phase.kind).toBe('ready');
    expect(stores.latency.getState().byRealm['okx/practice']?.summary?.count).toBeGreaterThan(0);
    expect(stores.layout.getState().accounts).toHaveLength(3);
  });

  it('writes changes on the next frame and not before', async () => {
    const { stores, server, frame } = await rig();
    server.publish('limits.changed', { buckets: [viewOf('new', 7)], removed: [] });
    await settled();
    expect(stores.limits.getState().byKey['new']).toBeUndefined();
    frame();
    expect(stores.limits.getState().byKey['new']?.used).toBe(7);
  });

  it('asks for everything again when an event is missing', async () => {
    const { asked, host } = await rig();
    const before = asked.filter((name) => name === 'limits.snapshot').length;
    host.post({ type: 'event', seq: 5, name: 'gates.changed', payload: { gates: [] } });
    for (let turn = 0; turn < 10; turn += 1) await settled();
    expect(asked.filter((name) => name === 'limits.snapshot').length).toBe(before + 1);
  });

  it('marks only the panel whose snapshot failed', async () => {
    const { stores } = await rig((state) => void state.broken.add('limits.snapshot'));
    expect(stores.limits.getState().phase).toEqual({
      kind: 'failed',
      failure: { kind: 'storage', detail: 'disk is full' },
    });
    expect(stores.accounts.getState().phase.kind).toBe('ready');
  });

  it('adds one point a second to a series however many batches come', async () => {
    const { stores, server, frame, timers } = await rig();
    for (const used of [3, 9, 4]) {
      server.publish('limits.changed', { buckets: [viewOf('s', used)], removed: [] });
      await settled();
      frame();
    }
    await timers.run(1_000);
    expect(stores.series.getState().byKey['s']?.points).toEqual([
      { atMs: NOW_MS, used: 9, foreign: 0, inFlight: 0, capacity: 100 },
    ]);
  });

  it('knows no bridge after the pipe closed', async () => {
    const { feed, host } = await rig();
    expect(feed.bridge).not.toBeNull();
    host.close();
    expect(feed.bridge).toBeNull();
  });
});
