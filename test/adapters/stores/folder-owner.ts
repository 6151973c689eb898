// Run as a process of its own: takes a data folder, says so, and holds it until it is ended.
import { DataFolderError, openDataFolder } from '../../../electron/adapters/stores/data-folder.ts';

const [path = '', startAtMs = '0'] = process.argv.slice(2);
// Two of them begin in the same millisecond.
while (Date.now() < Number(startAtMs));
try {
  openDataFolder(path).announce({ pid: process.pid, port: 4_321 });
  // Nothing refers to the folder any more; its lock must outlive that.
  globalThis.gc?.();
  console.log('owner');
  process.stdin.resume();
} catch (error) {
  console.log(error instanceof DataFolderError ? error.kind : `unexpected ${String(error)}`);
}
