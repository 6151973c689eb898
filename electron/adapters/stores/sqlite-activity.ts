import type { ActivityStore } from '../../engine/recorder/store.ts';
import type { LatencyHistory, UseHistory } from '../../engine/recorder/types.ts';
import { queriesOver } from './activity-asking.ts';
import type { StoreQuestion } from './activity-messages.ts';
import type { PruneTurn } from './activity-pruner.ts';
import { startCheck } from './background-check.ts';
import type { CheckResult } from './check-worker.ts';
import { type StoreThread, startThread } from './store-thread.ts';

export interface OpenedActivityStore {
  readonly store: ActivityStore;
  /** Where a damaged file was moved to; null when all was well. */
  readonly replaced: string | null;
  /**
   * Settles when the whole file has been read. A file of many MB is read after it is opened, beside the work; if it
   * turns out `damaged`, it stays in use and is moved aside at the next start. `unknown`: closed before the end.
   */
  readonly checked: Promise<CheckResult>;
}

/**
 * Opens `activity.db` in a thread of its own. Rejects with DataFolderError when the file is from a newer version or
 * cannot be made; a damaged one is moved aside and told of in `replaced`.
 */
export async function openActivityStore(path: string, stamp: string): Promise<OpenedActivityStore> {
  const thread = await startThread(path, stamp);
  const check = thread.opened.isChecked ? null : startCheck(path);
  const store = storeOver(
    thread,
    () => startThread(path, stamp),
    () => check?.stop(),
  );
  return { store, replaced: thread.opened.replaced, checked: check?.result ?? Promise.resolve('sound') };
}

/** A store over a thread that is started anew when it dies. `onClose` runs before the last thread ends. */
export function storeOver(
  first: StoreThread,
  restart: () => Promise<StoreThread>,
  onClose: () => Promise<unknown> | undefined,
): ActivityStore {
  let thread = first;
  let restarting: Promise<StoreThread> | null = null;
  let isClosed = false;

  async function ask(question: StoreQuestion): Promise<unknown> {
    if (isClosed) throw new Error('the store is closed');
    if (thread.isGone()) await replaceThread();
    return thread.ask(question);
  }

  // A thread that died (out of memory) is started anew by the next question; the recorder keeps what it was not told is stored.
  async function replaceThread(): Promise<void> {
    restarting ??= restart().finally(() => {
      restarting = null;
    });
    thread = await restarting;
    if (isClosed) await thread.close();
    const { replaced } = thread.opened;
    if (replaced !== null) throw new Error(`the request log was damaged and moved to ${replaced}; a new one was begun`);
  }

  return {
    lastRowId: first.opened.lastRowId,
    append: async (batch) => void (await ask({ op: 'append', batch })),
    useHistory: async (key, span) => (await ask({ op: 'useHistory', key, span })) as UseHistory,
    latencyHistory: async (span) => (await ask({ op: 'latencyHistory', span })) as LatencyHistory,
    queries: queriesOver((query) => ask({ op: 'query', query })),
    async prune(policy, nowMs) {
      let rowsRemoved = 0;
      for (;;) {
        const turn = (await ask({ op: 'prune', policy, nowMs })) as PruneTurn;
        rowsRemoved += turn.rowsRemoved;
        if (turn.isDone) return { rowsRemoved, bytes: turn.bytes };
      }
    },
    async close() {
      if (isClosed) return;
      isClosed = true;
      await onClose();
      await thread.close();
    },
  };
}
