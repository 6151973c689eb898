import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import type { StoreAnswer, StoreOpened, StoreQuestion } from './activity-messages.ts';
import { DataFolderError } from './data-folder.ts';

interface Waiting {
  readonly resolve: (value: unknown) => void;
  readonly reject: (error: Error) => void;
}

export interface StoreThread {
  readonly opened: Extract<StoreOpened, { kind: 'opened' }>;
  /** True once it ended, asked to or not. */
  isGone(): boolean;
  /** Answers come in the order of the questions. Rejects when it fails, or when the thread ends before. */
  ask(question: StoreQuestion): Promise<unknown>;
  close(): Promise<void>;
}

/** Starts the thread that owns the file. Rejects with DataFolderError when the file cannot be used. */
export async function startThread(path: string, stamp: string): Promise<StoreThread> {
  const worker = new Worker(new URL('./activity-worker.ts', import.meta.url), { workerData: { path, stamp } });
  // Listened for from the start: the first message and the end may come in the same turn.
  const ended = new Promise<void>((resolve) => worker.once('exit', () => resolve()));
  const opened = await firstMessage(worker);
  if (opened.kind === 'opened') return threadOver(worker, opened);
  await ended;
  throw opened.folderError === null ? new Error(opened.error) : new DataFolderError(opened.folderError, opened.error);
}

function firstMessage(worker: Worker): Promise<StoreOpened> {
  return new Promise((resolve, reject) => {
    worker.once('message', resolve);
    worker.once('error', reject);
    worker.once('exit', (code) => reject(new Error(`the store's thread ended (${code})`)));
  });
}

function threadOver(worker: Worker, opened: StoreThread['opened']): StoreThread {
  const waiting = new Map<number, Waiting>();
  let nextId = 1;
  let gone: Error | null = null;

  worker.on('message', (answer: StoreAnswer) => {
    const call = waiting.get(answer.id);
    waiting.delete(answer.id);
    if (answer.ok) call?.resolve(answer.value);
    else call?.reject(new Error(answer.error));
  });
  worker.on('error', (error: unknown) => fallSilent(error instanceof Error ? error : new Error(String(error))));
  worker.on('exit', () => fallSilent(new Error('the store is closed')));

  function fallSilent(reason: Error): void {
    gone ??= reason;
    for (const call of waiting.values()) call.reject(reason);
    waiting.clear();
  }

  function ask(question: StoreQuestion): Promise<unknown> {
    if (gone !== null) return Promise.reject(gone);
    const id = nextId;
    nextId += 1;
    return new Promise((resolve, reject) => {
      waiting.set(id, { resolve, reject });
      worker.postMessage({ ...question, id });
    });
  }

  return {
    opened,
    isGone: () => gone !== null,
    ask,
    async close() {
      if (gone !== null) return;
      const exit = once(worker, 'exit');
      await ask({ op: 'close' }).finally(() => exit);
    },
  };
}
