import type { BrowserWindow } from 'electron';
import type { Abilities } from './abilities.ts';
import { badgeImage } from './drawing/tray-image.ts';
import type { ElectronApi } from './electron-api.ts';
import { alertCountWords } from './shell-text.ts';

/** Counts open alerts at the app's button: a figure where the system has one, else a mark with the figure in words. */
export class Badge {
  readonly #electron: Pick<ElectronApi, 'app' | 'nativeImage'>;
  readonly #kind: Abilities['badge'];
  #drawn = 0;
  #on: BrowserWindow | null = null;

  constructor(electron: Pick<ElectronApi, 'app' | 'nativeImage'>, { badge }: Pick<Abilities, 'badge'>) {
    this.#electron = electron;
    this.#kind = badge;
  }

  show(count: number, window: BrowserWindow | null): void {
    if (count === this.#drawn && window === this.#on) return;
    this.#drawn = count;
    this.#on = window;
    if (this.#kind === 'count') this.#electron.app.setBadgeCount(count);
    else if (window !== null && !window.isDestroyed())
      window.setOverlayIcon(count === 0 ? null : badgeImage(this.#electron), count === 0 ? '' : alertCountWords(count));
  }
}
