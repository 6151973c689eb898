import { type DataFolder, defaultDataFolder } from '../../adapters/stores/data-folder.ts';
import type { Log } from '../../engine/log.ts';
import type { App, AppOptions } from '../common/app.ts';
import { readPageFiles } from '../common/page-files.ts';
import { Phases } from '../common/phases.ts';
import { refusalLog } from '../common/refusal-log.ts';
import { servePage } from '../common/serve-page.ts';
import { abilitiesOf } from './abilities.ts';
import { APP_ID } from './app-id.ts';
import { capabilitiesOf } from './capabilities.ts';
import { coreDumpNote } from './core-dumps.ts';
import { dangerousStart, EX_CONFIG } from './dangerous-start.ts';
import type { ElectronApi } from './electron-api.ts';
import { type DesktopFlags, pageOfSecondStart, readFlags } from './flags.ts';
import { takeInstance } from './instance.ts';
import { openIpcPipes } from './ipc-pipe.ts';
import { openLink } from './links.ts';
import { utilityKeychain } from './keychain-process.ts';
import { isLoginStart } from './login-start.ts';
import { menuText } from './menu-text.ts';
import { menuTemplate } from './menus.ts';
import { openDataFolderIn } from './open-folder.ts';
import { installPolicies } from './policies.ts';
import { registerScheme, servePageFiles } from './protocol.ts';
import { flushBeforeQuit } from './quitting.ts';
import { Shell } from './shell.ts';
import { withStoppedPage } from './stopped-page.ts';
import { systemUnlock } from './system-unlock.ts';
import { Windows } from './windows.ts';

/** What this host adds to what an app is started with. */
export interface DesktopAppOptions extends AppOptions {
  /** Null: the keychain's machine code may be loaded; else the reason against it. */
  readonly checkKeychain: () => string | null;
}

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
  /** Told every text of a key, to be kept out of logs. */
  readonly onSecret: (text: string) => void;
  readonly startApp: (options: DesktopAppOptions) => Promise<App>;
  readonly openFolder: (path: string) => DataFolder;
  readonly checkKeychain: () => string | null;
  /** Ends a process of ours at once. */
  readonly killProcess: (pid: number) => void;
  /** What a start at login starts, and where such starts are written down. */
  readonly login: { readonly program: string; readonly configFolder: string };
  /** Whether a desktop that may have no tray icons has them. */
  readonly hasTrayHost: () => Promise<boolean>;
  /** The system's limits of this process as text; null where there are none. */
  readonly processLimits: () => string | null;
  /** To the user, on stdout. */
  readonly print: (line: string) => void;
  /** To the user, on stderr. */
  readonly complain: (line: string) => void;
  /** Monotonic. */
  readonly nowMs: () => number;
  /** Wall time. */
  readonly wallMs: () => number;
  readonly waitMs: (ms: number) => Promise<void>;
  /** Code to end with when nothing went wrong at the end. */
  readonly exitCode: () => number;
  /** Ends the process at once, whatever holds it. */
  readonly kill: () => void;
  /** Told of the app once it runs. */
  readonly onApp: (app: App) => void;
}

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
  if (abilitiesOf(options.platform).namesItself) app.setAppUserModelId(APP_ID);
  registerScheme(electron);
  installPolicies(electron, { isDev: !app.isPackaged });
  try {
    const flags = readFlags(options.argv);
    const path = flags.dataDir ?? defaultDataFolder(options.platform, options.env);
    const instance = takeInstance(electron, { path, flags, openFolder: options.openFolder });
    if (instance.kind === 'handed-over') return app.exit(0);
    await run(electron, options, instance.folder, flags);
  } catch (error) {
    giveUp(electron, options, error instanceof Error ? error.message : String(error), 1);
  }
}

async function run(
  electron: ElectronApi,
  options: DesktopOptions,
  folder: DataFolder,
  flags: DesktopFlags,
): Promise<void> {
  const files = withStoppedPage(readPageFiles(options.page));
  const engine = Promise.withResolvers<App>();
  // Told to the page's pipes and to the end; neither may be there when it happens.
  engine.promise.catch(() => undefined);
  let started: App | null = null;
  flushBeforeQuit(electron, {
    ...options,
    stop: () => stopAll(engine.promise, folder),
    isHeld: () => started?.isHeld() ?? false,
  });
  await electron.app.whenReady();
  servePageFiles(electron, files);
  const { shell, windows } = openShell(electron, options, { folder, engine: engine.promise });
  const place = flags.page === null ? null : ({ page: flags.page, part: null } as const);
  const isHidden = isLoginStart(electron, abilitiesOf(options.platform), flags.hidden);
  if (!isHidden) windows.open(place);
  await shell.begin();
  if (isHidden && !shell.hasTray) windows.open(place);
  try {
    started = await options.startApp(appOptions(electron, options, { folder, shell, flags }));
    options.onApp(started);
    engine.resolve(started);
    shell.attach(started);
  } catch (error) {
    engine.reject(error);
    throw error;
  }
  const note = coreDumpNote(options.processLimits());
  if (note !== null && electron.app.isPackaged) options.complain(note);
  options.print(`Headroom ready: ${windows.current === null ? 'tray' : 'window'}`);
}

interface Started {
  readonly folder: DataFolder;
  readonly shell: Shell;
  readonly flags: DesktopFlags;
}

function appOptions(
  electron: ElectronApi,
  options: DesktopOptions,
  { folder, shell, flags }: Started,
): DesktopAppOptions {
  const unlock = systemUnlock(electron, options.platform);
  const { hasTray, hasNotifications } = shell;
  return {
    folder: folder.path,
    version: options.version,
    capabilities: capabilitiesOf({ hasTray, hasNotifications, canUnlock: unlock !== null }),
    systemUnlock: unlock,
    log: options.log,
    onSecret: options.onSecret,
    phases: new Phases(),
    openFolder: () => openDataFolderIn(electron, folder.path),
    seed: 'practice',
    isPracticeOnly: flags.practice,
    checkKeychain: options.checkKeychain,
    startKeychain: utilityKeychain(electron, options.killProcess),
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
  readonly engine: Promise<App>;
}

/** The window and what is around it, from ready on. */
function openShell(
  electron: ElectronApi,
  options: DesktopOptions,
  { folder, engine }: Parts,
): { readonly shell: Shell; readonly windows: Windows } {
  const { app } = electron;
  const pipes = openIpcPipes(electron, {
    onPage: (pipe) =>
      void engine.then(
        (running) => servePage(pipe, running.engine, options.log),
        () => pipe.close(),
      ),
    onRefusal: refusalLog(options.log, options.nowMs),
    nowMs: options.nowMs,
  });
  const windows = new Windows(electron, {
    ...options,
    folder: folder.path,
    pipes,
    mayHide: () => shell.mayHide(),
    onHidden: () => shell.wasHidden(),
    onDeath: (reason, comesBack) => options.log.error('page died', { reason, comesBack }),
  });
  const shell: Shell = new Shell(electron, {
    ...options,
    folder: folder.path,
    open: (place) => void windows.open(place),
    window: () => windows.current,
    onChoices: () => setMenu(electron, options, windows, shell),
  });
  setMenu(electron, options, windows, shell);
  app.on('second-instance', (_event, _argv, _folder, data) => {
    const page = pageOfSecondStart(data);
    windows.open(page === null ? null : { page, part: null });
  });
  app.on('activate', () => void windows.open());
  app.on('window-all-closed', () => {
    // Where the app does not live on without windows, nothing would be left to bring it back.
    if (!shell.livesWithoutWindow) app.quit();
  });
  return { shell, windows };
}

function setMenu(electron: ElectronApi, options: DesktopOptions, windows: Windows, shell: Shell): void {
  const template = menuTemplate({
    platform: options.platform,
    text: menuText(),
    isDev: !electron.app.isPackaged,
    onPage: (page) => void windows.open({ page, part: null }),
    onLink: (link) => void openLink(electron, link),
    choices: shell.choices(),
  });
  electron.Menu.setApplicationMenu(electron.Menu.buildFromTemplate(template));
}

/** Tells why in the terminal and in a box, since a window's user sees no terminal; ends the process. */
function giveUp({ app, dialog }: ElectronApi, { complain }: DesktopOptions, sentence: string, code: number): void {
  complain(sentence);
  dialog.showErrorBox('Headroom could not start', sentence);
  app.exit(code);
}
