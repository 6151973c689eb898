import type { DatabaseSync } from 'node:sqlite';
import { Alert } from '../../../shared/model/alert.ts';
import type { AlertStep, AlertStepKind, AlertStore } from '../../engine/alerts/store.ts';
import { inTransaction } from './in-transaction.ts';

type Row = Record<string, unknown>;

// The order is that of the stored numbers: add at the end.
const STEP_KINDS: readonly AlertStepKind[] = [
  'fired',
  'came-back',
  'cleared',
  'told',
  'acknowledged',
  'snoozed',
  'ended',
];

/** Alerts and their changes, in the journal: each `save` is one transaction and on disk when it returns. */
export function alertStoreOver(db: DatabaseSync): AlertStore {
  const put = db.prepare('INSERT OR REPLACE INTO alerts (id, fired_ms, is_open, json) VALUES (?, ?, ?, ?)');
  const addStep = db.prepare('INSERT INTO alert_steps (alert, at_ms, kind) VALUES (?, ?, ?)');
  const byId = db.prepare('SELECT json FROM alerts WHERE id = ?');
  const open = db.prepare('SELECT json FROM alerts WHERE is_open = 1 ORDER BY fired_ms');
  const newest = db.prepare('SELECT fired_ms FROM alerts WHERE fired_ms < ? ORDER BY fired_ms DESC LIMIT 1 OFFSET ?');
  const between = db.prepare('SELECT json FROM alerts WHERE fired_ms < ? AND fired_ms >= ? ORDER BY fired_ms DESC, id');
  const steps = db.prepare('SELECT at_ms, kind FROM alert_steps WHERE alert = ? ORDER BY seq');
  const dropOld = db.prepare('DELETE FROM alerts WHERE is_open = 0 AND fired_ms < ?');
  const dropExcess = db.prepare(
    'DELETE FROM alerts WHERE is_open = 0 AND id IN (SELECT id FROM alerts WHERE is_open = 0 ORDER BY fired_ms DESC, id LIMIT -1 OFFSET ?)',
  );
  const dropLoose = db.prepare('DELETE FROM alert_steps WHERE alert NOT IN (SELECT id FROM alerts)');
  const dropSteps = db.prepare(
    'DELETE FROM alert_steps WHERE seq <= (SELECT seq FROM alert_steps ORDER BY seq DESC LIMIT 1 OFFSET ?)',
  );

  return {
    save(alerts, added) {
      inTransaction(db, () => {
        for (const alert of alerts)
          put.run(alert.id, msOf(alert.firedAtMs), alert.state === 'cleared' ? 0 : 1, JSON.stringify(alert));
        for (const { alert, atMs, kind } of added) addStep.run(alert, msOf(atMs), STEP_KINDS.indexOf(kind));
      });
    },
    find: (id) => alertOf(byId.get(id)),
    open: () => open.all().flatMap((row) => alertOf(row) ?? []),
    page(before, limit) {
      const beforeMs = before === null ? Number.MAX_SAFE_INTEGER : msOf(before);
      const last = newest.get(beforeMs, limit - 1);
      // Alerts of one moment stay on one page: the next begins before it.
      const fromMs = last === undefined ? 0 : Number(last['fired_ms']);
      const alerts = between.all(beforeMs, fromMs).flatMap((row) => alertOf(row) ?? []);
      const isMore = last !== undefined && newest.get(fromMs, 0) !== undefined;
      return { alerts, next: isMore ? fromMs : null };
    },
    steps: (id) => steps.all(id).flatMap((row) => stepOf(id, row) ?? []),
    prune({ beforeMs, maxAlerts, maxSteps }) {
      let gone = 0;
      inTransaction(db, () => {
        gone = Number(dropOld.run(msOf(beforeMs)).changes) + Number(dropExcess.run(maxAlerts).changes);
        dropLoose.run();
        dropSteps.run(maxSteps);
      });
      return gone;
    },
  };
}

function msOf(atMs: number): number {
  return Math.floor(atMs);
}

// One alert that cannot be read must not hide the others.
function alertOf(row: Row | undefined): Alert | null {
  if (row === undefined) return null;
  try {
    return Alert.parse(JSON.parse(String(row['json'])));
  } catch {
    return null;
  }
}

function stepOf(alert: string, row: Row): AlertStep | null {
  const kind = STEP_KINDS[Number(row['kind'])];
  return kind === undefined ? null : { alert, atMs: Number(row['at_ms']), kind };
}
