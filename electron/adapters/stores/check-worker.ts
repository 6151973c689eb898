// Reads a large file whole beside its writer, in a thread of its own, and marks it when it is damaged.
import { DatabaseSync } from 'node:sqlite';
import { parentPort, workerData } from 'node:worker_threads';
import { markUnsound } from './set-aside.ts';
import { readThrough } from './soundness.ts';
import { faultOf } from './sqlite-codes.ts';

export type CheckResult = 'sound' | 'damaged' | 'unknown';

const { path } = workerData as { readonly path: string };
const result = check();
if (result === 'damaged') markUnsound(path, 'found by the check after opening');
parentPort?.postMessage(result);

function check(): CheckResult {
  let db: DatabaseSync | null = null;
  try {
    db = new DatabaseSync(path, { readOnly: true });
    readThrough(db);
    return 'sound';
  } catch (error) {
    return faultOf(error) === 'damaged' ? 'damaged' : 'unknown';
  } finally {
    db?.close();
  }
}
