import type { RawStore } from '../../engine/vault/guarded-store-ports.ts';
import { keychainRaw } from './keychain.ts';
import { keychainApart } from './keychain-apart.ts';
import type { StartKeychainProcess } from './keychain-line.ts';
import { loadKeytar, type NativeCheck } from './load-keytar.ts';
import { nodeKeychainProcess } from './node-keychain-process.ts';

export interface SystemKeychainOptions {
  readonly platform: NodeJS.Platform;
  readonly check?: NativeCheck | undefined;
  /** How this host starts a process; plain Node once more when left out. */
  readonly start?: StartKeychainProcess | undefined;
}

/**
 * The keychain of this system. Linux' is called in a process of its own; those of macOS and Windows in ours, since they
 * grant their items to the program that asks.
 */
export function systemKeychain({ platform, check, start = nodeKeychainProcess }: SystemKeychainOptions): RawStore {
  if (platform === 'darwin' || platform === 'win32') return keychainRaw({ platform, load: () => loadKeytar(check) });
  return keychainApart({ start, ...(check === undefined ? {} : { check }) });
}
