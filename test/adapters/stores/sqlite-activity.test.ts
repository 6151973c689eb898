import { copyFileSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { activitySchema } from '../../../electron/adapters/stores/activity-schema.ts';
import { openDatabase } from '../../../electron/adapters/stores/open-database.ts';
import { openActivityStore } from '../../../electron/adapters/stores/sqlite-activity.ts';
import { createRecorder } from '../../../electron/engine/recorder/recorder.ts';
import { FAKE_START_MS, FakeClock } from '../../support/fake-clock.ts';
import { rowAt, viewOf } from '../../engine/recorder/support.ts';
import { batch, contentsOf, hashOf, row, tempFolder, sampleOf } from './support.ts';

const pathOf = (): string => join(tempFolder(), 'activity.db');
const rowsFrom = (first: number, count: number) =>
  Array.from({ length: count }, (_, more) => row(first + more, FAKE_START_MS + first + more));

describe('the store in its own thread', () => {
  it('takes what the recorder gives and shows it again after a restart', async () => {
    const path = pathOf();
    const { store, replaced, checked } = await openActivityStore(path, 's');
    expect(replaced).toBeNull();
    expect(await checked).toBe('sound');
    const recorder = createRecorder(store, new FakeClock());
    for (let index = 0; index < 300; index += 1) recorder.record(rowAt(FAKE_START_MS + index * 10));
    recorder.sampleUse([viewOf('a', 17)], FAKE_START_MS);
    expect(await recorder.flush()).toEqual({ lastRowId: 300 });
    await recorder.close();

    const again = await openActivityStore(path, 's');
    expect(again.store.lastRowId).toBe(300);
    const span = { untilMs: FAKE_START_MS + 3_000, spanMs: 3_000, points: 100 };
    expect((await again.store.useHistory('a', span)).points).toMatchObject([{ atMs: FAKE_START_MS, used: 17 }]);
    expect((await again.store.latencyHistory(span)).exchanges[0]?.points.map(({ count }) => count)).toEqual([
      100, 100, 100,
    ]);
    expect((await again.store.queries.rows({}, null, 2)).rows.map(({ id }) => id)).toEqual([300, 299]);
    await again.store.close();
  });

  it('leaves the event loop free while it reads and prunes', async () => {
    const { store } = await openActivityStore(pathOf(), 's');
    for (let first = 1; first <= 40_000; first += 5_000) await store.append(batch({ rows: rowsFrom(first, 5_000) }));
    for (const long of [
      () => store.queries.rows({}, null, 500),
      () => store.prune({ maxAgeMs: 1, maxBytes: 1 }, FAKE_START_MS * 2),
    ]) {
      let turns = 0;
      let isOver = false;
      const count = (): void => {
        turns += 1;
        if (!isOver) setImmediate(count);
      };
      setImmediate(count);
      await long();
      isOver = true;
      expect(turns).toBeGreaterThan(1);
    }
    await store.close();
  });

  it('lets a batch in between the turns of a long retention run', async () => {
    const { store } = await openActivityStore(pathOf(), 's');
    for (let first = 1; first <= 20_000; first += 5_000) await store.append(batch({ rows: rowsFrom(first, 5_000) }));
    const order: string[] = [];
    const prune = store.prune({ maxAgeMs: 1, maxBytes: 1e12 }, FAKE_START_MS * 2).then(({ rowsRemoved }) => {
      order.push('pruned');
      expect(rowsRemoved).toBeGreaterThanOrEqual(20_000);
    });
    await store.append(batch({ rows: rowsFrom(20_001, 1) }));
    order.push('appended');
    await prune;
    expect(order).toEqual(['appended', 'pruned']);
    await store.close();
  });

  it('says what went wrong with a batch and goes on', async () => {
    const { store } = await openActivityStore(pathOf(), 's');
    const broken = { ...row(1, FAKE_START_MS), attempt: Number.NaN };
    await expect(store.append(batch({ rows: [broken] }))).rejects.toThrow('NOT NULL constraint failed');
    await store.append(batch({ rows: [row(1, FAKE_START_MS)] }));
    expect(await store.queries.stats()).toMatchObject({ rows: 1 });
    await store.close();
  });

  it('refuses every question once it is closed, and may be closed twice', async () => {
    const { store } = await openActivityStore(pathOf(), 's');
    await store.close();
    await store.close();
    await expect(store.queries.rows({}, null, 1)).rejects.toThrow('the store is closed');
  });
});

describe('opening the store', () => {
  it('refuses a newer file, which stays as it is', async () => {
    const path = pathOf();
    const db = new DatabaseSync(path);
    db.exec('PRAGMA journal_mode = WAL; CREATE TABLE later (x); PRAGMA user_version = 9');
    db.close();
    const before = contentsOf(join(path, '..'));
    await expect(openActivityStore(path, 's')).rejects.toMatchObject({ kind: 'newer' });
    expect(contentsOf(join(path, '..'))).toEqual(before);
  });

  it('says why when there is no place for it', async () => {
    const file = join(tempFolder(), 'file');
    writeFileSync(file, 'mine');
    await expect(openActivityStore(join(file, 'activity.db'), 's')).rejects.toMatchObject({ kind: 'unwritable' });
  });

  it('moves a damaged file aside and says where', async () => {
    const path = pathOf();
    writeFileSync(path, 'not a database');
    const { store, replaced } = await openActivityStore(path, 'today');
    expect(replaced).toBe(`${path}.damaged-today`);
    expect(readFileSync(`${path}.damaged-today`, 'utf8')).toBe('not a database');
    await store.append(batch({ rows: [row(1, FAKE_START_MS)] }));
    await store.close();
  });
});

describe('a file too large to be read whole at start', () => {
  const PAGE_BYTES = 4_096;
  /** First byte of a page that holds rows ("Database File Format", b-tree pages). */
  const LEAF_OF_TABLE = 0x0d;

  const folder = mkdtempSync(join(tmpdir(), 'headroom-large-'));
  const source = join(folder, 'activity.db');

  /** Some 25 MB, written once. */
  beforeAll(async () => {
    const { store } = await openActivityStore(source, 's');
    for (let first = 1; first <= 400_000; first += 5_000) await store.append(batch({ rows: rowsFrom(first, 5_000) }));
    await store.close();
  }, 60_000);

  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  function large(): string {
    const path = pathOf();
    copyFileSync(source, path);
    return path;
  }

  it('is read beside the work, and marked and moved aside at the next start when it is damaged', async () => {
    const path = large();
    const sound = await openActivityStore(path, 's');
    expect(await sound.checked).toBe('sound');
    await sound.store.close();

    const bytes = readFileSync(path);
    // A page in the middle of the rows, where no start looks.
    let at = Math.floor(bytes.length / PAGE_BYTES / 2) * PAGE_BYTES;
    while (bytes[at] !== LEAF_OF_TABLE) at += PAGE_BYTES;
    writeFileSync(path, bytes.fill(0, at, at + PAGE_BYTES));
    const damaged = await openActivityStore(path, 's');
    expect(damaged.replaced).toBeNull();
    expect(await damaged.checked).toBe('damaged');
    await damaged.store.append(batch({ rows: rowsFrom(400_001, 1) }));
    await damaged.store.close();
    const before = hashOf(path);

    const next = await openActivityStore(path, 'today');
    expect(next.replaced).toBe(`${path}.damaged-today`);
    expect(hashOf(`${path}.damaged-today`)).toBe(before);
    expect(next.store.lastRowId).toBe(0);
    await next.store.close();
    expect(readdirSync(join(path, '..')).sort()).toEqual([
      'activity.db',
      'activity.db.damaged-today',
      'activity.db.damaged-today.unsound',
    ]);
  }, 60_000);

  it('is moved aside at once when it was cut', async () => {
    const path = large();
    const bytes = readFileSync(path);
    writeFileSync(path, bytes.subarray(0, bytes.length - 100 * PAGE_BYTES));
    const { store, replaced } = await openActivityStore(path, 'today');
    expect(replaced).toBe(`${path}.damaged-today`);
    await store.close();
  }, 60_000);

  it('may be closed before it is read whole', async () => {
    const path = large();
    const { store, checked } = await openActivityStore(path, 's');
    await store.close();
    expect(['unknown', 'sound']).toContain(await checked);
    expect(existsSync(`${path}.unsound`)).toBe(false);
  }, 60_000);
});

describe('damage that shows while the file is in use', () => {
  it('is told with the failed question, and the file is moved aside at the next start', async () => {
    const path = pathOf();
    const { db } = openDatabase(path, activitySchema, 's');
    db.exec(
      "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 40000) INSERT INTO names SELECT i, 'name ' || i FROM n",
    );
    db.close();
    const { store } = await openActivityStore(path, 's');
    const bytes = readFileSync(path);
    // Every page but the first, so that the next look-up of a name meets one.
    writeFileSync(path, bytes.fill(0xff, 4_096));
    await expect(store.append(batch({ use: [sampleOf('name 20000', FAKE_START_MS, 1)] }))).rejects.toThrow(
      /moved aside|malformed/,
    );
    expect(existsSync(`${path}.unsound`)).toBe(true);
    await store.close();
    const next = await openActivityStore(path, 'today');
    expect(next.replaced).toBe(`${path}.damaged-today`);
    await next.store.close();
  });
});
