import { createRequire } from 'node:module';

/** The three calls that are made. */
export interface Keytar {
  getPassword(service: string, account: string): Promise<string | null>;
  setPassword(service: string, account: string, password: string): Promise<void>;
  deletePassword(service: string, account: string): Promise<boolean>;
}

/** Null: the native module may be loaded; else the reason against it. */
export type NativeCheck = () => string | null;

/**
 * Loads the native module; rejects with the system's words, such as the library that is not there, and before a byte of
 * it runs with the reason `check` has against it.
 */
export async function loadKeytar(check: NativeCheck = () => null): Promise<Keytar> {
  const reason = check();
  if (reason !== null) throw new Error(reason);
  try {
    return (await import('keytar')).default;
  } catch (error) {
    throw new Error(systemWords() ?? (error instanceof Error ? error.message : 'keytar cannot be loaded'));
  }
}

// The package's own loader drops the system's words, so its file is tried once more to hear them.
function systemWords(): string | null {
  const require = createRequire(import.meta.url);
  try {
    require(`keytar/prebuilds/${process.platform}-${process.arch}/keytar.node`);
    return null;
  } catch (error) {
    return error instanceof Error ? (error.message.split('\n')[0] ?? null) : null;
  }
}
