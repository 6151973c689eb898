import { describe, expect, it } from 'vitest';
import { expectedSignature, isSignedBy } from '../../../electron/practice/kraken/access/signature.ts';
import { Bench } from './support.ts';

// The first row is Kraken's own example (Spot REST Authentication, 2026-05); the rest were computed from its formula.
const SECRET = 'kQH5HW/8p1uGOVjbgWA7FunAmGO8lsSUXNsu3eow76sz84Q18fWxnyRzBHCd3pd5nE9qa99HAZtuZuj6F1huXg==';
const NONCE = '1616492376594';

const vectors = [
  {
    name: 'the published form body',
    path: '/0/private/AddOrder',
    body: 'nonce=1616492376594&ordertype=limit&pair=XBTUSD&price=37500&type=buy&volume=1.25',
    signature: '4/dpxb3iT4tp/ZCVEwSnEsLxx0bqyhLpdfOpc6fn7OR8+UClSV5n9E6aSS8MPtnRfp32bAb0nmbRn6H8ndwLUQ==',
  },
  {
    name: 'a body of the nonce alone',
    path: '/0/private/Balance',
    body: 'nonce=1616492376594',
    signature: '1nH4vwR+8FHiYh1QT649xXkGd3JR3x0DWkgv3u9Ed/Qqv6KPtgQpEU4m+Emb/VgpEji3j1XNwI+HCbfXxmrTOg==',
  },
  {
    name: 'percent-encoded offsets',
    path: '/0/private/AddOrder',
    body: 'nonce=1616492376594&ordertype=stop-loss-limit&pair=XBTUSD&price=%2B5%25&price2=-1%25&type=buy&volume=1.25',
    signature: '891se5AUxq8V4E/2Ot3SaaTt7POwf2KtTYnRF8aYFXLW32MxuQjOAr++eXOFbHlTeAEsMVmVnQILZch28czBsQ==',
  },
  {
    name: 'a JSON body',
    path: '/0/private/AddOrder',
    body: '{"nonce":"1616492376594","ordertype":"limit","pair":"XBTUSD","price":"37500","type":"buy","volume":"1.25"}',
    signature: 'r/o+GpKxXjV/mls/r5CKLu5R+yzK5psqvQ4hXxMX1nzdxTBhV+ui82QGgPZMMitpFwCOAdPEZMmXgZxD2chJEg==',
  },
] as const;

describe('signature', () => {
  for (const { name, path, body, signature } of vectors) {
    it(`signs ${name}`, () => expect(expectedSignature(path, NONCE, body, SECRET)).toBe(signature));
    it(`refuses ${name} when a byte was changed`, () => {
      expect(isSignedBy(SECRET, path, NONCE, body.replace('1616', '1617'), signature)).toBe(false);
      expect(isSignedBy(SECRET, `${path}X`, NONCE, body, signature)).toBe(false);
      expect(isSignedBy(SECRET, path, NONCE, body, `${signature.slice(0, -3)}A==`)).toBe(false);
    });
  }

  it('accepts the published example as a request, and refuses it tampered with', async () => {
    const bench = new Bench({ keys: [{ apiKey: 'DOCS', accountId: 'main', secret: SECRET }] });
    const [vector] = vectors;
    const params = { ordertype: 'limit', pair: 'XBTUSD', price: 37500, type: 'buy', volume: 1.25 };
    const accepted = await bench.call('AddOrder', params, { nonce: NONCE, signature: vector.signature });
    expect([accepted.error, accepted.result?.['descr']]).toEqual([
      [],
      { order: 'buy 1.25000000 XBTUSD @ limit 37500.0' },
    ]);
    const tampered = await bench.errors(
      'AddOrder',
      { ...params, volume: 1.26 },
      { nonce: '1616492376595', signature: vector.signature },
    );
    expect(tampered).toEqual(['EAPI:Invalid signature']);
  });

  it('takes JSON bodies', async () => {
    const bench = new Bench();
    const reply = await bench.json('AddOrder', {
      pair: 'BTC/USD',
      type: 'buy',
      ordertype: 'limit',
      price: 50000.5,
      volume: '0.001',
      validate: true,
    });
    expect(reply).toEqual({ error: [], result: { descr: { order: 'buy 0.00100000 XBTUSD @ limit 50000.5' } } });
  });
});
