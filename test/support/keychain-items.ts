import { execFileSync } from 'node:child_process';
import { SERVICE } from '../../electron/adapters/secrets/keychain.ts';
import { root } from '../../scripts/steps.ts';
import type { PrivateKeyring } from './keyring.ts';

// In a process of its own: keytar's connection to a bus cannot be made anew within one.
const READ = `
  const { default: keytar } = await import('keytar');
  process.stdout.write(JSON.stringify(await keytar.findCredentials(process.argv[1])));
`;

/** Everything the keychain holds for Headroom, read past Headroom: item name → text. */
export function keychainItems(keyring: PrivateKeyring): ReadonlyMap<string, string> {
  const args = ['--input-type=module', '--eval', READ, SERVICE];
  const text = execFileSync(process.execPath, args, { cwd: root, env: keyring.env, encoding: 'utf8', timeout: 10_000 });
  const items: readonly { readonly account: string; readonly password: string }[] = JSON.parse(text);
  return new Map(items.map(({ account, password }) => [account, password]));
}
