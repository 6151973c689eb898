import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { describe, expect, it } from 'vitest';
import { activitySchema } from '../../../electron/adapters/stores/activity-schema.ts';
import { DataFolderError } from '../../../electron/adapters/stores/data-folder.ts';
import { openDatabase, type Schema } from '../../../electron/adapters/stores/open-database.ts';
import { roundsOf } from '../../support/rounds.ts';
import { contentsOf, hashOf, tempFolder } from './support.ts';

const FIRST = 'CREATE TABLE notes (id INTEGER PRIMARY KEY, text TEXT NOT NULL) STRICT';
const SECOND = "ALTER TABLE notes ADD COLUMN colour TEXT NOT NULL DEFAULT 'grey'";
const BROKEN = 'CREATE TABLE half (id INTEGER); INSERT INTO nowhere VALUES (1)';

function schemaOf(...migrations: readonly string[]): Schema {
  return { title: 'notebook', migrations, synchronous: 'FULL' };
}

function made(path: string, schema: Schema, texts: readonly string[] = ['kept']): void {
  const { db } = openDatabase(path, schema, 'made');
  for (const text of texts) db.prepare('INSERT INTO notes (text) VALUES (?)').run(text);
  db.close();
}

/** A file whose last writer was killed: what it wrote is in the log alone. */
function madeWithLog(path: string, sql: string): void {
  const elsewhere = join(tempFolder(), 'source.db');
  const db = new DatabaseSync(elsewhere);
  db.exec(`PRAGMA journal_mode = WAL; PRAGMA wal_autocheckpoint = 0; ${sql}`);
  for (const suffix of ['', '-wal']) writeFileSync(path + suffix, readFileSync(elsewhere + suffix));
  db.close();
}

function kindOf(action: () => unknown): string {
  try {
    action();
    return 'opened';
  } catch (error) {
    return error instanceof DataFolderError ? error.kind : `unexpected: ${String(error)}`;
  }
}

describe('opening a store', () => {
  const pragma = (db: DatabaseSync, name: string) => db.prepare(`PRAGMA ${name}`).get()?.[name];

  for (const { synchronous, code } of [
    { synchronous: 'FULL', code: 2 },
    { synchronous: 'NORMAL', code: 1 },
  ] as const) {
    it(`writes with a log and synchronous ${synchronous}, as read back`, () => {
      const { db, replaced } = openDatabase(join(tempFolder(), 'a.db'), { ...schemaOf(FIRST), synchronous }, 's');
      expect(replaced).toBeNull();
      expect(pragma(db, 'journal_mode')).toBe('wal');
      expect(pragma(db, 'synchronous')).toBe(code);
      expect(pragma(db, 'fullfsync')).toBe(1);
      expect(pragma(db, 'checkpoint_fullfsync')).toBe(1);
      expect(pragma(db, 'auto_vacuum')).toBe(2);
      expect(pragma(db, 'user_version')).toBe(1);
      db.close();
    });
  }

  it('makes files that nobody else may read, its log too', () => {
    const path = join(tempFolder(), 'a.db');
    const { db } = openDatabase(path, schemaOf(FIRST), 's');
    db.exec("INSERT INTO notes (text) VALUES ('x')");
    for (const suffix of ['', '-wal', '-shm']) expect(statSync(path + suffix).mode & 0o777).toBe(0o600);
    db.close();
  });

  it('finds what it wrote, also what only the log holds', () => {
    const path = join(tempFolder(), 'a.db');
    madeWithLog(path, `${FIRST}; PRAGMA user_version = 1; INSERT INTO notes (text) VALUES ('kept');`);
    const { db, replaced } = openDatabase(path, schemaOf(FIRST), 's');
    expect(replaced).toBeNull();
    expect(db.prepare('SELECT text FROM notes').all()).toEqual([{ text: 'kept' }]);
    db.close();
  });
});

describe('a store of another version', () => {
  it('brings an older one up to date and keeps a copy of it', () => {
    const folder = tempFolder();
    const path = join(folder, 'a.db');
    made(path, schemaOf(FIRST), ['one', 'two']);
    const { db, replaced } = openDatabase(path, schemaOf(FIRST, SECOND), 'today');
    expect(replaced).toBeNull();
    expect(db.prepare('SELECT text, colour FROM notes').all()).toEqual([
      { text: 'one', colour: 'grey' },
      { text: 'two', colour: 'grey' },
    ]);
    db.close();
    const copy = new DatabaseSync(`${path}.v1-today`, { readOnly: true });
    expect(copy.prepare('SELECT * FROM notes').all()).toEqual([
      { id: 1, text: 'one' },
      { id: 2, text: 'two' },
    ]);
    copy.close();
  });

  it('copies what only the log of the older one holds', () => {
    const path = join(tempFolder(), 'a.db');
    madeWithLog(path, `${FIRST}; PRAGMA user_version = 1; INSERT INTO notes (text) VALUES ('late');`);
    openDatabase(path, schemaOf(FIRST, SECOND), 'today').db.close();
    const copy = new DatabaseSync(`${path}.v1-today`, { readOnly: true });
    expect(copy.prepare('SELECT text FROM notes').all()).toEqual([{ text: 'late' }]);
    copy.close();
  });

  it('leaves an older one as it was when it cannot be brought up to date, and never writes over a copy', () => {
    const folder = tempFolder();
    const path = join(folder, 'a.db');
    made(path, schemaOf(FIRST));
    const before = readFileSync(path);
    for (let attempt = 1; attempt <= 2; attempt += 1) {
      expect(kindOf(() => openDatabase(path, schemaOf(FIRST, BROKEN), 'today'))).toBe('unreadable');
      expect(readFileSync(path).equals(before)).toBe(true);
    }
    expect(readdirSync(folder).sort()).toEqual(['a.db', 'a.db.v1-today', 'a.db.v1-today-2']);
    const { db } = openDatabase(path, schemaOf(FIRST), 's');
    expect(db.prepare('SELECT text FROM notes').all()).toEqual([{ text: 'kept' }]);
    db.close();
  });

  const newer = [
    { name: 'closed in good order', make: (path: string) => made(path, schemaOf(FIRST, SECOND)) },
    {
      name: 'whose version is still in the log',
      make: (path: string) => madeWithLog(path, `${FIRST}; PRAGMA user_version = 2;`),
    },
    {
      name: 'far ahead',
      make: (path: string) => madeWithLog(path, 'CREATE TABLE other (x); PRAGMA user_version = 2000000000;'),
    },
  ];
  for (const { name, make } of newer) {
    it(`refuses a newer one and leaves every byte of it, ${name}`, () => {
      const folder = tempFolder();
      const path = join(folder, 'a.db');
      make(path);
      const before = contentsOf(folder);
      expect(kindOf(() => openDatabase(path, schemaOf(FIRST), 's'))).toBe('newer');
      expect(contentsOf(folder)).toEqual(before);
    });
  }

  it('says in the refusal what it is and what to do', () => {
    const path = join(tempFolder(), 'a.db');
    made(path, schemaOf(FIRST, SECOND));
    expect(() => openDatabase(path, schemaOf(FIRST), 's')).toThrow(
      /notebook .* newer Headroom \(schema 2, this one knows 1\).*--data-dir/,
    );
  });

  it('does not take an unfinished write of a newer version for one', () => {
    const path = join(tempFolder(), 'a.db');
    madeWithLog(path, `${FIRST}; PRAGMA user_version = 1;`);
    const log = readFileSync(`${path}-wal`);
    // The last frame without its commit mark: its writer was killed before.
    const frameBytes = 24 + log.readUInt32BE(8);
    const frame = Buffer.from(log.subarray(32, 32 + frameBytes));
    frame.writeUInt32BE(0, 4);
    frame.writeUInt32BE(9, 24 + 60);
    writeFileSync(`${path}-wal`, Buffer.concat([log, frame]));
    expect(kindOf(() => openDatabase(path, schemaOf(FIRST), 's').db.close())).toBe('opened');
  });
});

describe('a store that cannot be used', () => {
  it('says so when the folder is a file', () => {
    const file = join(tempFolder(), 'file');
    writeFileSync(file, 'mine');
    expect(kindOf(() => openDatabase(join(file, 'a.db'), schemaOf(FIRST), 's'))).toBe('unwritable');
    expect(readFileSync(file, 'utf8')).toBe('mine');
  });

  it('says so when the folder is not there', () => {
    expect(kindOf(() => openDatabase(join(tempFolder(), 'none', 'a.db'), schemaOf(FIRST), 's'))).toBe('unwritable');
  });

  it('says so when another program holds it', () => {
    const path = join(tempFolder(), 'a.db');
    made(path, schemaOf(FIRST));
    const other = new DatabaseSync(path);
    other.exec('PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE; INSERT INTO notes (text) VALUES (1)');
    expect(kindOf(() => openDatabase(path, schemaOf(FIRST), 's'))).toBe('locked');
    other.close();
  });
});

describe('a damaged store', () => {
  const schema = activitySchema;
  const filled = (path: string): void => {
    const { db } = openDatabase(path, schema, 's');
    db.exec(
      "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 3000) INSERT INTO names SELECT i, 'name ' || i FROM n",
    );
    db.close();
  };
  const changed = (change: (bytes: Buffer) => Buffer) => (path: string) => {
    filled(path);
    writeFileSync(path, change(readFileSync(path)));
  };
  const cases: readonly { readonly name: string; readonly damage: (path: string) => void }[] = [
    { name: 'cut in the middle', damage: changed((bytes) => bytes.subarray(0, bytes.length / 2)) },
    { name: 'cut within its header', damage: changed((bytes) => bytes.subarray(0, 60)) },
    { name: 'its first page zeroed', damage: changed((bytes) => Buffer.from(bytes).fill(0, 0, 4_096)) },
    {
      name: 'a page in the middle zeroed',
      damage: changed((bytes) => Buffer.from(bytes).fill(0, 20 * 4_096, 21 * 4_096)),
    },
    {
      name: 'another magic',
      damage: changed((bytes) => Buffer.concat([Buffer.from('Not a database  '), bytes.subarray(16)])),
    },
    { name: 'text in its place', damage: (path) => writeFileSync(path, 'hello\n'.repeat(1_000)) },
    { name: 'an empty file in its place', damage: (path) => writeFileSync(path, '') },
    {
      name: 'a folder in its place',
      damage: (path) => {
        mkdirSync(path);
        writeFileSync(join(path, 'inside'), 'mine');
      },
    },
    {
      name: 'a folder in place of its log',
      damage: (path) => {
        filled(path);
        mkdirSync(`${path}-wal`);
      },
    },
    {
      name: 'a log without its file',
      damage: (path) => madeWithLogOnly(path),
    },
    {
      name: 'a stranger’s database',
      damage: (path) => madeWithLog(path, 'CREATE TABLE bookmarks (url TEXT); PRAGMA user_version = 1;'),
    },
    {
      name: 'a stranger’s database without a version',
      damage: (path) => madeWithLog(path, 'CREATE TABLE bookmarks (url TEXT);'),
    },
    {
      name: 'the log of another database',
      damage: (path) => {
        const other = join(tempFolder(), 'other.db');
        madeWithLog(other, 'CREATE TABLE bookmarks (url TEXT); PRAGMA user_version = 1;');
        filled(path);
        writeFileSync(`${path}-wal`, readFileSync(`${other}-wal`));
      },
    },
    {
      name: 'marked as damaged when last used',
      damage: (path) => {
        filled(path);
        writeFileSync(`${path}.unsound`, 'found');
      },
    },
  ];
  function madeWithLogOnly(path: string): void {
    const other = join(tempFolder(), 'other.db');
    madeWithLog(other, FIRST);
    writeFileSync(`${path}-wal`, readFileSync(`${other}-wal`));
  }

  for (const { name, damage } of cases) {
    it(`moves it aside whole and begins a fresh one: ${name}`, () => {
      const folder = tempFolder();
      const path = join(folder, 'a.db');
      damage(path);
      const before = bytesBelow(path);
      const { db, replaced } = openDatabase(path, schema, 'today');
      expect(replaced).toBe(`${path}.damaged-today`);
      expect(db.prepare('SELECT count(*) AS count FROM names').get()?.['count']).toBe(0);
      db.close();
      expect(bytesBelow(`${path}.damaged-today`)['']).toEqual(before['']);
      for (const suffix of ['-wal', '.unsound']) {
        if (before[suffix] !== undefined) expect(bytesBelow(`${path}.damaged-today`)[suffix]).toEqual(before[suffix]);
      }
      expect(openDatabase(path, schema, 'later')).toMatchObject({ replaced: null });
    });
  }

  it('never writes over what was moved aside before', () => {
    const folder = tempFolder();
    const path = join(folder, 'a.db');
    for (const text of ['first', 'second', 'third']) {
      writeFileSync(path, text);
      openDatabase(path, schema, 'today').db.close();
    }
    const kept = ['', '-2', '-3'].map((number) => readFileSync(`${path}.damaged-today${number}`, 'utf8'));
    expect(kept).toEqual(['first', 'second', 'third']);
  });

  // A fixed sequence (Numerical Recipes' generator), so that a failing variant can be found again by its number.
  function numbersFrom(seed: number): (below: number) => number {
    let state = seed;
    return (below) => {
      state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
      return Math.floor((state / 2 ** 32) * below);
    };
  }

  const variants = roundsOf(500);

  it(`starts or explains, and keeps the bytes, whatever bits of the header or pages are flipped (${variants} variants)`, () => {
    const folder = tempFolder();
    const source = join(folder, 'source.db');
    filled(source);
    const good = readFileSync(source);
    const results = new Map<string, number>();
    for (let variant = 0; variant < variants; variant += 1) {
      const next = numbersFrom(variant);
      const path = join(folder, `${variant}.db`);
      const bytes = Buffer.from(good);
      const reach = variant % 2 === 0 ? 100 : bytes.length;
      for (let flips = 1 + next(4); flips > 0; flips -= 1) {
        const at = next(reach);
        bytes.writeUInt8(bytes.readUInt8(at) ^ (1 << next(8)), at);
      }
      writeFileSync(path, bytes);
      let replaced: string | null = null;
      const kind = kindOf(() => {
        const opened = openDatabase(path, schema, 'x');
        replaced = opened.replaced;
        opened.db.close();
      });
      expect(kind, `variant ${variant}`).not.toMatch(/unexpected/);
      if (replaced !== null) expect(readFileSync(replaced).equals(bytes), `variant ${variant}`).toBe(true);
      if (kind !== 'opened') expect(readFileSync(path).equals(bytes), `variant ${variant}`).toBe(true);
      const result = replaced === null ? kind : 'replaced';
      results.set(result, (results.get(result) ?? 0) + 1);
    }
    expect(results.get('replaced')).toBeGreaterThan(variants / 5);
  });

  function bytesBelow(path: string): Readonly<Record<string, unknown>> {
    const bytesOf = (place: string) => (statSync(place).isFile() ? hashOf(place) : contentsOf(place));
    const suffixes = ['', '-wal', '.unsound'].filter((suffix) => existsSync(path + suffix));
    return Object.fromEntries(suffixes.map((suffix) => [suffix, bytesOf(path + suffix)]));
  }
});
