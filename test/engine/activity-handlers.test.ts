import { describe, expect, it } from 'vitest';
import { AccountBook } from '../../electron/engine/accounts/account-book.ts';
import { activityHandlers } from '../../electron/engine/activity-handlers.ts';
import type { FolderPort } from '../../electron/engine/folder-port.ts';
import { KeptSettings } from '../../electron/engine/kept-settings.ts';
import { KeptRetention } from '../../electron/engine/recorder/kept-retention.ts';
import type { ActivityQueries, MarkScope } from '../../electron/engine/recorder/queries.ts';
import { createRecorder } from '../../electron/engine/recorder/recorder.ts';
import type { RetentionPolicy, Span } from '../../electron/engine/recorder/types.ts';
import type { Handlers } from '../../shared/contract/dispatch.ts';
import { dispatch } from '../../shared/contract/dispatch.ts';
import { STANDARD_PAGE } from '../../shared/model/page-settings.ts';
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

function set(
  changes: Partial<ActivityQueries> = {},
  withFolder: (folder: FolderPort) => { readonly folder?: FolderPort } = (folder) => ({ folder }),
) {
  const clock = new FakeClock();
  const recorder = { ...createRecorder(new MemoryStore(), clock), queries: { ...noQueries, ...changes } };
  const pruned: RetentionPolicy[] = [];
  recorder.prune = (policy) => {
    pruned.push(policy);
    return Promise.resolve({ rowsRemoved: 12, bytes: 7 });
  };
  const journal = memoryJournal();
  const retention = new KeptRetention(recorder, journal, clock);
  const told: unknown[] = [];
  let opened = 0;
  const folder: FolderPort = {
    path: '/data',
    files: () => Promise.resolve([{ name: 'journal.db', bytes: 5 }]),
    open: () => {
      opened += 1;
      return Promise.resolve(true);
    },
  };
  const handlers = activityHandlers({
    clock,
    recorder,
    journal,
    accounts: new AccountBook([account]),
    retention,
    settings: new KeptSettings(retention, journal),
    publisher: { publish: (name, payload) => void told.push([name, payload]) },
    ...withFolder(folder),
  });
  return {
    pruned,
    told,
    opened: () => opened,
    ask: (name: string, input: unknown) => dispatch(handlers as Handlers, name, input),
  };
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
    await ask('limits.contributions', { key: 'k', spanMs: 60_000, offsetMs: 30_000 });
    await ask('activity.marks', { exchange: null, account: null, spanMs: 60_000, points: 10 });
    await ask('activity.marks', { exchange: null, account: null, spanMs: 60_000, points: 10, offsetMs: 86_400_000 });
    expect(spans).toEqual([
      ['k', FAKE_START_MS - 60_000, FAKE_START_MS],
      ['k', FAKE_START_MS - 90_000, FAKE_START_MS - 30_000],
      FAKE_START_MS,
      FAKE_START_MS - 86_400_000,
    ]);
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
      value: { retention: { keepDays: 14, maxBytes: 2 ** 30 }, page: STANDARD_PAGE, tiers: {} },
    });
    expect(await ask('storage.prune', { keepDays: 3 })).toMatchObject({
      ok: true,
      value: { rowsRemoved: 12, stats: { rows: 0, journalBytes: 0 } },
    });
    expect(pruned).toEqual([{ maxAgeMs: 3 * 86_400_000, maxBytes: 2 ** 30 }]);
    expect(await ask('settings.get', {})).toMatchObject({ value: { retention: { keepDays: 14 } } });
  });

  it('keep what a page chose, leave the rest, and tell every page', async () => {
    const { ask, told } = set();
    await ask('settings.set', { page: { theme: 'dark' } });
    await ask('settings.set', { page: { zone: 'Asia/Tokyo' } });
    const page = { ...STANDARD_PAGE, theme: 'dark', zone: 'Asia/Tokyo' };
    expect(await ask('settings.get', {})).toMatchObject({ value: { page, retention: { keepDays: 30 } } });
    expect(told).toMatchObject([
      ['settings.changed', { page: { ...STANDARD_PAGE, theme: 'dark' } }],
      ['settings.changed', { page }],
    ]);
  });

  it('tell where everything is kept, and open that place and no other', async () => {
    const { ask, opened } = set();
    const folder = { path: '/data', files: [{ name: 'journal.db', bytes: 5 }] };
    expect(await ask('storage.stats', {})).toMatchObject({ ok: true, value: { folder } });
    expect([await ask('storage.openFolder', {}), opened()]).toEqual([{ ok: true, value: {} }, 1]);
  });

  const cannot: readonly { readonly name: string; readonly open: FolderPort['open'] }[] = [
    { name: 'has no screen', open: null },
    { name: 'finds no file manager', open: () => Promise.resolve(false) },
  ];
  for (const { name, open } of cannot) {
    it(`say that the folder was not opened where the host ${name}`, async () => {
      const { ask } = set({}, (folder) => ({ folder: { ...folder, open } }));
      expect(await ask('storage.openFolder', {})).toMatchObject({ ok: false, failure: { kind: 'unavailable' } });
    });
  }

  it('name no folder where nothing is kept on disk', async () => {
    const { ask } = set({}, () => ({}));
    expect(await ask('storage.stats', {})).toMatchObject({ ok: true, value: { folder: null } });
    expect(await ask('storage.openFolder', {})).toMatchObject({ ok: false, failure: { kind: 'unavailable' } });
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
    ['settings.set', { page: { theme: 'pink' } }],
    ['settings.set', { page: { zone: 'Mars Olympus' } }],
    ['storage.openFolder', { path: '/etc' }],
    ['limits.history', { key: 'k', spanMs: 60_000, points: 10, offsetMs: -1 }],
  ];
  for (const [name, input] of refused) {
    it(`${name} refuses ${JSON.stringify(input).slice(0, 70)}`, async () => {
      expect(await set().ask(name, input)).toMatchObject({ ok: false, failure: { kind: 'invalid-input' } });
    });
  }
});
