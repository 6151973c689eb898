import { createRequire } from 'node:module';

/** The three calls that are made. */
export interface Keytar {
  getPassword(service: string, account: string): Promise<string | null>;
  setPassword(service: string, account: string, password: string): Promise<void>;
  deletePassword(service: string, account: string): Promise<boolean>;
}

/** Loads the native module; rejects with the system's words, such as the library that is not there. */
export async function loadKeytar(): Promise<Keytar> {
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
