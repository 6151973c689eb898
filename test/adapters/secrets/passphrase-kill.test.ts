import { rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { PASSPHRASE_FILE } from '../../../electron/adapters/secrets/secret-store.ts';
import { KeyringClient } from '../../support/keyring-client.ts';
import { temporaryFolder } from './temporary-folder.ts';

const KEY = 'key-aaaaaaaa';
const PASSPHRASE = 'correct horse battery';

let folder: string;

beforeEach(() => {
  folder = temporaryFolder();
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

// Without a bus there is no keychain; elsewhere the system's own would be used.
describe.runIf(process.platform === 'linux')('a passphrase file whose writer is killed', () => {
  function start(): KeyringClient {
    return new KeyringClient({ PATH: process.env['PATH'], HOME: folder, XDG_RUNTIME_DIR: folder }, folder);
  }

  it('holds the old or the new value, in 100 overwrites', async () => {
    let kept = 0;
    const first = start();
    await first.call('makeFile', undefined, PASSPHRASE);
    expect(await first.call('write', KEY, '0')).toEqual({ ok: true, value: null });
    await first.kill();
    for (let round = 0; round <= 5; round += 1) {
      const client = start();
      expect(await client.call('openFile', undefined, PASSPHRASE)).toMatchObject({ ok: true });
      expect(statSync(join(folder, PASSPHRASE_FILE)).mode & 0o777).toBe(0o600);
      const read = await client.call('read', KEY);
      expect(read).toEqual({ kind: 'found', value: expect.stringMatching(/^\d+$/) });
      const found = Number(JSON.parse(JSON.stringify(read)).value);
      expect(found).toBeGreaterThanOrEqual(kept);
      const writes = Array.from({ length: 20 }, (_, step) => client.call('write', KEY, String(found + step + 1)));
      await writes[3 * round];
      kept = found + 3 * round + 1;
      await client.kill();
    }
  });
});
