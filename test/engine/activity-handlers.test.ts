import { describe, expect, it } from 'vitest';
import { activityHandlers } from '../../electron/engine/activity-handlers.ts';
import { KeptRetention } from '../../electron/engine/recorder/kept-retention.ts';
import type { ActivityQueries, MarkScope } from '../../electron/engine/recorder/queries.ts';
import { createRecorder } from '../../electron/engine/recorder/recorder.ts';
import type { RetentionPolicy, Span } from '../../electron/engine/recorder/types.ts';
import type { Handlers } from '../../shared/contract/dispatch.ts';
import { dispatch } from '../../shared/contract/dispatch.ts';
import type { GateMark } from '../../shared/model/spend.ts';
import { FAKE_START_MS, FakeClock } from '../support/fake-clock.ts';
import { memoryJournal } from '../support/memory-stores.ts';
import { noQueries } from '../support/no-queries.ts';
import { MemoryStore } from './recorder/support.ts';

const account = {
  id: 'main',
  exchange: 'binance',
  environment: 'live',
  label: 'Main',
  region: 'global',
  egress: 'default',
} as const;

function set(changes: Partial<ActivityQueries> = {}) {
  const clock = new FakeClock();
  const recorder = { ...createRecorder(new MemoryStore(), clock), queries: { ...noQueries, ...changes } };
  const pruned: RetentionPolicy[] = [];
  recorder.prune = (policy) => {
    pruned.push(policy);
    return Promise.resolve({ rowsRemoved: 12, bytes: 7 });
  };
  const journal = memoryJournal();
  const retention = new KeptRetention(recorder, journal, clock);
  const handlers = activityHandlers({
    clock,
    recorder,
    journal,
    accounts: [account],
    retention,
  });
  return { pruned, ask: (name: string, input: unknown) => dispatch(handlers as Handlers, name, input) };
}

describe('calls about the request log', () => {
  it('ask for spans that end now, or so long ago', async () => {
    const spans: unknown[] = [];
    const { ask } = set({
      contributions: (...asked) => {
        spans.push(asked);
        return noQueries.contributions(...asked);
      },
      marks: (_scope: MarkScope, span: Span) => {
        spans.push(span.untilMs);
        return noQueries.marks(_scope, span);
      },
    });
    await ask('limits.contributions', { key: 'k', spanMs: 60_000 });
    await ask('activity.marks', { exchange: null, account: null, spanMs: 60_000, points: 10 });
    await ask('activity.marks', { exchange: null, account: null, spanMs: 60_000, points: 10, offsetMs: 86_400_000 });
    expect(spans).toEqual([['k', FAKE_START_MS - 60_000, FAKE_START_MS], FAKE_START_MS, FAKE_START_MS - 86_400_000]);
  });

  it('show an account the gates that hold it and no others', async () => {
    const keys = [
      'ip=default',
      'ip=proxy-2',
      'account=main',
      'account=other',
      'key=main-1234',
      'orders-10s|account=main',
      'ip-weight|ip=proxy-2',
    ];
    const gates = keys.map(
      (scope): GateMark => ({
        atMs: FAKE_START_MS,
        key: `binance/live|${scope}`,
        exchange: 'binance',
        environment: 'live',
        cause: 'banned',
        change: 'closed',
        untilMs: 1,
        code: null,
      }),
    );
    const scopes: MarkScope[] = [];
    const { ask } = set({
      marks: (scope) => {
        scopes.push(scope);
        return Promise.resolve({ stepMs: 1_000, marks: [], gates });
      },
    });
    const answer = await ask('activity.marks', { exchange: null, account: 'main', spanMs: 60_000, points: 10 });
    expect(scopes).toEqual([{ exchange: 'binance', account: 'main', environment: 'live' }]);
    const told = (answer as { readonly value?: { readonly gates: readonly GateMark[] } }).value?.gates.map(({ key }) =>
      key.split('|').slice(1).join('|'),
    );
    expect(told).toEqual(['ip=default', 'account=main', 'key=main-1234', 'orders-10s|account=main']);
  });

  it('say that a request is not there, and what the disk said', async () => {
    expect(await set().ask('activity.row', { id: 5 })).toEqual({
      ok: false,
      failure: { kind: 'not-found', what: 'request 5' },
    });
    const { ask } = set({ stats: () => Promise.reject(new Error('disk I/O error')) });
    expect(await ask('storage.stats', {})).toEqual({
      ok: false,
      failure: { kind: 'storage', detail: 'Error: disk I/O error' },
    });
  });

  it('remove now what is older, by the bytes of the setting, and leave the setting', async () => {
    const { ask, pruned } = set();
    expect(await ask('settings.set', { retention: { keepDays: 14, maxBytes: 2 ** 30 } })).toEqual({
      ok: true,
      value: { retention: { keepDays: 14, maxBytes: 2 ** 30 } },
    });
    expect(await ask('storage.prune', { keepDays: 3 })).toMatchObject({
      ok: true,
      value: { rowsRemoved: 12, stats: { rows: 0, journalBytes: 0 } },
    });
    expect(pruned).toEqual([{ maxAgeMs: 3 * 86_400_000, maxBytes: 2 ** 30 }]);
    expect(await ask('settings.get', {})).toMatchObject({ value: { retention: { keepDays: 14 } } });
  });

  const refused: readonly (readonly [name: string, input: unknown])[] = [
    ['activity.query', { filter: { lanes: ['fastest'] }, before: null, limit: 10 }],
    ['activity.query', { filter: { sql: '1=1' }, before: null, limit: 10 }],
    ['activity.query', { filter: { text: 'x'.repeat(81) }, before: null, limit: 10 }],
    ['activity.query', { filter: {}, before: null, limit: 501 }],
    ['activity.histogram', { filter: {}, points: 1 }],
    ['activity.row', { id: 0 }],
    ['storage.prune', { keepDays: 0 }],
    ['settings.set', { retention: { keepDays: 30, maxBytes: 1 } }],
    ['limits.history', { key: 'k', spanMs: 60_000, points: 10, offsetMs: -1 }],
  ];
  for (const [name, input] of refused) {
    it(`${name} refuses ${JSON.stringify(input).slice(0, 70)}`, async () => {
      expect(await set().ask(name, input)).toMatchObject({ ok: false, failure: { kind: 'invalid-input' } });
    });
  }
});
