import type { BrowserWindow } from 'electron';
import { closeToTray } from './close-to-tray.ts';
import type { ElectronApi } from './electron-api.ts';
import type { IpcPipes } from './ipc-pipe.ts';
import type { PagePlace } from './page-address.ts';
import { reviveWindow } from './revive.ts';
import { loadPage, makeWindow } from './window.ts';

export interface WindowsOptions {
  readonly preload: string;
  /** Keeps the window's place. */
  readonly folder: string;
  readonly pipes: IpcPipes;
  readonly mayHide: () => boolean;
  readonly onHidden: () => void;
  readonly onDeath: (reason: string, comesBack: boolean) => void;
  readonly nowMs: () => number;
  readonly waitMs: (ms: number) => Promise<void>;
}

/** The one window there is, made when it is wanted. */
export class Windows {
  readonly #electron: ElectronApi;
  readonly #options: WindowsOptions;
  #window: BrowserWindow | null = null;

  constructor(electron: ElectronApi, options: WindowsOptions) {
    this.#electron = electron;
    this.#options = options;
  }

  get current(): BrowserWindow | null {
    return this.#window === null || this.#window.isDestroyed() ? null : this.#window;
  }

  /** A new window, or the one there is brought to the front; led to a place when one is named. */
  open(place: PagePlace | null = null): BrowserWindow {
    const open = this.current;
    if (open === null) return this.#make(place);
    if (open.isMinimized()) open.restore();
    open.show();
    open.focus();
    if (place !== null) void loadPage(open, place);
    return open;
  }

  #make(place: PagePlace | null): BrowserWindow {
    const { preload, folder, pipes } = this.#options;
    const window = makeWindow(this.#electron, { preload, folder, isDev: !this.#electron.app.isPackaged });
    this.#window = window;
    window.on('closed', () => {
      if (this.#window === window) this.#window = null;
    });
    pipes.admit(window.webContents);
    closeToTray(window, this.#options);
    reviveWindow(window, this.#options);
    void loadPage(window, place);
    return window;
  }
}
