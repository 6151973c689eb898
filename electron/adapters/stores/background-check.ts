import { Worker } from 'node:worker_threads';
import type { CheckResult } from './check-worker.ts';

export interface Check {
  readonly result: Promise<CheckResult>;
  stop(): Promise<unknown>;
}

/** Reads a store whole beside its writer; a damaged one is marked, and moved aside at the next start. */
export function startCheck(path: string): Check {
  const worker = new Worker(new URL('./check-worker.ts', import.meta.url), { workerData: { path } });
  worker.unref();
  const result = new Promise<CheckResult>((resolve) => {
    worker.once('message', resolve);
    worker.once('error', () => resolve('unknown'));
    worker.once('exit', () => resolve('unknown'));
  });
  return { result, stop: () => worker.terminate() };
}
