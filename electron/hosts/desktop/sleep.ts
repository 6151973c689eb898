import type { App } from '../common/app.ts';
import type { ElectronApi } from './electron-api.ts';

/** What an app may want to know of; those that offer nothing are told nothing. */
export interface SleepHooks {
  /** Seconds are left: no new order may leave from here on. */
  onSuspend?(): void;
  /** Nothing is true any more: clocks, limits and orders are asked for anew before a new order leaves. */
  onResume?(): void;
}

/** Electron's types leave out the event that its documentation has. */
interface Preventable {
  preventDefault(): void;
}

/** Hands the system's sleep down to the app. Sleep that the system does not tell of is seen by the engine's own clocks. */
export function followSleep(
  { powerMonitor, app: shell }: Pick<ElectronApi, 'powerMonitor' | 'app'>,
  app: App & SleepHooks,
): void {
  powerMonitor.on('suspend', () => app.onSuspend?.());
  powerMonitor.on('resume', () => app.onResume?.());
  // A system that is about to end says so where it can (Linux, macOS). It waits for us when asked to, and we end at once.
  powerMonitor.on('shutdown', (event?: Preventable) => {
    event?.preventDefault();
    shell.quit();
  });
}
