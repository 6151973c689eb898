// What a start finds after a power cut, held against what had been said to be kept before it.
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { activitySchema } from '../../electron/adapters/stores/activity-schema.ts';
import { openDatabase } from '../../electron/adapters/stores/open-database.ts';
import { openJournal } from '../../electron/adapters/stores/sqlite-journal.ts';
import type { IntentId } from '../../shared/model/desk.ts';
import { alertAt, keyAt, orderAt, STATUSES } from './power-facts.ts';
import type { Change } from './power-disk.ts';

/** What had been said when the power went. */
export interface Said {
  /** The newest status of each order, by round. */
  readonly orders: ReadonlyMap<number, (typeof STATUSES)[number]>;
  readonly keys: number;
  readonly alerts: number;
  readonly audits: number;
  /** The newest row the store had acknowledged. */
  readonly stored: number;
  /** When each row was recorded, monotonic ms; the first one has id 1. */
  readonly recordedAtMs: readonly number[];
}

export function saidIn(changes: readonly Change[]): Said {
  const orders = new Map<number, (typeof STATUSES)[number]>();
  const counts = { key: 0, alert: 0, audit: 0, stored: 0 };
  const recordedAtMs: number[] = [];
  for (const { kind, path, bytes, atMs } of changes) {
    if (kind !== 'written' || basename(path) !== 'said') continue;
    const [what = '', number = '', status = ''] = bytes.toString('utf8').trim().split(' ');
    const found = STATUSES.find((one) => one === status);
    if (what === 'order' && found !== undefined) orders.set(Number(number), found);
    else if (what === 'recorded') recordedAtMs.push(atMs);
    else if (what in counts) counts[what as keyof typeof counts] = Number(number);
  }
  return { orders, keys: counts.key, alerts: counts.alert, audits: counts.audit, stored: counts.stored, recordedAtMs };
}

export interface Found {
  readonly problems: readonly string[];
  /** How far back the request log misses something, ms; 0 when it misses nothing. */
  readonly logMissesMs: number;
}

/** Writes the files into the folder, as a start would find them, and starts on them. */
export function lookAfter(folder: string, files: ReadonlyMap<string, Buffer>, said: Said, cutAtMs: number): Found {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder);
  for (const [path, bytes] of files) writeFileSync(join(folder, basename(path)), bytes);
  const log = lookAtLog(folder, said);
  const firstMissingMs = said.recordedAtMs[log.newest];
  return {
    problems: [...lookAtJournal(folder, said), ...log.problems],
    logMissesMs: firstMissingMs === undefined ? 0 : cutAtMs - firstMissingMs,
  };
}

function lookAtJournal(folder: string, said: Said): readonly string[] {
  const { journal, intents, keyIndex, alerts, auditLog, replaced } = openJournal(join(folder, 'journal.db'), 'cut');
  // One that was still being made holds nothing yet, and is made anew.
  const isNew = said.orders.size === 0;
  if (replaced !== null && !isNew) return ['the journal was found damaged'];
  const keys = new Set(keyIndex.keys().map(({ id }) => id));
  const { entries, firstBad } = auditLog.verify();
  const rounds = (count: number): readonly number[] => Array.from({ length: count }, (_, index) => index + 1);
  const problems = [
    ...[...said.orders].flatMap(([round, status]) => {
      const kept = intents.find(orderAt(round, status).key as IntentId)?.order.status;
      const isKept = kept !== undefined && STATUSES.indexOf(kept as 'open') >= STATUSES.indexOf(status);
      return isKept ? [] : [`order ${round} was ${status} and is ${kept ?? 'gone'}`];
    }),
    ...rounds(said.keys).flatMap((round) => (keys.has(keyAt(round).id) ? [] : [`key ${round} is gone`])),
    ...rounds(said.alerts).flatMap((round) =>
      alerts.find(alertAt(round).id) === null ? [`alert ${round} is gone`] : [],
    ),
    ...(entries >= said.audits && firstBad === null ? [] : [`the audit has ${entries} of ${said.audits} rows`]),
  ];
  journal.close();
  return problems;
}

function lookAtLog(
  folder: string,
  { stored }: Said,
): { readonly newest: number; readonly problems: readonly string[] } {
  const { db, replaced } = openDatabase(join(folder, 'activity.db'), activitySchema, 'cut');
  const { newest, count } = db.prepare('SELECT coalesce(max(id), 0) AS newest, count(*) AS count FROM rows').get() as {
    readonly newest: number;
    readonly count: number;
  };
  db.close();
  const checks = [
    // One that was still being made holds nothing yet, and is made anew.
    { problem: 'the request log was found damaged', isGood: replaced === null || stored === 0 },
    { problem: `rows up to ${stored} were stored and ${newest} is the newest`, isGood: newest >= stored },
    { problem: 'rows have gaps', isGood: newest === count },
  ];
  return { newest, problems: checks.filter(({ isGood }) => !isGood).map(({ problem }) => problem) };
}
