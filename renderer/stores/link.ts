import { createStore, type StoreApi } from 'zustand/vanilla';
import type { Hello } from '../../shared/model/host.ts';

export type LinkStatus =
  | { readonly kind: 'starting' }
  | { readonly kind: 'open' }
  /** The pipe broke; another attempt follows at `retryAtMs` (this computer's time), or runs now when it is null. */
  | { readonly kind: 'lost'; readonly retryAtMs: number | null }
  /** Only a new link helps. */
  | { readonly kind: 'needs-code'; readonly reason: 'missing' | 'refused' | 'ended' | 'unreachable' }
  /** Host and page speak different versions of the contract. */
  | { readonly kind: 'other-version' };

export interface LinkState {
  readonly status: LinkStatus;
  readonly hello: Hello | null;
  /** Host wall time − this computer's, ms. */
  readonly offsetMs: number;
}

export type LinkStore = StoreApi<LinkState>;

export function createLinkStore(): LinkStore {
  return createStore<LinkState>(() => ({ status: { kind: 'starting' }, hello: null, offsetMs: 0 }));
}
