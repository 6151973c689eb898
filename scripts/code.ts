// npm run code: prints a fresh link to the running Headroom, for a second page or after a reload.
import { readFileSync, rmSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { defaultDataFolder, readInstanceNote } from '../electron/adapters/stores/data-folder.ts';
import { EX_USAGE } from '../electron/hosts/headless/flags.ts';
import { LINK_FILE } from '../electron/hosts/headless/link-files.ts';

const LOOK_EVERY_MS = 25;
const LOOKS = 200;

const folder = folderAsked();
// Null also for what a killed Headroom left behind: its process id may be another program's by now.
const note = readInstanceNote(folder);
if (note === null) fail(`No Headroom is running on ${folder}. Start one with: npm start`);
const link = await ask(note.pid);
if (link === null)
  fail(`Headroom (process ${note.pid}) runs on ${folder} but gave no link. Stop it and start again with: npm start`);
process.stdout.write(`${link}\n`);

function folderAsked(): string {
  try {
    const { values } = parseArgs({ options: { 'data-dir': { type: 'string' } } });
    const asked = values['data-dir'] ?? '';
    return asked === '' ? defaultDataFolder(process.platform, process.env) : resolve(asked);
  } catch {
    return fail('The only flag is --data-dir DIR, the data folder of the running Headroom.', EX_USAGE);
  }
}

async function ask(pid: number): Promise<string | null> {
  const path = join(folder, LINK_FILE);
  rmSync(path, { force: true });
  try {
    process.kill(pid, 'SIGUSR2');
  } catch {
    return null;
  }
  for (let looks = 0; looks < LOOKS; looks += 1) {
    await sleep(LOOK_EVERY_MS);
    const text = takeLink(path);
    if (text !== null) return text;
  }
  return null;
}

function takeLink(path: string): string | null {
  try {
    const text = readFileSync(path, 'utf8');
    rmSync(path, { force: true });
    return text;
  } catch {
    return null;
  }
}

function fail(sentence: string, code = 1): never {
  process.stderr.write(`${sentence}\n`);
  process.exit(code);
}
