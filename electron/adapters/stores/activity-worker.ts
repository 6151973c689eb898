// Runs in a thread of its own, since node:sqlite is synchronous and a long read must not hold up a signed request.
import { parentPort, workerData } from 'node:worker_threads';
import { ActivityDatabase } from './activity-database.ts';
import { activitySchema } from './activity-schema.ts';
import type { StoreAnswer, StoreCall, StoreOpened } from './activity-messages.ts';
import { DataFolderError } from './data-folder.ts';
import { openDatabase } from './open-database.ts';
import { markUnsound } from './set-aside.ts';
import { faultOf } from './sqlite-codes.ts';

const { path, stamp } = workerData as { readonly path: string; readonly stamp: string };
const port = parentPort;
if (port === null) throw new Error('the store runs in a worker thread only');

let database: ActivityDatabase | null = null;
try {
  const { db, replaced, isChecked } = openDatabase(path, activitySchema, stamp);
  database = new ActivityDatabase(db);
  port.postMessage({ kind: 'opened', lastRowId: database.lastRowId(), replaced, isChecked } satisfies StoreOpened);
} catch (error) {
  const folderError = error instanceof DataFolderError ? error.kind : null;
  port.postMessage({ kind: 'failed', error: textOf(error), folderError } satisfies StoreOpened);
  port.close();
}

port.on('message', (call: StoreCall) => {
  if (database === null) return;
  port.postMessage(answer(database, call));
  if (call.op === 'close') port.close();
});

function answer(store: ActivityDatabase, call: StoreCall): StoreAnswer {
  try {
    return { id: call.id, ok: true, value: run(store, call) };
  } catch (error) {
    if (faultOf(error) !== 'damaged') return { id: call.id, ok: false, error: textOf(error) };
    return { id: call.id, ok: false, error: `${textOf(error)}${markDamaged(textOf(error))}` };
  }
}

/** What to add to the failure's text. */
function markDamaged(detail: string): string {
  try {
    markUnsound(path, detail);
    return `: ${path} is damaged; it is moved aside and begun anew at the next start`;
  } catch {
    return '';
  }
}

function run(store: ActivityDatabase, call: StoreCall): unknown {
  switch (call.op) {
    case 'append':
      return store.append(call.batch);
    case 'useHistory':
      return store.useHistory(call.key, call.span);
    case 'latencyHistory':
      return store.latencyHistory(call.span);
    case 'query':
      return store.answer(call.query);
    case 'prune':
      return store.prune(call.policy, call.nowMs);
    case 'close':
      return store.close();
  }
}

function textOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
