// Runs in a thread of its own, since node:sqlite is synchronous and a long read must not hold up a signed request.
import { parentPort, workerData } from 'node:worker_threads';
import { ActivityDatabase } from './activity-database.ts';
import { activitySchema } from './activity-schema.ts';
import type { StoreAnswer, StoreCall, StoreOpened } from './activity-messages.ts';
import { DataFolderError } from './data-folder.ts';
import { openDatabase } from './open-database.ts';

const { path, stamp } = workerData as { readonly path: string; readonly stamp: string };
const port = parentPort;
if (port === null) throw new Error('the store runs in a worker thread only');

let database: ActivityDatabase | null = null;
try {
  const opened = openDatabase(path, activitySchema, stamp);
  database = new ActivityDatabase(opened.db);
  port.postMessage({ kind: 'opened', lastRowId: database.lastRowId(), replaced: opened.replaced } satisfies StoreOpened);
} catch (error) {
  const kind = error instanceof DataFolderError ? error.kind : null;
  port.postMessage({ kind: 'failed', error: String(error instanceof Error ? error.message : error), folderError: kind } satisfies StoreOpened);
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
    return { id: call.id, ok: false, error: error instanceof Error ? error.message : String(error) };
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
    case 'page':
      return store.page(call.before, call.limit);
    case 'prune':
      return store.prune(call.policy, call.nowMs);
    case 'close':
      return store.close();
  }
}
