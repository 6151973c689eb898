import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { exchangeIds } from '../../shared/model/account.ts';
import { journalSchema } from '../../electron/adapters/stores/journal-schema.ts';
import { openDatabase } from '../../electron/adapters/stores/open-database.ts';
import { placedId } from '../rig/orders-faults.ts';
import { DeskWorld } from '../support/desk-world.ts';

describe('an intent is on disk before the first byte of its order leaves', () => {
  let rig: DeskWorld;
  let trace: string[];

  beforeEach(async () => {
    rig = new DeskWorld({ seed: 'first', isMoving: false });
    await rig.ready();
    trace = [];
    recordCommits(rig.db, trace);
    recordSends(rig, trace);
  });

  afterEach(() => rig.close());

  for (const id of exchangeIds) {
    it(`${id}: commits intent and sending, then sends once`, async () => {
      await place(id);
      expect(trace.slice(0, 3)).toEqual(['commit', 'commit', 'order']);
      expect(trace.filter((event) => event === 'order')).toHaveLength(1);
    });
  }

  const failing = [
    { name: 'the intent', at: 1 },
    { name: 'the sending', at: 2 },
  ];
  for (const { name, at } of failing) {
    it(`sends nothing when ${name} cannot be written, and says so`, async () => {
      breakCommit(rig.db, at);
      const placed = await place('binance');
      expect(trace).not.toContain('order');
      if (placed.ok) expect(placed.value).toMatchObject({ status: 'not-placed', failure: { kind: 'storage' } });
      else expect(placed.failure.kind).toBe('storage');
    });
  }

  async function place(id: (typeof exchangeIds)[number]) {
    const intent = rig.intent();
    const review = rig.service.desk.review(intent, rig.ticket(id));
    if (!review.ok) throw new Error(review.failure.kind);
    return await rig.world.until(rig.service.desk.place(intent, review.value.hash));
  }
});

it('the journal file is synced with every commit', () => {
  const folder = mkdtempSync(join(tmpdir(), 'headroom-sync-'));
  const { db } = openDatabase(join(folder, 'journal.db'), journalSchema, 'test');
  const pragma = (name: string): unknown => Object.values(db.prepare(`PRAGMA ${name}`).get() ?? {})[0];
  // 2 is FULL: in WAL mode one sync for each commit (SQLite "PRAGMA synchronous").
  expect([pragma('journal_mode'), pragma('synchronous')]).toEqual(['wal', 2]);
  db.close();
  rmSync(folder, { recursive: true, force: true });
});

function recordCommits(db: DatabaseSync, trace: string[]): void {
  const exec = db.exec.bind(db);
  db.exec = (sql) => {
    exec(sql);
    if (sql === 'COMMIT') trace.push('commit');
  };
}

function breakCommit(db: DatabaseSync, at: number): void {
  const exec = db.exec.bind(db);
  let commits = 0;
  db.exec = (sql) => {
    if (sql === 'COMMIT') commits += 1;
    if (sql === 'COMMIT' && commits === at) throw new Error('disk I/O error');
    exec(sql);
  };
}

function recordSends({ world: { transport } }: DeskWorld, trace: string[]): void {
  const send = transport.send.bind(transport);
  transport.send = (origin, request, options) => {
    if (placedId(request) !== null) trace.push('order');
    return send(origin, request, options);
  };
}
