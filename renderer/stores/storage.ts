import { createStore, type StoreApi } from 'zustand/vanilla';
import type { Settings, StorageStats } from '../../shared/model/storage.ts';
import { LOADING, type Phase } from './phase.ts';

export interface StorageState {
  readonly phase: Phase;
  readonly stats: StorageStats | null;
  readonly settings: Settings | null;
  /** Requests are being removed; it can take a while. */
  readonly isClearing: boolean;
  /** How many the last clear-out removed; null: none was made since the page was opened. */
  readonly rowsRemoved: number | null;
}

export type StorageStore = StoreApi<StorageState>;

export function createStorageStore(): StorageStore {
  return createStore<StorageState>(() => ({
    phase: LOADING,
    stats: null,
    settings: null,
    isClearing: false,
    rowsRemoved: null,
  }));
}
