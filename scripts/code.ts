// npm run code: prints a fresh link to the running Headroom, for a second page or after a reload.
import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { defaultDataFolder, readInstanceNote } from '../electron/adapters/stores/data-folder.ts';
import { LINK_FILE } from '../electron/hosts/headless/main.ts';

const { values } = parseArgs({ options: { 'data-dir': { type: 'string' } } });
const folder = values['data-dir'] ?? defaultDataFolder(process.platform, process.env);
const note = readInstanceNote(folder);
const link = note === null ? null : await ask(note.pid);
if (link === null) {
  process.stderr.write(`No Headroom is running on ${folder}. Start one with: npm start\n`);
  process.exit(1);
}
process.stdout.write(`${link}\n`);

async function ask(pid: number): Promise<string | null> {
  const path = join(folder, LINK_FILE);
  rmSync(path, { force: true });
  try {
    process.kill(pid, 'SIGUSR2');
  } catch {
    return null;
  }
  for (let tries = 0; tries < 50; tries += 1) {
    await sleep(100);
    const text = readLink(path);
    if (text !== null) return text;
  }
  return null;
}

function readLink(path: string): string | null {
  try {
    const text = readFileSync(path, 'utf8');
    if (text === '') return null;
    rmSync(path);
    return text;
  } catch {
    return null;
  }
}
