import type { BrowserWindow } from 'electron';
import { loadStoppedPage } from './window.ts';

/** So often within so long; a page that goes on dying gives way to words. */
const TRIES = 3;
const WITHIN_MS = 5 * 60_000;
/** A page that answers nothing for so long is taken to hang. */
const HANGS_AFTER_MS = 15_000;

export interface ReviveOptions {
  /** Monotonic. */
  readonly nowMs: () => number;
  readonly waitMs: (ms: number) => Promise<void>;
  /** Told why a page ended, and whether it comes back. */
  readonly onDeath: (reason: string, comesBack: boolean) => void;
}

/** Loads the page again, where it was, when its process died or hung. Orders and limits are the host's and go on. */
export function reviveWindow(window: BrowserWindow, options: ReviveOptions): void {
  let deathsMs: readonly number[] = [];
  window.webContents.on('render-process-gone', (_event, { reason }) => {
    if (reason === 'clean-exit' || window.isDestroyed()) return;
    const nowMs = options.nowMs();
    deathsMs = [...deathsMs, nowMs].filter((atMs) => nowMs - atMs < WITHIN_MS);
    const comesBack = deathsMs.length <= TRIES;
    options.onDeath(reason, comesBack);
    // Its address is kept, and with it page and part; everything else it asks for anew.
    if (comesBack) window.webContents.reload();
    else void loadStoppedPage(window);
  });
  endHangs(window, options);
}

/** A page that hangs is ended, which brings it back like one that died. */
function endHangs(window: BrowserWindow, { waitMs }: Pick<ReviveOptions, 'waitMs'>): void {
  let hang = 0;
  let isHanging = false;
  window.on('responsive', () => {
    isHanging = false;
  });
  window.on('unresponsive', () => {
    if (isHanging) return;
    isHanging = true;
    hang += 1;
    const mine = hang;
    void waitMs(HANGS_AFTER_MS).then(() => {
      if (!isHanging || hang !== mine || window.isDestroyed()) return;
      isHanging = false;
      window.webContents.forcefullyCrashRenderer();
    });
  });
}
