import type { BrowserWindow } from 'electron';
import { loadPage } from './window.ts';

/** So often within so long; a page that goes on dying is left alone, and says nothing wrong. */
const TRIES = 3;
const WITHIN_MS = 60_000;

/** Loads the page again when its process died. `onDeath` is told why, and whether it comes back. */
export function reviveWindow(
  window: BrowserWindow,
  nowMs: () => number,
  onDeath: (reason: string, comesBack: boolean) => void,
): void {
  let deathsMs: readonly number[] = [];
  window.webContents.on('render-process-gone', (_event, { reason }) => {
    if (reason === 'clean-exit') return;
    deathsMs = [...deathsMs, nowMs()].filter((atMs) => nowMs() - atMs < WITHIN_MS);
    const comesBack = deathsMs.length <= TRIES && !window.isDestroyed();
    onDeath(reason, comesBack);
    if (comesBack) void loadPage(window);
  });
}
