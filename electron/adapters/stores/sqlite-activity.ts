import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import type { ActivityStore } from '../../engine/recorder/store.ts';
import type { ActivityPage, LatencyHistory, UseHistory } from '../../engine/recorder/types.ts';
import type { StoreAnswer, StoreOpened, StoreQuestion } from './activity-messages.ts';
import { DataFolderError } from './data-folder.ts';

export interface OpenedActivityStore {
  readonly store: ActivityStore;
  /** Where a damaged file was moved to; null when all was well. */
  readonly replaced: string | null;
}

interface Waiting {
  readonly resolve: (value: unknown) => void;
  readonly reject: (error: Error) => void;
}

/**
 * Opens `activity.db` in a thread of its own. Rejects with DataFolderError when the file is from a newer version or
 * cannot be made; a damaged one is moved aside and told of in `replaced`.
 */
export async function openActivityStore(path: string, stamp: string): Promise<OpenedActivityStore> {
  const worker = new Worker(new URL('./activity-worker.ts', import.meta.url), { workerData: { path, stamp } });
  const [opened] = (await once(worker, 'message')) as [StoreOpened];
  if (opened.kind === 'failed') {
    throw opened.folderError === null ? new Error(opened.error) : new DataFolderError(opened.folderError, opened.error);
  }
  return { store: storeOver(worker, opened.lastRowId), replaced: opened.replaced };
}

function storeOver(worker: Worker, lastRowId: number): ActivityStore {
  const waiting = new Map<number, Waiting>();
  let nextId = 1;
  let isGone = false;

  worker.on('message', (answer: StoreAnswer) => {
    const call = waiting.get(answer.id);
    waiting.delete(answer.id);
    if (answer.ok) call?.resolve(answer.value);
    else call?.reject(new Error(answer.error));
  });
  worker.on('error', (error) => fallSilent(error));
  worker.on('exit', () => fallSilent(new Error('the store is closed')));

  function fallSilent(reason: unknown): void {
    isGone = true;
    const error = reason instanceof Error ? reason : new Error(String(reason));
    for (const call of waiting.values()) call.reject(error);
    waiting.clear();
  }

  function ask(question: StoreQuestion): Promise<unknown> {
    if (isGone) return Promise.reject(new Error('the store is closed'));
    const id = nextId;
    nextId += 1;
    return new Promise((resolve, reject) => {
      waiting.set(id, { resolve, reject });
      worker.postMessage({ ...question, id });
    });
  }

  return {
    lastRowId,
    append: async (batch) => void (await ask({ op: 'append', batch })),
    useHistory: async (key, span) => (await ask({ op: 'useHistory', key, span })) as UseHistory,
    latencyHistory: async (span) => (await ask({ op: 'latencyHistory', span })) as LatencyHistory,
    page: async (before, limit) => (await ask({ op: 'page', before, limit })) as ActivityPage,
    prune: async (policy, nowMs) => (await ask({ op: 'prune', policy, nowMs })) as { rowsRemoved: number; bytes: number },
    async close() {
      if (isGone) return;
      const exit = once(worker, 'exit');
      await ask({ op: 'close' });
      await exit;
    },
  };
}
