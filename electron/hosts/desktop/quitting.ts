import type { ElectronApi } from './electron-api.ts';

/** A store that cannot be closed within this is left to its next opening; both survive a killed process. */
const PATIENCE_MS = 5_000;

export interface Flush {
  readonly stop: () => Promise<void>;
  /** Resolves after so long. */
  readonly waitMs: (ms: number) => Promise<void>;
  /** Code to end with when all went well. */
  readonly exitCode: () => number;
  /** A call that cannot be taken back holds the process. */
  readonly isHeld: () => boolean;
  /** Ends the process at once, whatever holds it. */
  readonly kill: () => void;
}

/** Holds the end back until `stop` has written everything out, once. */
export function flushBeforeQuit(
  { app }: Pick<ElectronApi, 'app'>,
  { stop, waitMs, exitCode, isHeld, kill }: Flush,
): void {
  let isStopping = false;
  app.on('will-quit', (event) => {
    event.preventDefault();
    if (isStopping) return;
    isStopping = true;
    void Promise.race([succeeds(stop), waitMs(PATIENCE_MS).then(() => false)]).then((isClean) => {
      // A keychain that does not answer would keep Electron waiting; all else is closed by now.
      if (isHeld()) return kill();
      return app.exit(isClean ? exitCode() : 1);
    });
  });
}

async function succeeds(stop: () => Promise<void>): Promise<boolean> {
  try {
    await stop();
    return true;
  } catch {
    return false;
  }
}
