import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { keychainRaw } from '../../../electron/adapters/secrets/keychain.ts';
import { loadKeytar } from '../../../electron/adapters/secrets/load-keytar.ts';
import { keytarSeal, SEAL_FILE, unpackedModule } from '../../../electron/hosts/desktop/keytar-seal.ts';
import { writeSeal } from '../../../scripts/keytar-seal.ts';

interface Package {
  readonly seal: string | null;
  readonly module: string | null;
}

/** A package's folders, with a module and a seal as given. */
function pack({ seal, module }: Package): string {
  const here = join(mkdtempSync(join(tmpdir(), 'headroom-seal-')), 'app.asar', 'dist', 'desktop');
  mkdirSync(here, { recursive: true });
  if (seal !== null) writeFileSync(join(here, SEAL_FILE), seal);
  if (module !== null) {
    mkdirSync(dirname(unpackedModule(here)), { recursive: true });
    writeFileSync(unpackedModule(here), module);
  }
  return here;
}

const digest = createHash('sha256').update('code').digest('hex');
const cases = [
  { name: 'as it was packed', package: { seal: digest, module: 'code' }, says: null },
  { name: 'with a line’s end', package: { seal: `${digest}\n`, module: 'code' }, says: null },
  { name: 'one byte changed', package: { seal: digest, module: 'Code' }, says: /was changed/ },
  { name: 'one byte more', package: { seal: digest, module: 'code ' }, says: /was changed/ },
  { name: 'not there', package: { seal: digest, module: null }, says: /is not there/ },
  { name: 'no seal', package: { seal: null, module: 'code' }, says: /says nothing/ },
  { name: 'an empty seal', package: { seal: '', module: 'code' }, says: /says nothing/ },
  { name: 'a seal that is none', package: { seal: 'anything', module: 'code' }, says: /says nothing/ },
];

describe('the keychain’s machine code', () => {
  for (const { name, package: given, says } of cases) {
    it(`${name}: ${says === null ? 'may be loaded' : 'is refused'}`, () => {
      const reason = keytarSeal({ here: pack(given), isPackaged: true })();
      if (says === null) expect(reason).toBeNull();
      else expect(reason).toMatch(says);
    });
  }

  it('a checkout is not asked for a seal', () => {
    expect(keytarSeal({ here: '/nowhere', isPackaged: false })()).toBeNull();
  });

  it('lies beside the archive, where no path from outside leads', () => {
    expect(unpackedModule('/x/app.asar/dist/desktop')).toBe(
      join('/x/app.asar.unpacked/node_modules/keytar/build/Release/keytar.node'),
    );
  });

  it('what the build writes is what the host reads', () => {
    const here = pack({ seal: null, module: 'code' });
    writeSeal(unpackedModule(here), join(here, SEAL_FILE));
    expect(keytarSeal({ here, isPackaged: true })()).toBeNull();
  });
});

describe('loading it', () => {
  it('stops before a byte of it runs, with the reason', async () => {
    await expect(loadKeytar(() => 'the module was changed')).rejects.toThrow('the module was changed');
  });

  it('a refused module is an absent keychain with the reason', async () => {
    const store = keychainRaw({ platform: 'linux', load: () => loadKeytar(() => 'the module was changed') });
    expect(await store.get('any')).toEqual({ kind: 'trouble', state: 'absent', detail: 'the module was changed' });
  });
});
