import { inspect } from 'node:util';
import { describe, expect, it } from 'vitest';
import { exchangeIds } from '../../../shared/model/account.ts';
import { Secret } from '../../../electron/engine/vault/secret.ts';
import { type KeyMaterial, Vault } from '../../../electron/engine/vault/vault.ts';
import { materials } from '../../support/client-rig.ts';

describe('a secret', () => {
  it('shows nothing when printed, joined, spread or serialised', () => {
    const secret = new Secret('canary');
    const shown = [
      inspect(secret, { showHidden: true, depth: 9 }),
      `${secret}`,
      String(secret),
      JSON.stringify({ secret }),
      JSON.stringify({ ...secret }),
      inspect(Object.entries(secret)),
      inspect(structuredClone({ ...secret })),
    ];
    expect(shown.join()).not.toContain('canary');
    expect(secret.use((text) => text.length)).toBe(6);
  });
});

describe('the vault', () => {
  for (const exchange of exchangeIds) {
    it(`keeps a key of ${exchange} as a key object, never as text`, () => {
      const vault = new Vault();
      const material = materials[exchange];
      expect(vault.keep('a', exchange, material)).toEqual({
        ok: true,
        value: { keyId: `a-${material.apiKey.slice(-4)}` },
      });
      const lent = vault.lend('a');
      if (!lent.ok) throw new Error('not lent');
      const { signing, passphrase } = lent.value.credential;
      expect(Object.keys(lent.value.credential).toSorted()).toEqual(['apiKey', 'passphrase', 'signing']);
      expect(Object.prototype.toString.call(signing.key)).toMatch(/KeyObject/);
      expect(passphrase === null || passphrase instanceof Secret).toBe(true);
      const shown = inspect([vault, lent], { depth: 9, showHidden: true }) + JSON.stringify([vault, lent]);
      for (const text of [material.secretText, material.passphrase ?? material.secretText])
        expect(shown).not.toContain(text);
    });
  }

  const bad: readonly (readonly [
    name: string,
    exchange: (typeof exchangeIds)[number],
    change: Partial<KeyMaterial>,
    kind: string,
  ])[] = [
    ['no key', 'binance', { apiKey: '' }, 'invalid-key'],
    ['a key with a line break', 'binance', { apiKey: `${'B'.repeat(64)}\r\nX-Evil: 1` }, 'invalid-key'],
    ['a key with a blank', 'binance', { apiKey: 'B B B B B B' }, 'invalid-key'],
    ['a key cut at a NUL', 'binance', { apiKey: 'abcdefgh\0i' }, 'invalid-key'],
    ['a key of other letters', 'binance', { apiKey: 'ключключ' }, 'invalid-key'],
    ['no secret', 'binance', { secretText: '' }, 'invalid-input'],
    ['a secret that is no Base64', 'kraken', { secretText: '!!!' }, 'invalid-input'],
    ['no passphrase', 'okx', { passphrase: null }, 'invalid-key'],
    ['an empty passphrase', 'okx', { passphrase: '' }, 'invalid-key'],
    ['a passphrase with a line break', 'okx', { passphrase: 'a\r\nX-Evil: 1' }, 'invalid-key'],
  ];
  for (const [name, exchange, change, kind] of bad) {
    it(`refuses ${name} and says why without repeating it`, () => {
      const vault = new Vault();
      const kept = vault.keep('a', exchange, { ...materials[exchange], ...change });
      expect(kept).toMatchObject({ ok: false, failure: { kind } });
      expect(JSON.stringify(kept)).not.toContain(materials[exchange].secretText);
      expect(vault.lend('a').ok).toBe(false);
    });
  }

  it('keeps the old key when its replacement is refused', () => {
    const vault = new Vault();
    vault.keep('a', 'binance', materials.binance);
    vault.keep('a', 'binance', { ...materials.binance, secretText: '' });
    expect(vault.lend('a').ok).toBe(true);
  });

  it('lends to nobody after it forgot, and not for other accounts', () => {
    const vault = new Vault();
    vault.keep('a', 'binance', materials.binance);
    expect(vault.lend('b')).toMatchObject({ failure: { kind: 'not-found' } });
    vault.forget('a');
    expect(vault.lend('a').ok).toBe(false);
  });
});
