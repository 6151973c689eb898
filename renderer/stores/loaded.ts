import type { Failure } from '../../shared/contract/failure.ts';
import { LOADING, type Phase, READY } from './phase.ts';

/** Something asked of the host. Once there it stays while it is asked for again. */
export interface Loaded<Value> {
  readonly phase: Phase;
  readonly value: Value | null;
  /** Host time of the answer, ms. */
  readonly atMs: number | null;
  /** Why it could not be renewed though it is there. */
  readonly failure: Failure | null;
}

export const NOT_LOADED = { phase: LOADING, value: null, atMs: null, failure: null } as const;

export function loadedWith<Value>(value: Value, atMs: number): Loaded<Value> {
  return { phase: READY, value, atMs, failure: null };
}

export function failedWith<Value>(known: Loaded<Value>, failure: Failure): Loaded<Value> {
  if (known.phase.kind === 'ready') return { ...known, failure };
  return { ...known, phase: { kind: 'failed', failure } };
}
