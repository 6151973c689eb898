import type { Result } from '../../../shared/contract/failure.ts';
import type { SecretStoreState, SecretStoreView } from '../../../shared/model/vault.ts';
import type { Disposer } from '../ports.ts';
import type { Secret } from './secret.ts';

/** `missing` is said by a store that is open and surely does not hold the item; never by one that is locked. */
export type SecretRead =
  | { readonly kind: 'found'; readonly value: Secret }
  | { readonly kind: 'missing' }
  | { readonly kind: 'unavailable'; readonly state: Exclude<SecretStoreState, 'ready'> };

/**
 * Where the secrets of keys outlive a run. One call is under way at a time and none blocks a request; an item is never
 * removed because a read found nothing.
 */
export interface SecretStore {
  view(): SecretStoreView;
  /** Told of every change of the view. */
  onChange(listener: (view: SecretStoreView) => void): Disposer;
  /** `name` is a key's id of this app. */
  read(name: string): Promise<SecretRead>;
  /** Written, read back and compared before it says ok. Fails with `secret-store`, or `invalid-input` for a value that cannot be kept. */
  write(name: string, value: Secret): Promise<Result<null>>;
  remove(name: string): Promise<Result<null>>;
  /** Looks again at what state the store is in. */
  retry(): Promise<SecretStoreView>;
  /** Keeps everything in a file under this passphrase from now on. */
  makeFile(passphrase: Secret): Promise<Result<SecretStoreView>>;
  openFile(passphrase: Secret): Promise<Result<SecretStoreView>>;
  close(): Promise<void>;
}
