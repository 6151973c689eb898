import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { serveContract } from '../../../shared/contract/server.ts';
import type { Pipe } from '../../../shared/contract/pipe.ts';
import { pinoLog } from '../../adapters/pino-log.ts';
import { type DataFolder, DataFolderError, defaultDataFolder, openDataFolder } from '../../adapters/stores/data-folder.ts';
import type { Engine } from '../../engine/engine.ts';
import type { Log } from '../../engine/log.ts';
import { type App, startApp } from '../common/app.ts';
import { Phases } from '../common/phases.ts';
import { Sessions } from './codes.ts';
import type { Flags } from './flags.ts';
import { type HttpServer, startHttpServer } from './http-server.ts';
import { openBrowser } from './open-browser.ts';
import { readPageFiles } from './page-files.ts';

export interface HeadlessOptions {
  readonly flags: Flags;
  readonly version: string;
  /** Folder of the built page. */
  readonly page: string;
  /** How long it took from the start of the process until its modules were loaded, ms. */
  readonly loadedMs: number;
  readonly print: (line: string) => void;
}

/** A start that cannot go on; the message is for the user. */
export class StartError extends Error {}

export const LINK_FILE = 'link';
const MAX_PENDING_CALLS = 64;

/** Starts everything and prints the ready line. Throws StartError or DataFolderError with a sentence for the user. */
export async function startHeadless(options: HeadlessOptions): Promise<{ stop(): Promise<void> }> {
  const { flags, print } = options;
  const phases = new Phases();
  phases.note('load', options.loadedMs);
  const log = pinoLog('warn');
  const folder = phases.timeSync('folder', () => openDataFolder(flags.dataDir ?? defaultDataFolder(process.platform, process.env)));
  const sessions = new Sessions(() => performance.now());
  let app: App | null = null;
  let server: HttpServer | null = null;
  try {
    const files = phases.timeSync('page', () => readPageFiles(options.page));
    app = await startApp({
      folder: folder.path,
      version: options.version,
      capabilities: { host: 'headless', tray: false, notifications: false, secretStore: 'memory', practice: true },
      log,
      phases,
      seed: 'practice',
    });
    const { engine } = app;
    server = await phases.time('listen', () =>
      startHttpServer({
        port: flags.port,
        files,
        sessions,
        onPage: (pipe) => servePage(pipe, engine, log),
        onRefusal: (why) => log.warn('door refused', { why }),
      }),
    );
  } catch (error) {
    await server?.close();
    await app?.stop();
    folder.release();
    throw explained(error, flags);
  }
  const running = { folder, app, server, sessions };
  folder.announce({ pid: process.pid, port: server.port });
  log.warn('started', { ...phases.summary() });
  const link = linkOf(running);
  print(`Headroom ready: ${link}`);
  if (flags.open && !(await openBrowser(link, folder.path, process.platform))) print('No browser could be opened; open the link above.');
  const onSignal = (): void => tellNewLink(running, print);
  process.on('SIGUSR2', onSignal);
  return {
    async stop() {
      process.off('SIGUSR2', onSignal);
      await running.server.close();
      await running.app.stop();
      folder.release();
    },
  };
}

interface Running {
  readonly folder: DataFolder;
  readonly app: App;
  readonly server: HttpServer;
  readonly sessions: Sessions;
}

function linkOf({ server, sessions }: Running): string {
  return `http://127.0.0.1:${server.port}/#code=${sessions.mintCode()}`;
}

/** For a second page: on our own output, and in a file of this user's for `npm run code`. */
function tellNewLink(running: Running, print: (line: string) => void): void {
  const link = linkOf(running);
  print(`Headroom ready: ${link}`);
  const path = join(running.folder.path, LINK_FILE);
  rmSync(path, { force: true });
  writeFileSync(path, link, { mode: 0o600 });
}

function servePage(pipe: Pipe, engine: Engine, log: Log): void {
  const server = serveContract(pipe, {
    handlers: engine.handlers,
    maxPending: MAX_PENDING_CALLS,
    onBug: (error, call) => log.error('a call failed', { call, detail: error instanceof Error ? error.message : String(error) }),
  });
  const unsubscribe = engine.subscribe((name, payload) => {
    if (server.isClosed) unsubscribe();
    else server.publish(name, payload);
  });
}

function explained(error: unknown, flags: Flags): Error {
  if (error instanceof DataFolderError) return error;
  const code = (error as NodeJS.ErrnoException).code;
  if (code === 'EADDRINUSE') {
    return new StartError(
      `Port ${flags.port} is taken by another program. Nothing was changed. Choose another with --port N, or --port 0 for any free one.`,
    );
  }
  if (code === 'EACCES') {
    return new StartError(`Port ${flags.port} may not be used by this user. Choose one above 1023 with --port N, or --port 0.`);
  }
  return error instanceof Error ? error : new StartError(String(error));
}
