import { join } from 'node:path';
import { type DataFolder, DataFolderError } from '../../adapters/stores/data-folder.ts';
import { makeFolder } from '../../adapters/stores/make-folder.ts';
import type { ElectronApi } from './electron-api.ts';
import type { DesktopFlags } from './flags.ts';

export type Instance =
  | { readonly kind: 'first'; readonly folder: DataFolder }
  /** A window on this folder is open already; it was told to come to the front. */
  | { readonly kind: 'handed-over' };

export interface InstanceOptions {
  readonly path: string;
  readonly flags: DesktopFlags;
  readonly openFolder: (path: string) => DataFolder;
}

/**
 * One owner for each data folder, whichever host it is. Electron's own lock lies within the folder, so that windows on
 * different folders do not meet, and tells a running window of a second start. Throws DataFolderError when the folder
 * cannot be used, also when a host without a window has it.
 */
export function takeInstance(
  { app }: Pick<ElectronApi, 'app'>,
  { path, flags, openFolder }: InstanceOptions,
): Instance {
  const askRunning = (): boolean => {
    const browser = join(path, 'browser');
    makeFolder(browser);
    app.setPath('userData', browser);
    return app.requestSingleInstanceLock({ ...flags });
  };
  try {
    const folder = openFolder(path);
    if (askRunning()) return { kind: 'first', folder };
    folder.release();
    return { kind: 'handed-over' };
  } catch (error) {
    if (error instanceof DataFolderError && error.kind === 'locked' && !askRunning()) return { kind: 'handed-over' };
    throw error;
  }
}
