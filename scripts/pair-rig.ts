// Starts two hosts on one data folder at the same moment, again and again: one of them owns it, the other says so and
// changes nothing. npm run rig:pair -- --count N   The last line is the figure, as JSON.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { root } from './steps.ts';

const LONGEST_MS = 60_000;

interface Started {
  readonly isOwner: boolean;
  readonly code: number | null;
  readonly stderr: string;
}

/** What was wrong, one line each. */
export async function racePair(folder: string): Promise<readonly string[]> {
  const both = [startOne(folder), startOne(folder)];
  // The one that is refused ends by itself; the other is ended when that is known, and leaves nothing behind.
  await Promise.all(both.map(({ known }) => known));
  for (const { child } of both) if (child.exitCode === null) child.kill('SIGTERM');
  const ended = await Promise.all(both.map(({ over }) => over));
  const owners = ended.filter(({ isOwner }) => isOwner);
  const refused = ended.filter(({ isOwner }) => !isOwner);
  return [
    ...(owners.length === 1 ? [] : [`${owners.length} hosts own the folder`]),
    ...owners.filter(({ code, stderr }) => code !== 0 || stderr !== '').map(({ stderr }) => `the owner: ${stderr}`),
    ...refused
      .filter(({ code, stderr }) => code !== 1 || !stderr.includes('Nothing was changed'))
      .map(({ code, stderr }) => `the other ended by ${code}: ${stderr}`),
  ];
}

function startOne(folder: string) {
  const args = ['--disable-sigusr1', '--disable-warning=ExperimentalWarning', join('scripts', 'start.ts')];
  const flags = ['--headless', '--no-open', '--port', '0', '--practice', '--data-dir', folder];
  const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => !/^(?:NODE_|VITEST|npm_)/.test(name)));
  const child = spawn(process.execPath, [...args, ...flags], { cwd: root, env, stdio: ['ignore', 'pipe', 'pipe'] });
  let stderr = '';
  child.stderr.on('data', (bytes: Buffer) => {
    stderr += bytes.toString();
  });
  const timer = setTimeout(() => child.kill('SIGKILL'), LONGEST_MS);
  let isOwner = false;
  const ready = once(child.stdout, 'data').then(() => {
    isOwner = true;
  });
  const close = once(child, 'close');
  const over = close.then(([code]): Started => {
    clearTimeout(timer);
    return { isOwner, code: code as number | null, stderr };
  });
  return { child, known: Promise.race([ready, close]), over };
}

if (import.meta.main) {
  const { values } = parseArgs({ options: { count: { type: 'string', default: '10' } } });
  let problems = 0;
  for (let round = 0; round < Number(values.count); round += 1) {
    const folder = mkdtempSync(join(tmpdir(), 'headroom-pair-'));
    const found = await racePair(folder);
    for (const problem of found) console.error(`round ${round}: ${problem}`);
    problems += found.length;
    rmSync(folder, { recursive: true, force: true });
  }
  console.log(JSON.stringify({ figure: 'pairs', pairs: Number(values.count), problems }));
  process.exitCode = problems === 0 ? 0 : 1;
}
