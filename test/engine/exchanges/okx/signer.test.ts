import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  importSecret,
  isoMs,
  sign,
  signSocketLogin,
  unsigned,
} from '../../../../electron/engine/exchanges/okx/signer.ts';
import type { ExchangeRequest } from '../../../../electron/engine/http.ts';
import { credentialOf, postJson, stampOf } from './support.ts';

const SAMPLE_SECRET = '22582BD0CFF14C41EDBF1AB98506286D';

function reading(target: string): ExchangeRequest {
  const [path = '', query = ''] = target.split('?');
  return { method: 'GET', path, query, body: null };
}

function posting(path: string, text: string): ExchangeRequest {
  return { method: 'POST', path, query: '', body: { type: 'json', text } };
}

const order =
  '{"instId":"BTC-USDT","tdMode":"cash","clOrdId":"b15","side":"buy","ordType":"limit","px":"2.15","sz":"2"}';
const cancels = '[{"instId":"BTC-USDT","ordId":"590908157585625111"},{"instId":"BTC-USDT","clOrdId":"b16"}]';

const vectors = [
  {
    name: 'reads with a query',
    at: '2020-12-08T09:08:57.715Z',
    request: reading('/api/v5/account/balance?ccy=BTC'),
    signature: 'HiZhvSfMtWJA3uUIVXV3a/bSXNPCWvYFXoGCVS8V4zY=',
  },
  {
    name: 'places an order',
    at: '2026-11-20T12:34:56.789Z',
    request: posting('/api/v5/trade/order', order),
    signature: 'WSwSXf+uv/hksE+xi0I3aHvBJpcuqzGlYxfR6uVdJaw=',
  },
  {
    name: 'cancels a batch',
    at: '2026-11-20T12:34:56.789Z',
    request: posting('/api/v5/trade/cancel-batch-orders', cancels),
    signature: 'nvnLJd7A2/mrgFiPCmEc9Uor+THnKRI1lB63lx0iCDM=',
  },
  {
    name: 'signs a comma as it is sent, plain',
    at: '2026-11-20T12:34:56.789Z',
    request: reading('/api/v5/account/balance?ccy=BTC,ETH'),
    signature: 'Q+r5rb/yBTxA2gLrv37La0P8QhHHEXErJACyXVKVqJU=',
  },
  {
    name: 'signs a comma as it is sent, encoded',
    at: '2026-11-20T12:34:56.789Z',
    request: reading('/api/v5/account/balance?ccy=BTC%2CETH'),
    signature: 'HCEdCsh0W0+eJEubm9jSMpmk6oK8YXSrfW5SiD1jheI=',
  },
  {
    name: 'reads without a query',
    at: '2026-11-20T12:34:56.789Z',
    request: reading('/api/v5/account/config'),
    signature: 'SUi8e9zt5FkYX+R1fGOLS9d7IbLZ/2eL/VR5AeyiQ5E=',
  },
  {
    name: 'signs a whole second as .000Z',
    at: '2026-11-20T12:34:56.000Z',
    request: posting('/api/v5/trade/order', order),
    signature: '/rY9uyjSl8+Pp1jYYM8wQEoBdQ7YTNGN4SMjuWcuADI=',
  },
] as const;

describe('OKX signature', () => {
  for (const { name, at, request, signature } of vectors) {
    it(name, () => {
      const { headers } = sign(request, credentialOf(SAMPLE_SECRET), stampOf(at));
      expect(headers['OK-ACCESS-SIGN']).toBe(signature);
      expect(headers['OK-ACCESS-TIMESTAMP']).toBe(at);
    });
  }

  it('agrees with a value published by another project', () => {
    const credential = credentialOf('chNOOS4KvNXR_Xq4k4c9qsfoKWvnDecLATCRlcBwyKDYnWgO');
    const { headers } = sign(reading('/api/v5/account/balance'), credential, stampOf('2020-12-08T09:08:57.715Z'));
    expect(headers['OK-ACCESS-SIGN']).toBe('PJ61e1nb2F2Qd7D8SPiaIcx2gjdELc+o0ygzre9z33k=');
  });

  it('logs a socket in with whole seconds', () => {
    const login = signSocketLogin(credentialOf(SAMPLE_SECRET), 1_704_876_947.9);
    const sign7 = '5/36BgGV6m/6pmdc20zdqk0mzF5ZalmzzPD2fo3wavU=';
    const args = [{ apiKey: 'test-key-0001', passphrase: 'Pass-123!', timestamp: '1704876947', sign: sign7 }];
    expect(login).toEqual({ op: 'login', args });
  });

  it('throws for a credential that is none of OKX', () => {
    const credential = credentialOf(SAMPLE_SECRET);
    const stamp = stampOf('2026-11-20T12:34:56.789Z');
    expect(() => sign(reading('/api/v5/account/config'), { ...credential, passphrase: null }, stamp)).toThrow(
      /passphrase/,
    );
    const rsa = { ...credential, signing: { ...credential.signing, algorithm: 'rsa' } } as const;
    expect(() => sign(reading('/api/v5/account/config'), rsa, stamp)).toThrow(/HMAC/);
  });
});

describe('OKX request form', () => {
  const credential = credentialOf(SAMPLE_SECRET);
  const stamp = stampOf('2026-11-20T12:34:56.789Z');

  it('sends key, passphrase and content type, and exactly the text it signed', () => {
    const signed = sign(posting('/api/v5/trade/cancel-batch-orders', cancels), credential, stamp);
    expect(signed.body).toBe(cancels);
    expect(signed.headers).toMatchObject({
      'OK-ACCESS-KEY': 'test-key-0001',
      'OK-ACCESS-PASSPHRASE': 'Pass-123!',
      'content-type': 'application/json',
    });
  });

  it('gives an empty POST the body {} and a read none', () => {
    const empty = { method: 'POST', path: '/api/v5/trade/mass-cancel', query: '', body: null } as const;
    const braces = sign(posting('/api/v5/trade/mass-cancel', '{}'), credential, stamp);
    expect(sign(empty, credential, stamp)).toEqual(braces);
    expect(braces.body).toBe('{}');
    expect(sign(reading('/api/v5/account/config'), credential, stamp)).toMatchObject({
      target: '/api/v5/account/config',
      body: null,
    });
  });

  const deadlines = [
    { path: '/api/v5/trade/order', expires: true },
    { path: '/api/v5/trade/batch-orders', expires: true },
    { path: '/api/v5/trade/amend-order', expires: true },
    { path: '/api/v5/trade/amend-batch-orders', expires: true },
    { path: '/api/v5/trade/cancel-order', expires: false },
    { path: '/api/v5/trade/cancel-batch-orders', expires: false },
    { path: '/api/v5/trade/order-precheck', expires: false },
  ];
  for (const { path, expires } of deadlines) {
    it(`${expires ? 'gives a deadline to' : 'gives no deadline to'} POST ${path}`, () => {
      const { headers } = sign(postJson(path, {}), credential, stamp);
      expect(headers['expTime']).toBe(expires ? String(Date.parse('2026-11-20T12:35:01.789Z')) : undefined);
    });
  }

  it('gives no deadline to a look at an order, whose path is that of placing', () => {
    expect(sign(reading('/api/v5/trade/order?instId=BTC-USDT'), credential, stamp).headers['expTime']).toBeUndefined();
  });

  it('sends public calls without a key', () => {
    expect(unsigned(reading('/api/v5/market/ticker?instId=BTC-USDT'))).toEqual({
      method: 'GET',
      target: '/api/v5/market/ticker?instId=BTC-USDT',
      headers: {},
      body: null,
    });
  });

  it('writes timestamps as the calendar has them', () => {
    const epoch = fc.integer({ min: 0, max: Date.UTC(2200, 0, 1) });
    fc.assert(fc.property(epoch, (ms) => isoMs(ms) === new Date(ms).toISOString()));
    for (const day of ['2000-02-29', '2024-02-29', '2100-02-28', '2100-03-01', '1970-01-01', '2026-12-31']) {
      expect(isoMs(Date.parse(`${day}T23:59:59.999Z`))).toBe(`${day}T23:59:59.999Z`);
    }
  });
});

describe('OKX secret', () => {
  it('is trimmed of what pasting adds', () => {
    const pasted = credentialOf(`  ${SAMPLE_SECRET}\n`);
    const request = reading('/api/v5/account/config');
    const stamp = stampOf('2026-11-20T12:34:56.789Z');
    expect(sign(request, pasted, stamp)).toEqual(sign(request, credentialOf(SAMPLE_SECRET), stamp));
  });

  const refused = [
    '',
    '   ',
    'short',
    'two words of a secret text',
    '-----BEGIN PRIVATE KEY-----\nMIIEvQ\n-----END PRIVATE KEY-----',
    'é'.repeat(32),
  ];
  for (const text of refused) {
    it(`refuses ${JSON.stringify(text.slice(0, 24))} without repeating it`, () => {
      const result = importSecret(text);
      expect(result).toMatchObject({ ok: false, failure: { kind: 'invalid-input' } });
      if (text.length > 4) expect(JSON.stringify(result)).not.toContain(text);
    });
  }
});
