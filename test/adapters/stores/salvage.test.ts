import { copyFileSync, existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { describe, expect, it } from 'vitest';
import { journalSchema } from '../../../electron/adapters/stores/journal-schema.ts';
import { openDatabase } from '../../../electron/adapters/stores/open-database.ts';
import { noteReplacing } from '../../../electron/adapters/stores/replacing-note.ts';
import { moveAside } from '../../../electron/adapters/stores/set-aside.ts';
import { openJournal } from '../../../electron/adapters/stores/sqlite-journal.ts';
import { createRandom } from '../../../electron/practice/core/random.ts';
import { roundsOf } from '../../support/rounds.ts';
import { hashOf, tempFolder } from './support.ts';

const PAGE = 4_096;
const STAMP = 'stamp';
const SETTINGS = 400;
const STEPS = 500;

/** A journal of some pages in every table that grows; made once and copied. */
let model: Buffer | null = null;
function makeJournal(path: string): void {
  if (model !== null) return writeFileSync(path, model);
  const { db } = openDatabase(path, journalSchema, STAMP);
  db.exec('BEGIN');
  const setting = db.prepare('INSERT INTO settings (name, json) VALUES (?, ?)');
  for (let at = 0; at < SETTINGS; at += 1) setting.run(`setting-${at}`, `"${String(at).padStart(200, '0')}"`);
  setting.run('lock', '{"hash":"x","idleMinutes":5}');
  const step = db.prepare('INSERT INTO alert_steps (alert, at_ms, kind) VALUES (?, ?, 0)');
  for (let at = 0; at < STEPS; at += 1) step.run(`alert-${at}`.padEnd(60, '.'), at);
  const nonce = db.prepare('INSERT INTO nonces (key_id, ceiling) VALUES (?, ?)');
  for (let at = 0; at < 300; at += 1) nonce.run(`key-${String(at).padStart(8, '0')}`, '1800000000000000');
  db.exec('COMMIT');
  db.close();
  model = readFileSync(path);
}

function rowsIn(path: string): Readonly<Record<string, number>> {
  const db = new DatabaseSync(path, { readOnly: true });
  const count = (table: string): number => Number(db.prepare(`SELECT count(*) AS n FROM "${table}"`).get()?.['n']);
  const found = { settings: count('settings'), steps: count('alert_steps'), nonces: count('nonces') };
  db.close();
  return found;
}

function overwrite(path: string, pages: readonly number[], fill: (page: Buffer) => void): void {
  const bytes = readFileSync(path);
  for (const page of pages) fill(bytes.subarray(page * PAGE, (page + 1) * PAGE));
  writeFileSync(path, bytes);
}

const INDEX_LEAF = 0x0a;

/** Which leaf of a table without row numbers holds a text. */
function leafOf(path: string, text: string): number {
  const bytes = readFileSync(path);
  for (let at = bytes.indexOf(text); at >= 0; at = bytes.indexOf(text, at + 1)) {
    const page = Math.floor(at / PAGE);
    if (bytes[page * PAGE] === INDEX_LEAF) return page;
  }
  throw new Error(`${text} is on no leaf`);
}

describe('a damaged journal', () => {
  it('loses what lay on the damaged page and keeps the rest, and what was damaged lies aside as it was', () => {
    const path = join(tempFolder(), 'journal.db');
    makeJournal(path);
    overwrite(path, [leafOf(path, 'setting-200')], (page) => void page.fill(0));
    const before = hashOf(path);
    const opened = openJournal(path, STAMP);
    expect(opened).toMatchObject({ torn: ['settings'], replaced: expect.stringContaining('damaged-stamp') });
    expect(opened.journal.loadSetting('lock')).toBe('{"hash":"x","idleMinutes":5}');
    expect(opened.journal.loadSetting('setting-1')).not.toBeNull();
    expect(opened.journal.loadSetting('setting-200')).toBeNull();
    expect(opened.journal.loadNonce('key-00000007')).toBe(1_800_000_000_000_000n);
    opened.journal.close();
    const { settings, steps, nonces } = rowsIn(path);
    expect(settings).toBeGreaterThan(SETTINGS - 2 * (PAGE / 200));
    expect([steps, nonces]).toEqual([STEPS, 300]);
    expect(hashOf(opened.replaced ?? '')).toBe(before);
    expect(openJournal(path, 'again')).toMatchObject({ torn: null, replaced: null });
  });

  it('keeps what lies between two damaged pages', () => {
    const path = join(tempFolder(), 'journal.db');
    makeJournal(path);
    const pages = [leafOf(path, 'setting-150'), leafOf(path, 'setting-330')];
    overwrite(path, pages, (page) => void page.fill(0xff));
    openJournal(path, STAMP).journal.close();
    expect(rowsIn(path)['settings']).toBeGreaterThan(SETTINGS - 3 * (PAGE / 200));
  });

  it('found damaged while it was in use loses nothing at the next start', () => {
    const path = join(tempFolder(), 'journal.db');
    makeJournal(path);
    writeFileSync(`${path}.unsound`, 'seen');
    const { journal, torn } = openJournal(path, STAMP);
    expect(torn).toEqual([]);
    journal.close();
    expect(rowsIn(path)).toEqual({ settings: SETTINGS + 1, steps: STEPS, nonces: 300 });
  });

  it('is salvaged by the next start where one was killed between moving it aside and saving its rows', () => {
    const path = join(tempFolder(), 'journal.db');
    makeJournal(path);
    moveAside(path, STAMP, (place) => noteReplacing(path, place));
    openDatabase(path, journalSchema, STAMP).db.close();
    const { journal, torn, replaced } = openJournal(path, 'next');
    expect({ torn, replaced }).toEqual({ torn: [], replaced: expect.stringContaining(`damaged-${STAMP}`) });
    journal.close();
    expect(rowsIn(path)['settings']).toBe(SETTINGS + 1);
    expect(openJournal(path, 'later').torn).toBeNull();
  });

  it('whose first page is gone is begun anew, and everything is said to be torn', () => {
    const path = join(tempFolder(), 'journal.db');
    makeJournal(path);
    overwrite(path, [0], (page) => void page.fill(0));
    const { torn, journal } = openJournal(path, STAMP);
    expect(torn).toEqual(expect.arrayContaining(['accounts', 'keys', 'settings', 'intents']));
    journal.close();
  });

  it('cut to nothing is said to be torn, and does not pass for one of an older version', () => {
    const path = join(tempFolder(), 'journal.db');
    makeJournal(path);
    writeFileSync(path, '');
    const { torn, journal } = openJournal(path, STAMP);
    expect(torn).toEqual(expect.arrayContaining(['accounts', 'keys', 'settings', 'intents']));
    journal.close();
  });

  const rounds = roundsOf(60);
  it(`always opens, never changes what lies aside, and never invents a row, in ${rounds} ways`, () => {
    const folder = tempFolder();
    const clean = join(folder, 'clean.db');
    makeJournal(clean);
    const random = createRandom('salvage');
    const all = readFileSync(clean);
    const pages = all.length / PAGE;
    const most = rowsIn(clean);
    let saved = 0;
    for (let round = 0; round < rounds; round += 1) {
      const path = join(folder, `${round}.db`);
      copyFileSync(clean, path);
      damage(path, random.integer(0, 3), pages, random);
      const before = hashOf(path);
      const { journal, replaced } = openJournal(path, STAMP);
      journal.close();
      if (replaced !== null) expect(hashOf(replaced)).toBe(before);
      const found = rowsIn(path);
      for (const [table, count] of Object.entries(found)) expect(count).toBeLessThanOrEqual(most[table] ?? 0);
      saved += found['settings'] ?? 0;
      expect(leftovers(path)).toEqual([]);
    }
    // One page in a few dozen was damaged each time.
    expect(saved / rounds).toBeGreaterThan(SETTINGS / 2);
  });
});

function damage(path: string, kind: number, pages: number, random: ReturnType<typeof createRandom>): void {
  const page = random.integer(1, pages - 1);
  if (kind === 0) return overwrite(path, [page], (bytes) => void bytes.fill(0));
  if (kind === 1)
    return overwrite(path, [page], (bytes) => {
      for (let at = 0; at < bytes.length; at += 1) bytes[at] = random.integer(0, 255);
    });
  // Cut short, or a few bits turned over.
  if (kind === 2) return writeFileSync(path, readFileSync(path).subarray(0, page * PAGE + random.integer(0, PAGE)));
  overwrite(path, [page], (bytes) => {
    for (let turn = 0; turn < 8; turn += 1) {
      const at = random.integer(0, bytes.length - 1);
      bytes[at] = (bytes[at] ?? 0) ^ (1 << random.integer(0, 7));
    }
  });
}

function leftovers(path: string): readonly string[] {
  const name = basename(path);
  return readdirSync(dirname(path)).filter(
    (one) => one.startsWith(`${name}.`) && !one.includes('.damaged-') && existsSync(join(dirname(path), one)),
  );
}
