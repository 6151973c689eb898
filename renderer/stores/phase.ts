import type { Failure } from '../../shared/contract/failure.ts';

/** How far a panel's data is. `ready` stays while the same data is asked for again. */
export type Phase =
  | { readonly kind: 'loading' }
  | { readonly kind: 'ready' }
  | { readonly kind: 'failed'; readonly failure: Failure };

export const LOADING: Phase = { kind: 'loading' };
export const READY: Phase = { kind: 'ready' };
