import { createStore, type StoreApi } from 'zustand/vanilla';
import type { CallOutput } from '../../shared/contract/contract.ts';
import type { EgressAddress, KeyId, KeyView, LockView, SecretStoreView } from '../../shared/model/vault.ts';
import { LOADING, type Phase, READY } from './phase.ts';

export type ClearTextFile = CallOutput<'keys.snapshot'>['clearTextFiles'][number];

/** Everything the page may know of keys; no secret is ever among it. */
export interface KeysState {
  readonly phase: Phase;
  readonly keys: readonly KeyView[];
  readonly store: SecretStoreView | null;
  readonly lock: LockView | null;
  readonly egress: readonly EgressAddress[];
  readonly clearTextFiles: readonly ClearTextFile[];
  /** Keys whose check is under way. */
  readonly checking: ReadonlySet<KeyId>;
  /** A call was refused because the app is locked: its user is asked for the passphrase. */
  readonly isUnlockAsked: boolean;
  /** Calls that wait for the answer: true, the app is open again. */
  readonly waiting: readonly ((isOpen: boolean) => void)[];
}

export type KeysStore = StoreApi<KeysState>;

export function createKeysStore(): KeysStore {
  return createStore<KeysState>(() => ({
    phase: LOADING,
    keys: [],
    store: null,
    lock: null,
    egress: [],
    clearTextFiles: [],
    checking: new Set<KeyId>(),
    isUnlockAsked: false,
    waiting: [],
  }));
}

export function withKeysSnapshot(state: KeysState, snapshot: CallOutput<'keys.snapshot'>): KeysState {
  return { ...state, ...snapshot, phase: READY };
}

/** The newest view of each key wins; new ones come last. */
export function withKeys(state: KeysState, changed: readonly KeyView[], removed: readonly KeyId[]): KeysState {
  const byId = new Map(state.keys.map((key) => [key.id, key]));
  for (const key of changed) byId.set(key.id, key);
  for (const id of removed) byId.delete(id);
  return { ...state, keys: [...byId.values()] };
}

export function withEgress(state: KeysState, noted: EgressAddress): KeysState {
  return { ...state, egress: [...state.egress.filter(({ egress }) => egress !== noted.egress), noted] };
}

/** Keys that can empty an account from anywhere: said on the first page, in practice too, where one learns of it. */
export function gravestKeys(keys: readonly KeyView[]): readonly KeyView[] {
  return keys.filter(
    ({ audit, role }) =>
      role !== 'retired' && (audit?.advice.some(({ code }) => code === 'withdraw-without-ip-list') ?? false),
  );
}
