import type { BrowserWindow } from 'electron';

export interface CloseToTrayOptions {
  /** Whether the window may go out of sight now: there is an icon, it is wanted, and the app is not on its way out. */
  readonly mayHide: () => boolean;
  readonly onHidden: () => void;
}

/** Closing hides the window instead, while that is wanted. */
export function closeToTray(window: BrowserWindow, { mayHide, onHidden }: CloseToTrayOptions): void {
  window.on('close', (event) => {
    if (!mayHide()) return;
    event.preventDefault();
    hide(window);
    onHidden();
  });
}

/** A full-screen window that is hidden leaves a black screen behind on macOS, so it comes back to its size first. */
function hide(window: BrowserWindow): void {
  if (!window.isFullScreen()) return window.hide();
  window.once('leave-full-screen', () => window.hide());
  window.setFullScreen(false);
}
