import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ActivityDatabase } from '../../../electron/adapters/stores/activity-database.ts';
import { activitySchema } from '../../../electron/adapters/stores/activity-schema.ts';
import { openDatabase } from '../../../electron/adapters/stores/open-database.ts';
import { openJournal } from '../../../electron/adapters/stores/sqlite-journal.ts';
import type { FoundRows } from '../../../electron/engine/recorder/queries.ts';
import type { ActivityFilter, ActivityHistogram } from '../../../shared/model/activity-query.ts';
import type { Outcome } from '../../../shared/model/activity.ts';
import { FAKE_START_MS } from '../../support/fake-clock.ts';
import { openActivity, tempFolder } from './support.ts';

const NAMES = [
  'request',
  'socket',
  'binance',
  'main',
  'app',
  'GET /x',
  'account',
  '',
  '-1003',
  'held',
  'timeout',
] as const;

const old: readonly {
  readonly kind: string;
  readonly status: number | null;
  readonly code: string | null;
  readonly outcome: Outcome;
}[] = [
  { kind: 'request', status: 200, code: null, outcome: 'ok' },
  { kind: 'request', status: 429, code: '-1003', outcome: 'rate-limited' },
  { kind: 'request', status: 418, code: '-1003', outcome: 'banned' },
  { kind: 'request', status: 403, code: '-1003', outcome: 'forbidden' },
  { kind: 'request', status: 400, code: '-1003', outcome: 'rejected' },
  { kind: 'request', status: 200, code: '-1003', outcome: 'rejected' },
  { kind: 'request', status: 503, code: '-1003', outcome: 'server-error' },
  { kind: 'request', status: null, code: 'timeout', outcome: 'lost' },
  { kind: 'request', status: null, code: 'held', outcome: 'held' },
  { kind: 'socket', status: null, code: null, outcome: 'ok' },
  { kind: 'socket', status: null, code: 'held', outcome: 'lost' },
];

function madeByFirstVersion(path: string): void {
  const { db } = openDatabase(path, { ...activitySchema, migrations: activitySchema.migrations.slice(0, 1) }, 'old');
  const idOf = (name: string | null) => (name === null ? null : NAMES.indexOf(name as (typeof NAMES)[number]) + 1);
  for (const name of NAMES) db.prepare('INSERT INTO names VALUES (?, ?)').run(idOf(name), name);
  const insert = db.prepare(`INSERT INTO rows VALUES (${Array(18).fill('?').join()})`);
  for (const [index, { kind, status, code }] of old.entries()) {
    const texts = [kind, 'binance', 'main', 'app', 'GET /x', 'account'].map(idOf);
    insert.run(
      index + 1,
      FAKE_START_MS + index * 1_000,
      ...texts,
      1,
      idOf(''),
      0,
      0,
      1,
      0,
      null,
      status,
      idOf(code),
      1,
    );
  }
  db.prepare('UPDATE totals SET row_count = ?, last_row_id = ?').run(old.length, old.length);
  db.close();
}

describe('a request log of the first version', () => {
  it('is brought up to date: its rows are found by filter and counted, and a copy is kept', () => {
    const path = join(tempFolder(), 'activity.db');
    madeByFirstVersion(path);
    const { db, replaced } = openDatabase(path, activitySchema, 'today');
    const store = new ActivityDatabase(db);
    const find = (filter: ActivityFilter) =>
      (store.answer({ about: 'rows', filter, before: null, limit: 100 }) as FoundRows).rows;
    expect(replaced).toBeNull();
    expect(existsSync(`${path}.v1-today`)).toBe(true);
    expect(
      find({})
        .map(({ outcome }) => outcome)
        .reverse(),
    ).toEqual(old.map(({ outcome }) => outcome));
    expect(find({ outcomes: ['banned'] }).map(({ id }) => id)).toEqual([3]);
    expect(find({ codes: ['held'], kinds: ['request'] }).map(({ id }) => id)).toEqual([9]);
    const histogram = store.answer({
      about: 'histogram',
      filter: {},
      points: 10,
      nowMs: FAKE_START_MS + 60_000,
    }) as ActivityHistogram;
    expect(histogram).toMatchObject({ calls: old.length, failures: old.filter(({ code }) => code !== null).length });
    const minutes = db.prepare('SELECT step_ms, sum(calls) AS calls FROM call_rollup GROUP BY 1').all();
    expect(minutes).toEqual([60_000, 600_000, 3_600_000].map((step) => ({ step_ms: step, calls: old.length })));
    store.close();
    openActivity(path).close();
  });
});

describe('settings in the journal', () => {
  it('are there after a restart, also in a journal that had none', () => {
    const path = join(tempFolder(), 'journal.db');
    const { journal } = openJournal(path, 's');
    expect(journal.loadSetting('retention')).toBeNull();
    journal.saveSetting('retention', '{"keepDays":7}');
    journal.saveSetting('retention', '{"keepDays":9}');
    expect(journal.bytes()).toBeGreaterThan(4_096);
    journal.close();
    const again = openJournal(path, 's').journal;
    expect(again.loadSetting('retention')).toBe('{"keepDays":9}');
    again.close();
  });
});
