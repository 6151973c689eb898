import { createPrivateKey, createPublicKey, sign, verify } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { nodeKeyCrypto } from '../../../electron/adapters/keys/key-crypto.ts';
import { memoryJournal } from '../../support/memory-stores.ts';

describe('fingerprints', () => {
  it('are the same for the same key of the same install, also after a restart', () => {
    const journal = memoryJournal();
    const [first, second] = [nodeKeyCrypto(journal), nodeKeyCrypto(journal)];
    expect(first.fingerprint('an api key')).toMatch(/^[0-9a-f]{32}$/);
    expect(second.fingerprint('an api key')).toBe(first.fingerprint('an api key'));
  });

  it('differ by key and by install', () => {
    const [here, there] = [nodeKeyCrypto(memoryJournal()), nodeKeyCrypto(memoryJournal())];
    expect(new Set([here.fingerprint('a'), here.fingerprint('b'), there.fingerprint('a')]).size).toBe(3);
  });

  for (const kept of ['', '"short"', '{', `"${'g'.repeat(64)}"`]) {
    it(`are made anew where ${kept || 'nothing'} was kept`, () => {
      const journal = memoryJournal();
      journal.saveSetting('install-key', kept);
      expect(nodeKeyCrypto(journal).fingerprint('a')).toMatch(/^[0-9a-f]{32}$/);
      expect(journal.loadSetting('install-key')).toMatch(/^"[0-9a-f]{64}"$/);
    });
  }
});

describe('pairs', () => {
  it('fit together, and each is another', () => {
    const crypto = nodeKeyCrypto(memoryJournal());
    const [one, other] = [crypto.makeEd25519(), crypto.makeEd25519()];
    const text = Buffer.from('text');
    const signature = one.privatePem.use((pem) => sign(null, text, createPrivateKey(pem)));
    expect(verify(null, text, createPublicKey(one.publicPem), signature)).toBe(true);
    expect(verify(null, text, createPublicKey(other.publicPem), signature)).toBe(false);
    expect(one.publicPem).not.toContain('PRIVATE');
  });
});

describe('passphrases', () => {
  it('fit their own hash, salted anew each time, and no other', async () => {
    const crypto = nodeKeyCrypto(memoryJournal());
    const [one, again] = [await crypto.hashPassphrase('é sesame'), await crypto.hashPassphrase('é sesame')];
    expect(one).not.toBe(again);
    expect(one).not.toContain('sesame');
    // The same letters, composed and not.
    expect(await crypto.fitsPassphrase('e\u0301 sesame', one)).toBe(true);
    expect(await crypto.fitsPassphrase('Sesame', one)).toBe(false);
  });

  for (const hash of ['', 'scrypt', 'scrypt$$', 'scrypt$zz$zz', 'plain$00$00', 'scrypt$00$', 'null']) {
    it(`fit nothing where the hash is "${hash}"`, async () => {
      const crypto = nodeKeyCrypto(memoryJournal());
      expect(await crypto.fitsPassphrase('', hash)).toBe(false);
      expect(await crypto.fitsPassphrase('sesame', hash)).toBe(false);
    });
  }
});
