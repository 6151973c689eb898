import type { RawDone, RawRead, RawStore, Trouble } from '../../engine/vault/guarded-store-ports.ts';
import { Secret } from '../../engine/vault/secret.ts';
import { troubleOf, wordsOf } from './keychain-words.ts';
import { type Keytar, loadKeytar } from './load-keytar.ts';

/** Under this name the system's own key manager lists the items. */
export const SERVICE = 'Headroom';

export interface KeychainOptions {
  readonly platform: NodeJS.Platform;
  /** Rejects with the system's words where it cannot be loaded. */
  readonly load?: () => Promise<Keytar>;
}

/** The keychain of the system: macOS's, Windows' Credential Manager, or libsecret's service. Loaded at the first call. */
export function keychainRaw({ platform, load = loadKeytar }: KeychainOptions): RawStore {
  let loading: Promise<Keytar> | null = null;
  const keytar = (): Promise<Keytar> => {
    loading ??= load();
    return loading;
  };
  return {
    kind: 'keychain',
    // macOS and Windows answer a locked keychain with an error (errSecInteractionNotAllowed, ERROR_NO_SUCH_LOGON_SESSION).
    hidesLock: platform !== 'darwin' && platform !== 'win32',
    asksUser: true,
    holdsProcess: true,
    get: (name) => guarded<RawRead>(keytar, [], async (api) => readOf(await api.getPassword(SERVICE, name))),
    set: (name, value) =>
      value.use((text) =>
        guarded<RawDone>(keytar, [text], async (api) => {
          await api.setPassword(SERVICE, name, text);
          return DONE;
        }),
      ),
    remove: (name) =>
      guarded<RawDone>(keytar, [], async (api) => {
        await api.deletePassword(SERVICE, name);
        return DONE;
      }),
  };
}

const DONE: RawDone = { kind: 'done' };

function readOf(text: string | null): RawRead {
  return text === null ? { kind: 'none' } : { kind: 'value', value: new Secret(text) };
}

async function guarded<Output>(
  keytar: () => Promise<Keytar>,
  secrets: readonly string[],
  action: (api: Keytar) => Promise<Output>,
): Promise<Output | Trouble> {
  const api = await keytar().catch((error: unknown) => absent(error));
  if ('kind' in api) return api;
  try {
    return await action(api);
  } catch (error) {
    return troubleOf(wordsOf(error, secrets));
  }
}

function absent(error: unknown): Trouble {
  return { kind: 'trouble', state: 'absent', detail: wordsOf(error) };
}
