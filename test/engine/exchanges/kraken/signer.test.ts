import { createSecretKey, type KeyObject } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import type { Credential, Stamp } from '../../../../electron/engine/exchanges/definition.ts';
import { importSecret, sign, signBody, unsigned } from '../../../../electron/engine/exchanges/kraken/signer.ts';
import type { RequestBody } from '../../../../electron/engine/http.ts';
import { post } from './recorded.ts';

// The first row is Kraken's own example (Spot REST Authentication, 2026-05); the others use its secret and nonce.
const SECRET = 'kQH5HW/8p1uGOVjbgWA7FunAmGO8lsSUXNsu3eow76sz84Q18fWxnyRzBHCd3pd5nE9qa99HAZtuZuj6F1huXg==';
const NONCE = '1616492376594';
const key: KeyObject = createSecretKey(Buffer.from(SECRET, 'base64'));
const credential: Credential = { apiKey: 'public-half', signing: { algorithm: 'hmac', key }, passphrase: null };
const stamp: Stamp = { serverMs: 0, nonce: BigInt(NONCE), validForMs: 5_000 };

const vectors = [
  {
    name: "Kraken's published example",
    method: 'AddOrder',
    type: 'form',
    rest: 'ordertype=limit&pair=XBTUSD&price=37500&type=buy&volume=1.25',
    signature: '4/dpxb3iT4tp/ZCVEwSnEsLxx0bqyhLpdfOpc6fn7OR8+UClSV5n9E6aSS8MPtnRfp32bAb0nmbRn6H8ndwLUQ==',
  },
  {
    name: 'a body of the nonce alone',
    method: 'Balance',
    type: 'form',
    rest: '',
    signature: '1nH4vwR+8FHiYh1QT649xXkGd3JR3x0DWkgv3u9Ed/Qqv6KPtgQpEU4m+Emb/VgpEji3j1XNwI+HCbfXxmrTOg==',
  },
  {
    name: 'another path with the same body',
    method: 'GetApiKeyInfo',
    type: 'form',
    rest: '',
    signature: '0hXh9q5/fK8xgzNfiExbUyhEvsv1gAYGgL/5PWy8Xo8kFGhpI/ZwAnHB1eC0SYtlYiywFcypDRuBP/GjHp+ojA==',
  },
  {
    name: 'a percent-encoded relative price',
    method: 'AddOrder',
    type: 'form',
    rest: 'ordertype=stop-loss-limit&pair=XBTUSD&price=%2B5%25&price2=-1%25&type=buy&volume=1.25',
    signature: '891se5AUxq8V4E/2Ot3SaaTt7POwf2KtTYnRF8aYFXLW32MxuQjOAr++eXOFbHlTeAEsMVmVnQILZch28czBsQ==',
  },
  {
    name: 'a JSON order',
    method: 'AddOrder',
    type: 'json',
    rest: '"ordertype":"limit","pair":"XBTUSD","price":"37500","type":"buy","volume":"1.25"',
    signature: 'r/o+GpKxXjV/mls/r5CKLu5R+yzK5psqvQ4hXxMX1nzdxTBhV+ui82QGgPZMMitpFwCOAdPEZMmXgZxD2chJEg==',
  },
  {
    name: 'a JSON body of the nonce alone',
    method: 'GetApiKeyInfo',
    type: 'json',
    rest: '',
    signature: 'CdOMcl3cR5p2oNIy4JDCJS6qF+Pdsxp4wnJsuxgeOH031VC7l5wTihDfvkEZbg4mofmvM1Gn/y+eWFVYWn3GYA==',
  },
] as const;

function complete(type: RequestBody['type'], rest: string): string {
  if (type === 'form') return rest === '' ? `nonce=${NONCE}` : `nonce=${NONCE}&${rest}`;
  return rest === '' ? `{"nonce":"${NONCE}"}` : `{"nonce":"${NONCE}",${rest}}`;
}

function bare(type: RequestBody['type'], rest: string): string {
  return type === 'form' ? rest : `{${rest}}`;
}

describe('the signature of a body', () => {
  for (const { name, method, type, rest, signature } of vectors) {
    it(name, () => expect(signBody(`/0/private/${method}`, NONCE, complete(type, rest), key)).toBe(signature));
  }
});

describe('signing a request', () => {
  for (const { name, method, type, rest, signature } of vectors) {
    it(`puts the nonce in and signs ${name}`, () => {
      const signed = sign({ ...post(method), body: { type, text: bare(type, rest) } }, credential, stamp);
      expect(signed.body).toBe(complete(type, rest));
      expect(signed.headers).toEqual({
        'API-Key': 'public-half',
        'API-Sign': signature,
        'Content-Type': type === 'form' ? 'application/x-www-form-urlencoded' : 'application/json',
      });
    });

    it(`keeps the nonce that stands in ${name}`, () => {
      const own: Stamp = { ...stamp, nonce: 99n };
      const text = complete(type, rest);
      const signed = sign({ ...post(method), body: { type, text } }, credential, own);
      expect(signed.body).toBe(text);
      expect(signed.headers['API-Sign']).toBe(signature);
    });
  }

  it('gives a call without a body one', () => {
    const signed = sign({ ...post('Balance'), body: null }, credential, stamp);
    expect([signed.method, signed.target, signed.body]).toEqual(['POST', '/0/private/Balance', `nonce=${NONCE}`]);
    expect(signed.headers['API-Sign']).toBe(vectors[1].signature);
  });

  const bodies = [
    { name: 'a nonce written as a JSON number', text: '{"nonce":18446744073709551615}', nonce: '18446744073709551615' },
    { name: 'a nonce that is not the first member', text: '{"pair":"XBTUSD","nonce":"7"}', nonce: '7' },
  ];
  for (const { name, text, nonce } of bodies) {
    it(`signs with ${name}`, () => {
      const signed = sign({ ...post('Balance'), body: { type: 'json', text } }, credential, stamp);
      expect(signed.body).toBe(text);
      expect(signed.headers['API-Sign']).toBe(signBody('/0/private/Balance', nonce, text, key));
    });
  }

  const insertions = [
    { text: '', sent: `{"nonce":"${NONCE}"}` },
    { text: ' { } ', sent: `{"nonce":"${NONCE}" } ` },
    { text: '{ "a": {"nonce": 1} }', sent: `{"nonce":"${NONCE}", "a": {"nonce": 1} }` },
    { text: '[1]', sent: '[1]' },
  ];
  for (const { text, sent } of insertions) {
    it(`writes the nonce into ${JSON.stringify(text)} and nothing else`, () => {
      const signed = sign({ ...post('Balance'), body: { type: 'json', text } }, credential, stamp);
      expect(signed.body).toBe(sent);
    });
  }

  it('refuses a key of another algorithm', () => {
    const other: Credential = { ...credential, signing: { algorithm: 'ed25519', key } };
    expect(() => sign(post('Balance'), other, stamp)).toThrow('HMAC');
  });

  it('leaves a public call as it is', () => {
    expect(unsigned({ method: 'GET', path: '/0/public/Ticker', query: 'pair=XBTUSD', body: null })).toEqual({
      method: 'GET',
      target: '/0/public/Ticker?pair=XBTUSD',
      headers: {},
      body: null,
    });
  });
});

describe('importing a secret', () => {
  it('gives the key that signs the published example', () => {
    const imported = importSecret(` ${SECRET.slice(0, 40)}\n${SECRET.slice(40)} `);
    if (!imported.ok) throw new Error(imported.failure.kind);
    const { name: _name, method, type, rest, signature } = vectors[0];
    expect(signBody(`/0/private/${method}`, NONCE, complete(type, rest), imported.value.key)).toBe(signature);
    expect(imported.value.algorithm).toBe('hmac');
  });

  it('takes a key of one byte', () => expect(importSecret('AA==').ok).toBe(true));

  for (const text of ['', '  \n', '====', 'not base64!', SECRET.slice(0, -1), SECRET.slice(1), 'A', 'AA=']) {
    it(`refuses ${JSON.stringify(text)} without repeating it`, () => {
      const imported = importSecret(text);
      expect(imported).toMatchObject({ ok: false, failure: { kind: 'invalid-input' } });
      if (text.length > 4) expect(JSON.stringify(imported)).not.toContain(text);
    });
  }
});
