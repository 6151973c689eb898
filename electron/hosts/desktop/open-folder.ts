import type { ElectronApi } from './electron-api.ts';

/** Shows this host's own data folder in the system's file manager. The path is the host's: no page ever names one. */
export async function openDataFolderIn({ shell }: Pick<ElectronApi, 'shell'>, path: string): Promise<boolean> {
  try {
    // It gives the reason where it failed, and an empty text where it did not.
    return (await shell.openPath(path)) === '';
  } catch {
    return false;
  }
}
