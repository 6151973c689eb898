import { PROTOCOL } from '../../shared/contract/channels.ts';
import type { CallName } from '../../shared/contract/contract.ts';
import type { Handlers } from '../../shared/contract/dispatch.ts';
import { fail, ok } from '../../shared/contract/failure.ts';
import { activityHandlers } from './fake-activity.ts';
import { alertHandlers } from './fake-alerts.ts';
import { type FakeState, latencyPoints, type Publish, useHistory, viewsAt } from './fake-engine.ts';
import { keyHandlers } from './fake-keys.ts';
import { orderHandlers } from './fake-orders.ts';
import { storageHandlers } from './fake-storage.ts';
import { contributionsOf, fitsOf, marksOf, splitAt } from './fake-spend.ts';
import { summaryOf } from './fake-traffic.ts';

/** Answers every call of the contract out of the scripted state. */
export function fakeHandlers(state: FakeState, publish: Publish): Handlers {
  const practiceChanged = () => {
    publish('practice.changed', state.practice);
    return ok(state.practice);
  };
  return guarded(state, {
    'app.hello': () =>
      ok({
        protocol: PROTOCOL,
        version: '0.1.0',
        versions: { node: '24.21.0', sqlite: '3.51.0', keychain: '7.10.6' },
        capabilities: {
          host: 'headless',
          tray: false,
          notifications: false,
          secretStore: 'memory',
          practice: true,
          openFolder: state.canOpenFolder,
        },
        nowMs: Date.now(),
        isPracticeOnly: true,
      }),
    'accounts.list': () => ok({ accounts: [...state.accounts] }),
    'connections.snapshot': () => ok({ connections: state.connections }),
    'limits.snapshot': () => ok({ buckets: viewsAt(state, Date.now()), gates: state.gates }),
    'limits.history': ({ key, spanMs, points, offsetMs = 0 }) =>
      ok({
        stepMs: Math.max(1_000, Math.round(spanMs / points)),
        points: useHistory(state, key, spanMs, points, Date.now() - offsetMs),
      }),
    'limits.contributions': ({ key, spanMs, offsetMs = 0 }) =>
      ok(contributionsOf(state, key, spanMs, Date.now() - offsetMs)),
    'limits.whatIf': ({ account }) => ok(fitsOf(state, account)),
    'activity.marks': ({ account, exchange, spanMs, offsetMs = 0 }) => {
      const known = state.accounts.find((one) => one.id === account || one.exchange === exchange);
      if (known === undefined) return ok({ stepMs: 1_000, marks: [], gates: [] });
      return ok(marksOf(known, spanMs, Date.now() - offsetMs));
    },
    'latency.history': ({ spanMs, offsetMs = 0 }) =>
      ok({
        stepMs: 1_000,
        exchanges: state.accounts.map((account) => {
          const points = latencyPoints(state, account, spanMs, Date.now() - offsetMs);
          const split = points.map((point) =>
            point.p50 === null ? point : { ...point, split: splitAt(account, point.p50) },
          );
          return {
            exchange: account.exchange,
            environment: account.environment,
            summary: summaryOf(account.exchange, points),
            points: split,
          };
        }),
      }),
    ...activityHandlers(state),
    ...orderHandlers(state, publish),
    ...storageHandlers(state.store, publish),
    ...keyHandlers(state.keys, publish),
    ...alertHandlers(state, publish),
    'practice.state': () => ok(state.practice),
    'host.troubles': () => ok({ troubles: state.troubles }),
    'host.dismiss': ({ trouble }) => {
      state.troubles = state.troubles.filter(({ id }) => id !== trouble);
      publish('host.troubleEnded', { id: trouble });
      return ok({});
    },
    'practice.setWorkload': ({ account, level }) => {
      const workloads = state.practice.workloads.map((one) => (one.account === account ? { account, level } : one));
      state.practice = { ...state.practice, workloads };
      return practiceChanged();
    },
    'practice.setExchange': (changed) => {
      const exchanges = state.practice.exchanges.map((one) => (one.exchange === changed.exchange ? changed : one));
      state.practice = { ...state.practice, exchanges };
      return practiceChanged();
    },
  });
}

function guarded(state: FakeState, handlers: Handlers): Handlers {
  const entries = (Object.keys(handlers) as CallName[]).map((name) => {
    const answer = handlers[name] as (input: unknown) => unknown;
    return [
      name,
      (input: unknown) => {
        if (state.silent.has(name)) return new Promise(() => {});
        if (state.broken.has(name)) return fail({ kind: 'storage', detail: 'disk is full' });
        return answer(input);
      },
    ] as const;
  });
  return Object.fromEntries(entries) as unknown as Handlers;
}
