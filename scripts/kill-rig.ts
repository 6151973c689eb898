// Kills a process that records under load, again and again, and looks for rows it had said were stored.
// npm run rig:kill -- --count N   The last line is the figure, as JSON.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { setTimeout as wait } from 'node:timers/promises';
import { parseArgs } from 'node:util';

const LONGEST_LIFE_MS = 300;
// A file is used for so many kills, then a fresh one, so that looking through it stays quick.
const KILLS_PER_FILE = 25;

interface Found {
  readonly lost: number;
  readonly problems: readonly string[];
}

const { values } = parseArgs({ options: { count: { type: 'string', default: '20' } } });
const cycles = Number(values.count);
let acknowledged = 0;
let lost = 0;
let problems = 0;
let folder = '';
let before = 0;

for (let cycle = 0; cycle < cycles; cycle += 1) {
  if (cycle % KILLS_PER_FILE === 0) {
    freshFolder();
    before = 0;
  }
  const path = join(folder, 'activity.db');
  const newestAcknowledged = Math.max(before, await recordUntilKilled(path));
  const found = look(path, newestAcknowledged);
  for (const problem of found.problems) console.error(`cycle ${cycle}: ${problem}`);
  acknowledged += newestAcknowledged - before;
  lost += found.lost;
  problems += found.problems.length;
  before = newestAcknowledged;
}
rmSync(folder, { recursive: true, force: true });
console.log(JSON.stringify({ figure: 'kill9', cycles, acknowledged, lost }));
process.exitCode = lost === 0 && problems === 0 && acknowledged > 0 ? 0 : 1;

function freshFolder(): void {
  if (folder !== '') rmSync(folder, { recursive: true, force: true });
  folder = mkdtempSync(join(tmpdir(), 'headroom-kill-'));
}

/** The newest id the recorder said was stored before it was killed at a random moment. */
async function recordUntilKilled(path: string): Promise<number> {
  const child = spawn(process.execPath, [join(import.meta.dirname, 'kill-rig-child.ts'), path], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let text = '';
  child.stdout.on('data', (chunk: Buffer) => {
    text += chunk.toString();
  });
  await Promise.race([once(child.stdout, 'data'), once(child, 'exit')]);
  await wait(Math.random() * LONGEST_LIFE_MS);
  await kill(child);
  // A line cut by the kill acknowledges nothing.
  return Number(text.split('\n').at(-2) ?? 0);
}

async function kill(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null) throw new Error(`the recorder ended by itself (${child.exitCode})`);
  const closed = once(child, 'close');
  child.kill('SIGKILL');
  await closed;
}

/** Every row up to the acknowledged one must be there, whole and in order, in a sound file. */
function look(path: string, newestAcknowledged: number): Found {
  const db = new DatabaseSync(path);
  const one = (sql: string, ...values: number[]): number | string =>
    Object.values(db.prepare(sql).get(...values) ?? {})[0] as number | string;
  const present = Number(one('SELECT count(*) FROM rows WHERE id <= ?', newestAcknowledged));
  const newest = Number(one('SELECT coalesce(max(id), 0) FROM rows'));
  const checks = [
    { problem: 'the file is damaged', isGood: one('PRAGMA quick_check(1)') === 'ok' },
    { problem: 'ids have gaps', isGood: Number(one('SELECT count(*) FROM rows')) === newest },
    { problem: 'the count of rows is wrong', isGood: Number(one('SELECT row_count FROM totals')) === newest },
    {
      problem: 'a row is not the one recorded',
      isGood: Number(one('SELECT count(*) FROM rows WHERE cost <> id')) === 0,
    },
    {
      problem: 'rows are out of order',
      isGood:
        Number(
          one('SELECT count(*) FROM (SELECT at_ms < lag(at_ms) OVER (ORDER BY id) AS falls FROM rows) WHERE falls'),
        ) === 0,
    },
  ];
  db.close();
  return {
    lost: newestAcknowledged - present,
    problems: checks.filter(({ isGood }) => !isGood).map(({ problem }) => problem),
  };
}
