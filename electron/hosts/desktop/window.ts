import type { BrowserWindow } from 'electron';
import type { ElectronApi } from './electron-api.ts';
import { addressOf, isAt, PAGE_URL, type PagePlace, STOPPED_URL } from './page-address.ts';
import { placeWindow, readWindowState, SMALLEST, writeWindowState } from './window-state.ts';

/** The page's own colours (`--bg`), so that nothing flashes before its first paint. */
export const BACKGROUND = { dark: '#0d1012', light: '#eff2f3' } as const;

export interface WindowOptions {
  /** Path of the bundled preload. */
  readonly preload: string;
  /** Keeps the window's place. */
  readonly folder: string;
  readonly isDev: boolean;
}

/** The one place that makes windows. Options are written out, so that a reader and a scanner see every one of them. */
export function makeWindow(electron: ElectronApi, options: WindowOptions): BrowserWindow {
  const { screen, nativeTheme } = electron;
  const areas = screen.getAllDisplays().map((display) => display.workArea);
  const { bounds, isMaximized } = placeWindow(readWindowState(options.folder), areas);
  const window = new electron.BrowserWindow({
    ...bounds,
    minWidth: SMALLEST.width,
    minHeight: SMALLEST.height,
    title: 'Headroom',
    show: false,
    backgroundColor: nativeTheme.shouldUseDarkColors ? BACKGROUND.dark : BACKGROUND.light,
    webPreferences: {
      preload: options.preload,
      contextIsolation: true,
      sandbox: true,
      nodeIntegration: false,
      nodeIntegrationInWorker: false,
      nodeIntegrationInSubFrames: false,
      webSecurity: true,
      allowRunningInsecureContent: false,
      experimentalFeatures: false,
      webviewTag: false,
      navigateOnDragDrop: false,
      safeDialogs: true,
      spellcheck: false,
      devTools: options.isDev,
    },
  });
  window.once('ready-to-show', () => {
    if (isMaximized) window.maximize();
    window.show();
  });
  // Windows asks each window before the session ends, and goes on when the process has ended. Without our word it ends
  // the process while it writes.
  window.on('query-session-end', (event) => {
    event.preventDefault();
    electron.app.quit();
  });
  window.on('session-end', () => electron.app.quit());
  window.on('page-title-updated', (event) => event.preventDefault());
  window.on('close', () =>
    writeWindowState(options.folder, { ...window.getNormalBounds(), isMaximized: window.isMaximized() }),
  );
  return window;
}

/** Leads the window to a place; null: to the page's beginning. What is shown already is left as it is. */
export async function loadPage(window: BrowserWindow, place: PagePlace | null = null): Promise<void> {
  if (place === null) return await load(window, PAGE_URL);
  if (!isAt(window.webContents.getURL(), place)) await load(window, addressOf(place));
}

/** Instead of a page that keeps dying. */
export async function loadStoppedPage(window: BrowserWindow): Promise<void> {
  await load(window, STOPPED_URL);
}

/** Resolves when it is there, and also when another load replaced it or its window was closed before. */
async function load(window: BrowserWindow, ownAddress: string): Promise<void> {
  try {
    await window.loadURL(ownAddress);
  } catch {
    // A load that another one replaced is no failure.
  }
}
