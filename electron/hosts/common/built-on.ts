import { createRequire } from 'node:module';

const NAMES = { electron: 'electron', chromium: 'chrome', node: 'node', sqlite: 'sqlite' } as const;

/** Versions of what this process is built on, as far as they can be told. */
export function builtOn(versions: Readonly<Record<string, string | undefined>>): Record<string, string> {
  const known = Object.entries(NAMES).flatMap(([part, name]) => {
    const version = versions[name];
    return version === undefined ? [] : [[part, version] as const];
  });
  const keychain = keychainVersion();
  return { ...Object.fromEntries(known), ...(keychain === null ? {} : { keychain }) };
}

// Its machine code is not loaded for this: the file beside it says.
function keychainVersion(): string | null {
  try {
    const { version } = createRequire(import.meta.url)('keytar/package.json') as { readonly version?: unknown };
    return typeof version === 'string' ? version : null;
  } catch {
    return null;
  }
}
