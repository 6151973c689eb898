import type { SecretStoreKind, SecretStoreState } from '../../../shared/model/vault.ts';
import type { Secret } from './secret.ts';

/** What a store can be in besides `ready`; `failed` concerns this one call and says nothing of the store. */
export interface Trouble {
  readonly kind: 'trouble';
  readonly state: Exclude<SecretStoreState, 'ready'> | 'failed';
  /** The system's words, freed of secrets. */
  readonly detail: string;
}

export type RawRead = { readonly kind: 'value'; readonly value: Secret } | { readonly kind: 'none' } | Trouble;
export type RawDone = { readonly kind: 'done' } | Trouble;

/** One keeper of texts by name, as the system offers it. Its calls are never made two at a time. */
export interface RawStore {
  readonly kind: SecretStoreKind;
  /** While locked it answers as if it were empty (libsecret), so that only an item known to be there tells. */
  readonly hidesLock: boolean;
  /** A read may put a question before the user of the system, so none is made twice. */
  readonly asksUser: boolean;
  /** A call under way keeps our process from ending, and cannot be taken back. */
  readonly holdsProcess: boolean;
  /** Brings along what calls need; the time it takes is none in which the user could have been asked. */
  prepare?(): Promise<void>;
  get(name: string): Promise<RawRead>;
  set(name: string, value: Secret): Promise<RawDone>;
  /** Done also when there was nothing to remove. */
  remove(name: string): Promise<RawDone>;
  /** No call is made any more; one that is under way is given up where it can be. */
  close?(): void;
}

/** Where a store was when it last took a key; kept beside the index. Nothing in it is secret. */
export interface StoreRecord {
  /** The system and desktop that keep the items. */
  readonly backend: string;
  /** Fingerprint of machine and user. */
  readonly host: string;
  /** What the item that tells locked from missing held; null where there is none. */
  readonly canary: string | null;
  /** Names this data folder has put there. */
  readonly names: readonly string[];
}

export interface RecordPort {
  /** Of this run: the keeper of today. */
  readonly backend: string;
  readonly host: string;
  load(): StoreRecord | null;
  /** Throws when it cannot be written. */
  save(record: StoreRecord): void;
}
