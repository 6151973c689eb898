import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { alertStoreOver } from '../../../electron/adapters/stores/alert-store.ts';
import { journalSchema } from '../../../electron/adapters/stores/journal-schema.ts';
import { openDatabase } from '../../../electron/adapters/stores/open-database.ts';
import type { AlertStore } from '../../../electron/engine/alerts/store.ts';
import type { Alert } from '../../../shared/model/alert.ts';
import { FAKE_START_MS } from '../../support/fake-clock.ts';
import { tempFolder } from './support.ts';

function alert(number: number, change: Partial<Alert> = {}): Alert {
  return {
    id: `alert-${String(number).padStart(8, '0')}`,
    kind: 'headroom-low',
    severity: 'warning',
    subject: 'binance/live|ip-weight|ip=default',
    exchange: 'binance',
    account: null,
    state: 'cleared',
    firedAtMs: FAKE_START_MS + number,
    changedAtMs: FAKE_START_MS + number,
    clearedAtMs: FAKE_START_MS + number,
    acknowledgedAtMs: null,
    snoozedUntilMs: null,
    repeats: 0,
    endsAtMs: null,
    facts: { bucket: 'x' },
    evidence: { unit: 'share', threshold: 0.1, points: [{ atMs: FAKE_START_MS, value: 0.05 }] },
    wasTold: false,
    ...change,
  };
}

const RETENTION = { beforeMs: 0, maxAlerts: 1_000, maxSteps: 1_000 };

function opened(path = join(tempFolder(), 'journal.db')): { store: AlertStore; path: string; close: () => void } {
  const { db } = openDatabase(path, journalSchema, 's');
  return { store: alertStoreOver(db), path, close: () => db.close() };
}

describe('the alert store', () => {
  it('gives back what it was given, also to the next run', () => {
    const first = opened();
    first.store.save(
      [alert(1), alert(2, { state: 'fired', clearedAtMs: null })],
      [{ alert: alert(1).id, atMs: 5, kind: 'fired' }],
    );
    first.close();
    const { store, close } = opened(first.path);
    expect(store.find(alert(1).id)).toEqual(alert(1));
    expect(store.open().map(({ id }) => id)).toEqual([alert(2).id]);
    expect(store.steps(alert(1).id)).toEqual([{ alert: alert(1).id, atMs: 5, kind: 'fired' }]);
    expect(store.find('alert-99999999')).toBeNull();
    close();
  });

  it('replaces an alert by its newer state', () => {
    const { store, close } = opened();
    store.save([alert(1, { state: 'fired', clearedAtMs: null })], []);
    store.save([alert(1, { repeats: 7 })], []);
    expect(store.open()).toEqual([]);
    expect(store.find(alert(1).id)?.repeats).toBe(7);
    close();
  });

  it('pages through the history newest first and loses none of one moment', () => {
    const { store, close } = opened();
    const all = Array.from({ length: 25 }, (_, index) =>
      alert(index, { firedAtMs: FAKE_START_MS + Math.floor(index / 4) }),
    );
    store.save(all, []);
    const seen: string[] = [];
    let before: number | null = null;
    do {
      const page: ReturnType<AlertStore['page']> = store.page(before, 3);
      seen.push(...page.alerts.map(({ id }) => id));
      before = page.next;
    } while (before !== null);
    expect(seen.toSorted()).toEqual(all.map(({ id }) => id).toSorted());
    expect(new Set(seen).size).toBe(25);
    close();
  });

  it('forgets cleared ones by age and by number, and their steps, but none that is open', () => {
    const { store, close } = opened();
    const old = alert(1, { state: 'fired', clearedAtMs: null });
    store.save(
      [old, ...Array.from({ length: 10 }, (_, index) => alert(index + 2))],
      [{ alert: alert(2).id, atMs: 1, kind: 'fired' }],
    );
    expect(store.prune({ ...RETENTION, beforeMs: FAKE_START_MS + 5 })).toBe(3);
    expect(store.prune({ ...RETENTION, maxAlerts: 4 })).toBe(3);
    expect(store.page(null, 100).alerts.map(({ id }) => id)).toEqual(
      [11, 10, 9, 8, 1].map((number) => alert(number).id),
    );
    expect(store.steps(alert(2).id)).toEqual([]);
    close();
  });

  it('bounds the steps, oldest first', () => {
    const { store, close } = opened();
    const { id } = alert(1);
    store.save(
      [alert(1)],
      Array.from({ length: 20 }, (_, index) => ({ alert: id, atMs: index, kind: 'cleared' as const })),
    );
    store.prune({ ...RETENTION, maxSteps: 5 });
    expect(store.steps(id).map(({ atMs }) => atMs)).toEqual([15, 16, 17, 18, 19]);
    close();
  });

  it('keeps all of a change or nothing', () => {
    const { store, close } = opened();
    const bad = { alert: null as unknown as string, atMs: 1, kind: 'fired' as const };
    expect(() => store.save([alert(1)], [bad])).toThrow();
    expect(store.find(alert(1).id)).toBeNull();
    close();
  });
});
