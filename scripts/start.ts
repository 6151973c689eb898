// npm start: builds the page when it is missing or older than its sources, then starts the host.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DataFolderError } from '../electron/adapters/stores/data-folder.ts';
import { FlagError, parseFlags } from '../electron/hosts/headless/flags.ts';
import { StartError, startHeadless } from '../electron/hosts/headless/main.ts';
import { dangerousSurroundings, EX_CONFIG } from '../electron/hosts/headless/surroundings.ts';
import { buildPage, PAGE_FOLDER } from './build-page.ts';

// Modules are loaded by now; the clock began with the process.
const loadedMs = performance.now();
const root = join(import.meta.dirname, '..');
const print = (line: string): void => void process.stdout.write(`${line}\n`);
const complain = (line: string): void => void process.stderr.write(`${line}\n`);

async function main(): Promise<number | null> {
  const flags = parseFlags(process.argv.slice(2));
  const danger = flags.dev ? null : dangerousSurroundings(process);
  if (danger !== null) {
    complain(danger);
    return EX_CONFIG;
  }
  if (!buildPage(root, complain)) return 1;
  const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { readonly version: string };
  const host = await startHeadless({ flags, version, page: join(root, PAGE_FOLDER), loadedMs, print });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.once(signal, () => void host.stop().then(() => process.exit(0)));
  }
  return null;
}

try {
  const code = await main();
  if (code !== null) process.exit(code);
} catch (error) {
  const isExpected = error instanceof DataFolderError || error instanceof FlagError || error instanceof StartError;
  complain(isExpected ? error.message : `Headroom could not start: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
  process.exit(error instanceof FlagError ? 64 : 1);
}
