import { pinoLog } from '../../adapters/pino-log.ts';
import { Redactor } from '../../adapters/redactor.ts';
import { type DataFolder, defaultDataFolder, openDataFolder } from '../../adapters/stores/data-folder.ts';
import { type App, startApp } from '../common/app.ts';
import { printAlerts } from './alert-lines.ts';
import type { StartWorld } from '../common/practice-environment.ts';
import { Phases } from '../common/phases.ts';
import { Sessions } from './codes.ts';
import type { Flags } from './flags.ts';
import { forbidCoreFiles } from './core-limit.ts';
import { type HttpServer, type HttpServerOptions, startHttpServer } from './http-server.ts';
import { LINK_FILE, LinkFiles, OPEN_FILE, redirectPage } from './link-files.ts';
import { openBrowser } from './open-browser.ts';
import { type PageFiles, readPageFiles } from '../common/page-files.ts';
import { refusalLog } from '../common/refusal-log.ts';
import { servePage } from '../common/serve-page.ts';
import { StartError } from './start-error.ts';

export interface HeadlessOptions {
  readonly flags: Flags;
  readonly version: string;
  /** Folder of the built page. */
  readonly page: string;
  /** What the process has spent so far, by name, ms. */
  readonly spentMs: Readonly<Record<string, number>>;
  /** To the user, on stdout. */
  readonly print: (line: string) => void;
  /** To the user, on stderr. */
  readonly complain: (line: string) => void;
  /** Starts the practice exchanges in another way, as tests do. */
  readonly startWorld?: StartWorld;
}

export interface Headless {
  /** Ends pages, work and stores, in this order, and lets go of the data folder. */
  stop(): Promise<void>;
  /** A bug of our own was met: nothing may be traded any more, on disk before this returns. */
  onFault(what: string): void;
  /** A call that cannot be taken back holds the process: after `stop` it must end itself by SIGKILL. */
  isHeld(): boolean;
}

interface Parts {
  readonly server: HttpServer;
  folder: DataFolder | null;
  app: App | null;
  links: LinkFiles | null;
}

/**
 * Starts everything and prints the ready line. Whatever can be refused without touching the disk comes first. Throws
 * StartError or DataFolderError with a sentence for the user.
 */
export async function startHeadless(options: HeadlessOptions): Promise<Headless> {
  const { flags, print } = options;
  const phases = new Phases();
  for (const [name, ms] of Object.entries(options.spentMs)) phases.note(name, ms);
  phases.timeSync('core', () => forbidCoreFiles(process.platform, process.pid));
  const redactor = new Redactor();
  const log = pinoLog('warn', redactor);
  const files = phases.timeSync('page', () => pageFilesOf(options.page));
  const sessions = new Sessions(() => performance.now());
  const server = await phases.time('listen', () =>
    listen({
      port: flags.port,
      files,
      sessions,
      // Nobody has a token before the ready line, so no page comes before the app.
      onPage: (pipe) => (parts.app === null ? pipe.close() : servePage(pipe, parts.app.engine, log)),
      onRefusal: refusalLog(log, () => performance.now()),
    }),
  );
  const parts: Parts = { server, folder: null, app: null, links: null };
  try {
    const folder = phases.timeSync('folder', () =>
      openDataFolder(flags.dataDir ?? defaultDataFolder(process.platform, process.env)),
    );
    parts.folder = folder;
    parts.links = new LinkFiles(folder.path);
    parts.app = await startApp({
      folder: folder.path,
      version: options.version,
      capabilities: { host: 'headless', tray: false, notifications: false, secretStore: 'memory', practice: true },
      log,
      onSecret: (text) => redactor.add(text),
      phases,
      openFolder: null,
      seed: 'practice',
      startWorld: options.startWorld,
      isPracticeOnly: flags.practice,
    });
    printAlerts(parts.app.engine, print);
    // A line is there for whoever reads it; nothing else of this host tells anybody.
    parts.app.engine.alerts.onRaised(() => true);
    return welcome({
      parts,
      folder,
      links: parts.links,
      sessions,
      print,
      flags,
      report: () => report(options, phases),
    });
  } catch (error) {
    await stopParts(parts);
    throw error;
  }
}

interface Welcome {
  readonly parts: Parts;
  readonly folder: DataFolder;
  readonly links: LinkFiles;
  readonly sessions: Sessions;
  readonly print: (line: string) => void;
  readonly flags: Flags;
  readonly report: () => void;
}

/** Tells the user, and whoever asks for another link from now on, where the page is. */
function welcome({ parts, folder, links, sessions, print, flags, report }: Welcome): Headless {
  const freshLink = (): string => `http://127.0.0.1:${parts.server.port}/#code=${sessions.mintCode()}`;
  const onSignal = (): void => {
    const link = freshLink();
    print(`Headroom ready: ${link}`);
    keepTrying(() => links.put(LINK_FILE, link));
  };
  // Before anybody learns our process id: an unheard SIGUSR2 ends a process.
  process.on('SIGUSR2', onSignal);
  folder.announce({ pid: process.pid, port: parts.server.port });
  const link = freshLink();
  print(`Headroom ready: ${link}`);
  report();
  if (flags.open) void openPage(link, links, print);
  return {
    async stop() {
      await stopParts(parts);
      process.off('SIGUSR2', onSignal);
    },
    onFault: (what) => parts.app?.onFault(what),
    isHeld: () => parts.app?.isHeld() ?? false,
  };
}

async function openPage(link: string, links: LinkFiles, print: (line: string) => void): Promise<void> {
  const path = keepTrying(() => links.put(OPEN_FILE, redirectPage(link)));
  if (path !== null && (await openBrowser(path, process))) return;
  links.remove(OPEN_FILE);
  print('No browser could be opened here; open the link above.');
}

/** The printed link is enough: a full disk must not end a running host. */
function keepTrying(put: () => string): string | null {
  try {
    return put();
  } catch {
    return null;
  }
}

function report({ flags, complain }: HeadlessOptions, phases: Phases): void {
  if (flags.timings)
    complain(JSON.stringify({ startMs: { ...phases.summary(), ready: Math.round(performance.now()) } }));
}

/** One that fails to stop must not keep the others from it; the first failure is thrown in the end. */
async function stopParts({ links, server, app, folder }: Parts): Promise<void> {
  const failures: unknown[] = [];
  for (const stop of [() => links?.removeAll(), () => server.close(), () => app?.stop(), () => folder?.release()]) {
    try {
      await stop();
    } catch (error) {
      failures.push(error);
    }
  }
  if (failures.length > 0) throw failures[0];
}

function pageFilesOf(folder: string): PageFiles {
  try {
    return readPageFiles(folder);
  } catch (error) {
    throw new StartError(error instanceof Error ? error.message : String(error));
  }
}

async function listen(options: HttpServerOptions): Promise<HttpServer> {
  try {
    return await startHttpServer(options);
  } catch (error) {
    throw portError((error as NodeJS.ErrnoException).code ?? String(error), options.port);
  }
}

function portError(code: string, port: number): StartError {
  if (code === 'EADDRINUSE') {
    return new StartError(
      `Port ${port} is taken by another program. Nothing was changed. Choose another with --port N, or --port 0 for any free one.`,
    );
  }
  if (code === 'EACCES') {
    return new StartError(
      `Port ${port} may not be used by this user. Nothing was changed. Choose one above 1023 with --port N, or --port 0 for any free one.`,
    );
  }
  return new StartError(
    `Port ${port} cannot be listened on (${code}). Nothing was changed. Choose another with --port N.`,
  );
}
