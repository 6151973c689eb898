// npm start: builds the page when it is missing or older than its sources, then starts the host.
import { readFileSync } from 'node:fs';
import { url as inspectorUrl } from 'node:inspector';
import { enableCompileCache, flushCompileCache } from 'node:module';
import { join } from 'node:path';
import { pinoLog } from '../electron/adapters/pino-log.ts';
import { Redactor } from '../electron/adapters/redactor.ts';
import { DataFolderError } from '../electron/adapters/stores/data-folder.ts';
import { EX_SOFTWARE, faultStop } from '../electron/hosts/common/fault.ts';
import { EX_USAGE, FlagError, type Flags, parseFlags } from '../electron/hosts/headless/flags.ts';
import type { Headless } from '../electron/hosts/headless/main.ts';
import { StartError } from '../electron/hosts/headless/start-error.ts';
import { dangerousSurroundings, EX_CONFIG } from '../electron/hosts/headless/surroundings.ts';
import { buildPage, PAGE_FOLDER } from './build-page.ts';
import { root } from './steps.ts';

// The process' clock began with it.
const bootMs = performance.now();
const STOP_WITHIN_MS = 10_000;
const print = (line: string): void => void process.stdout.write(`${line}\n`);
const complain = (line: string): void => void process.stderr.write(`${line}\n`);

// Whoever read our output may go away (`npm start | head -1`); the host goes on.
for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined);

async function main(): Promise<number | null> {
  const flags = parseFlags(process.argv.slice(2));
  const { env, execArgv } = process;
  const danger = flags.dev ? null : dangerousSurroundings({ env, execArgv, isInspected: inspectorUrl() !== undefined });
  if (danger !== null) {
    complain(danger);
    return EX_CONFIG;
  }
  if (!buildPage(root, complain)) return 1;
  if (!flags.headless) {
    const { openWindow } = await import('./desktop.ts');
    const code = await openWindow({ flags, root, print, complain });
    if (code !== null) return code;
  }
  const starting = startHost(flags);
  // Before the ready line: whoever reads it may end us at once.
  stopOnSignals(starting);
  stopOnFaults(starting);
  await starting;
  flushCompileCache();
  return null;
}

async function startHost(flags: Flags): Promise<Headless> {
  // Reading hundreds of modules is most of a start; what Node has made of them is kept beside the other caches.
  enableCompileCache(join(root, '.cache', 'compile'));
  const fromMs = performance.now();
  const { startHeadless } = await import('../electron/hosts/headless/main.ts');
  const spentMs = { boot: bootMs, load: performance.now() - fromMs };
  const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { readonly version: string };
  return await startHeadless({ flags, version, page: join(root, PAGE_FOLDER), spentMs, print, complain });
}

/** A terminal sends its signal to npm and to us, so it may come twice: only the first one counts. */
function stopOnSignals(starting: Promise<Headless>): void {
  let isStopping = false;
  const stop = (): void => {
    if (isStopping) return;
    isStopping = true;
    let isHeld = (): boolean => false;
    const giveUp = (error: unknown): void => fail(error, isHeld());
    setTimeout(() => giveUp(new Error(`it did not stop within ${STOP_WITHIN_MS / 1_000} s`)), STOP_WITHIN_MS).unref();
    // A start that fails is told of where it is waited for.
    starting.then((host) => {
      isHeld = () => host.isHeld();
      host.stop().then(() => end(0, isHeld()), giveUp);
    }, giveUp);
  };
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, stop);
}

/** Whatever nobody expected halts trading at once and ends us; a restart finds it halted. */
function stopOnFaults(starting: Promise<Headless>): void {
  let host: Headless | null = null;
  starting.then(
    (started) => {
      host = started;
    },
    () => undefined,
  );
  const stop = async (): Promise<void> => {
    try {
      await host?.stop();
    } finally {
      end(EX_SOFTWARE, host?.isHeld() ?? false);
    }
  };
  const onFault = faultStop({
    log: pinoLog('warn', new Redactor()),
    halt: () => (host === null ? null : (what) => host?.onFault(what)),
    stop: () => void stop(),
    kill: (code) => process.exit(code),
    after: (ms, act) => void setTimeout(act, ms),
  });
  process.on('uncaughtException', onFault);
  process.on('unhandledRejection', onFault);
}

function fail(error: unknown, isHeld: boolean): void {
  complain(`Headroom did not stop cleanly: ${error instanceof Error ? error.message : String(error)}`);
  end(1, isHeld);
}

/** `process.exit` waits for a keychain that does not answer; all else is closed by now, so nothing is lost. */
function end(code: number, isHeld: boolean): void {
  if (isHeld) process.kill(process.pid, 'SIGKILL');
  else process.exit(code);
}

try {
  const code = await main();
  if (code !== null) process.exit(code);
} catch (error) {
  const isExpected = error instanceof DataFolderError || error instanceof FlagError || error instanceof StartError;
  complain(
    isExpected
      ? error.message
      : `Headroom could not start: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`,
  );
  process.exit(error instanceof FlagError ? EX_USAGE : 1);
}
