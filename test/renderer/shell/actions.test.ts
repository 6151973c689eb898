import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { addBuiltIn } from '../../../renderer/shell/actions/built-in.ts';
import { type Action, actionsOf, addActions } from '../../../renderer/stores/actions.ts';
import type { App, HostActions } from '../../../renderer/stores/context.ts';
import { withSnapshot } from '../../../renderer/stores/limits.ts';
import { READY } from '../../../renderer/stores/phase.ts';
import { createStores } from '../../../renderer/stores/stores.ts';
import { placeOf } from '../../../renderer/stores/ui.ts';
import { exchangeIds } from '../../../shared/model/account.ts';
import { accountNamed, NOW_MS, viewOf } from '../support.ts';

const HELLO = {
  protocol: 1,
  version: '0.1.0',
  capabilities: { host: 'headless', tray: false, notifications: false, secretStore: 'memory', practice: true },
  nowMs: NOW_MS,
  isPracticeOnly: true,
} as const;

/** A host that only notes what it was asked, by whatever part of it. */
function notingHost(asked: unknown[]): HostActions {
  const part = (path: string): unknown =>
    new Proxy(() => {}, {
      get: (_target, name) => part(`${path}.${String(name)}`),
      apply: (_target, _self, input: readonly unknown[]) => void asked.push([path, ...input]),
    });
  return part('host') as HostActions;
}

interface Rig {
  readonly app: App;
  readonly asked: unknown[];
}

function rig(): Rig {
  const asked: unknown[] = [];
  const memory = { getItem: () => null, setItem: () => {} };
  const stores = createStores(memory);
  const ticker = { subscribe: () => () => {}, now: () => NOW_MS };
  addBuiltIn(stores.actions);
  stores.link.setState({ status: { kind: 'open' }, hello: HELLO });
  stores.accounts.setState({ phase: READY, list: [accountNamed('a'), accountNamed('b', { exchange: 'okx' })] });
  stores.limits.setState((state) => withSnapshot(state, [viewOf('x', 40), viewOf('y', 0, { part: 'BTC-USDT' })], []));
  stores.layout.setState({ accounts: [{ id: 'a', shown: ['x'], resting: ['y'] }] });
  stores.practice.setState({
    phase: READY,
    state: {
      workloads: [
        { account: 'a', level: 'busy' },
        { account: 'b', level: 'off' },
      ],
      exchanges: exchangeIds.map((exchange) => ({
        exchange,
        neighbour: true,
        latencyMs: 250,
        maintenance: false,
        softThrottling: false,
      })),
    },
  });
  return { app: { stores, host: notingHost(asked), ticker }, asked };
}

function traceOf({ app, asked }: Rig): string {
  return JSON.stringify([app.stores.ui.getState(), asked, window.location.hash]);
}

beforeEach(() => vi.stubGlobal('window', { location: { hash: '' } }));
afterEach(() => vi.unstubAllGlobals());

describe('actions', () => {
  const known: readonly Action[] = actionsOf(rig().app);

  it('have ids, titles and keys of their own', () => {
    const isDouble = (one: string, index: number, all: readonly string[]): boolean => all.indexOf(one) !== index;
    expect(known.map((action) => action.id).filter(isDouble)).toEqual([]);
    expect(known.map((action) => action.title).filter(isDouble)).toEqual([]);
    expect(known.flatMap((action) => action.keys ?? []).filter(isDouble)).toEqual([]);
  });

  it('have no keys that are the beginning of others', () => {
    const keys = known.flatMap((action) => action.keys ?? []);
    expect(keys.filter((one) => keys.some((other) => other.startsWith(`${one} `)))).toEqual([]);
  });

  it('cover every page, theme, density, workload and switch', () => {
    const ids = new Set(known.map((action) => action.id));
    const wanted = [
      'page.activity',
      'theme.light',
      'density.compact',
      'workload.all.storm',
      'workload.a.off',
      'workload.b.calm',
      'practice.kraken.maintenance',
      'practice.okx.latency.1000',
      'limit.x',
      'limit.y',
      'limit.close',
      'zone.UTC',
      'help.shortcuts',
      'setting.retention',
    ];
    expect(wanted.filter((id) => !ids.has(id))).toEqual([]);
  });

  for (const { id, isUseful } of known) {
    if (!isUseful) continue;
    it(`${id} does something`, () => {
      const fresh = rig();
      const before = traceOf(fresh);
      actionsOf(fresh.app)
        .find((action) => action.id === id)
        ?.run();
      expect(traceOf(fresh)).not.toBe(before);
    });
  }

  it('lead to the page they name', () => {
    const { app } = rig();
    for (const action of actionsOf(app).filter((one) => one.group === 'pages')) {
      action.run();
      expect(`page.${placeOf(window.location.hash).page}`).toBe(action.id);
    }
  });

  it('ask nothing of a host that cannot be heard, but to be reached again', () => {
    const fresh = rig();
    fresh.app.stores.link.setState({ status: { kind: 'lost', retryAtMs: null } });
    for (const action of actionsOf(fresh.app).filter((one) => one.isUseful)) action.run();
    expect(fresh.asked).toEqual([['host.retryNow']]);
  });

  it('offer to halt while nothing is halted, and in a pause after sleep, which cancels nothing', () => {
    const desk = { halt: 'halted', haltedAtMs: 1, isStored: true, pauses: [], cancels: [], deadMan: [] } as const;
    const isOffered = (cause: 'user' | 'sleep' | 'fault' | null): boolean | undefined => {
      const { app } = rig();
      if (cause !== null)
        app.stores.orders.setState({ desk: { ...desk, pauses: [], cancels: [], deadMan: [], cause } });
      return actionsOf(app).find(({ id }) => id === 'orders.halt')?.isUseful;
    };
    expect(([null, 'sleep', 'user', 'fault'] as const).map(isOffered)).toEqual([true, true, false, false]);
  });

  it('come and go with the part of the page that has them', () => {
    const { app } = rig();
    const own: Action = { id: 'own', group: 'activity', title: 'Own', isUseful: true, run: () => {} };
    const remove = addActions(app.stores.actions, () => [own]);
    expect(actionsOf(app)).toContain(own);
    remove();
    expect(actionsOf(app)).not.toContain(own);
  });
});
