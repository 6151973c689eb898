import type { BrowserWindow } from 'electron';
import type { Capabilities } from '../../../shared/model/host.ts';
import { type DataFolder, defaultDataFolder } from '../../adapters/stores/data-folder.ts';
import type { Log } from '../../engine/log.ts';
import type { App, AppOptions } from '../common/app.ts';
import { type PageFiles, readPageFiles } from '../common/page-files.ts';
import { Phases } from '../common/phases.ts';
import { refusalLog } from '../common/refusal-log.ts';
import { servePage } from '../common/serve-page.ts';
import { dangerousStart, EX_CONFIG } from './dangerous-start.ts';
import type { ElectronApi } from './electron-api.ts';
import { readFlags } from './flags.ts';
import { takeInstance } from './instance.ts';
import { type IpcPipes, openIpcPipes } from './ipc-pipe.ts';
import { openLink } from './links.ts';
import { english } from './menu-text.ts';
import { menuTemplate } from './menus.ts';
import { openDataFolderIn } from './open-folder.ts';
import { installPolicies } from './policies.ts';
import { registerScheme, servePageFiles } from './protocol.ts';
import { flushBeforeQuit } from './quitting.ts';
import { reviveWindow } from './revive.ts';
import { loadPage, makeWindow } from './window.ts';

export interface DesktopOptions {
  readonly argv: readonly string[];
  readonly env: NodeJS.ProcessEnv;
  readonly platform: NodeJS.Platform;
  readonly version: string;
  /** Folder of the built page. */
  readonly page: string;
  /** Path of the bundled preload. */
  readonly preload: string;
  readonly log: Log;
  readonly startApp: (options: AppOptions) => Promise<App>;
  readonly openFolder: (path: string) => DataFolder;
  /** To the user, on stdout. */
  readonly print: (line: string) => void;
  /** To the user, on stderr. */
  readonly complain: (line: string) => void;
  /** Monotonic. */
  readonly nowMs: () => number;
  readonly waitMs: (ms: number) => Promise<void>;
  /** Code to end with when nothing went wrong at the end. */
  readonly exitCode: () => number;
  /** Ends the process at once, whatever holds it. */
  readonly kill: () => void;
}

/** What this host can do today; tray and notifications follow with the parts that make them. */
export const CAPABILITIES: Capabilities = {
  host: 'desktop',
  tray: false,
  notifications: false,
  secretStore: 'memory',
  practice: true,
  openFolder: true,
};

/**
 * Starts the desktop host. All that Electron wants before it is ready happens before the first wait. Failures are told
 * in a box and end the process; the promise never rejects.
 */
export async function startDesktop(electron: ElectronApi, options: DesktopOptions): Promise<void> {
  const { app } = electron;
  const danger = dangerousStart({
    ...options,
    isPackaged: app.isPackaged,
    hasSwitch: (name) => app.commandLine.hasSwitch(name),
  });
  if (danger !== null) return giveUp(electron, options, danger, EX_CONFIG);
  app.enableSandbox();
  registerScheme(electron);
  installPolicies(electron, { isDev: !app.isPackaged });
  try {
    const flags = readFlags(options.argv);
    const path = flags.dataDir ?? defaultDataFolder(options.platform, options.env);
    const instance = takeInstance(electron, { path, flags, openFolder: options.openFolder });
    if (instance.kind === 'handed-over') return app.exit(0);
    await run(electron, options, instance.folder, flags.practice);
  } catch (error) {
    giveUp(electron, options, error instanceof Error ? error.message : String(error), 1);
  }
}

async function run(
  electron: ElectronApi,
  options: DesktopOptions,
  folder: DataFolder,
  isPracticeOnly: boolean,
): Promise<void> {
  const { app } = electron;
  const files = readPageFiles(options.page);
  const engine = Promise.withResolvers<App>();
  // Told to the page's pipes and to the end; neither may be there when it happens.
  engine.promise.catch(() => undefined);
  let started: App | null = null;
  flushBeforeQuit(electron, {
    ...options,
    stop: () => stopAll(engine.promise, folder),
    isHeld: () => started?.isHeld() ?? false,
  });
  await app.whenReady();
  const host = new Desktop(electron, options, { folder, files, engine: engine.promise });
  host.open();
  try {
    started = await options.startApp({ ...appOptions(electron, options, folder), isPracticeOnly });
    engine.resolve(started);
  } catch (error) {
    engine.reject(error);
    throw error;
  }
  options.print('Headroom ready: window');
}

function appOptions(
  electron: ElectronApi,
  { version, log }: DesktopOptions,
  { path }: DataFolder,
): Omit<AppOptions, 'isPracticeOnly'> {
  return {
    folder: path,
    version,
    capabilities: CAPABILITIES,
    log,
    phases: new Phases(),
    openFolder: () => openDataFolderIn(electron, path),
    seed: 'practice',
  };
}

async function stopAll(engine: Promise<App>, folder: DataFolder): Promise<void> {
  try {
    await (await engine).stop();
  } finally {
    folder.release();
  }
}

interface Parts {
  readonly folder: DataFolder;
  readonly files: PageFiles;
  readonly engine: Promise<App>;
}

/** The windows' side, from ready on. */
class Desktop {
  readonly #electron: ElectronApi;
  readonly #options: DesktopOptions;
  readonly #folder: DataFolder;
  readonly #pipes: IpcPipes;
  #window: BrowserWindow | null = null;

  constructor(electron: ElectronApi, options: DesktopOptions, { folder, files, engine }: Parts) {
    this.#electron = electron;
    this.#options = options;
    this.#folder = folder;
    servePageFiles(electron, files);
    this.#pipes = openIpcPipes(electron, {
      onPage: (pipe) =>
        void engine.then(
          (app) => servePage(pipe, app.engine, options.log),
          () => pipe.close(),
        ),
      onRefusal: refusalLog(options.log, options.nowMs),
      nowMs: options.nowMs,
    });
    this.#setMenu();
    electron.app.on('second-instance', () => this.open());
    electron.app.on('activate', () => this.open());
    electron.app.on('window-all-closed', () => {
      // On macOS an app lives on without windows; elsewhere nothing would be left to bring it back.
      if (options.platform !== 'darwin') electron.app.quit();
    });
  }

  /** A new window, or the one there is brought to the front. */
  open(): BrowserWindow {
    const open = this.#window;
    if (open === null || open.isDestroyed()) return this.#make();
    if (open.isMinimized()) open.restore();
    open.show();
    open.focus();
    return open;
  }

  #make(): BrowserWindow {
    const { app } = this.#electron;
    const window = makeWindow(this.#electron, {
      preload: this.#options.preload,
      folder: this.#folder.path,
      isDev: !app.isPackaged,
    });
    this.#window = window;
    window.on('closed', () => {
      if (this.#window === window) this.#window = null;
    });
    this.#pipes.admit(window.webContents);
    reviveWindow(window, this.#options.nowMs, (reason, comesBack) =>
      this.#options.log.error('page died', { reason, comesBack }),
    );
    void loadPage(window);
    return window;
  }

  #setMenu(): void {
    const { Menu, app } = this.#electron;
    const template = menuTemplate({
      platform: this.#options.platform,
      text: english,
      isDev: !app.isPackaged,
      onPage: (page) => void loadPage(this.open(), page),
      onLink: (link) => void openLink(this.#electron, link),
    });
    Menu.setApplicationMenu(Menu.buildFromTemplate(template));
  }
}

/** Tells why in the terminal and in a box, since a window's user sees no terminal; ends the process. */
function giveUp({ app, dialog }: ElectronApi, { complain }: DesktopOptions, sentence: string, code: number): void {
  complain(sentence);
  dialog.showErrorBox('Headroom could not start', sentence);
  app.exit(code);
}
