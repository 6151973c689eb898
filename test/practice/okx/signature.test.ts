import { describe, expect, it } from 'vitest';
import { practiceRequest } from '../../../electron/practice/core/request.ts';
import {
  loginSignatureOf,
  readLoginStampMs,
  readStampMs,
  sameText,
  signatureOf,
} from '../../../electron/practice/okx/access/signature.ts';
import { KEY, rig, signedHeaders, START_MS } from './support.ts';

const SECRET = '22582BD0CFF14C41EDBF1AB98506286D';
const AT = '2026-11-20T12:34:56.789Z';
const ORDER =
  '{"instId":"BTC-USDT","tdMode":"cash","clOrdId":"b15","side":"buy","ordType":"limit","px":"2.15","sz":"2"}';
const BATCH = '[{"instId":"BTC-USDT","ordId":"590908157585625111"},{"instId":"BTC-USDT","clOrdId":"b16"}]';

describe('request signature', () => {
  const vectors = [
    {
      name: 'GET with query',
      stamp: '2020-12-08T09:08:57.715Z',
      method: 'GET',
      target: '/api/v5/account/balance?ccy=BTC',
      body: '',
      sign: 'HiZhvSfMtWJA3uUIVXV3a/bSXNPCWvYFXoGCVS8V4zY=',
    },
    {
      name: 'POST',
      stamp: AT,
      method: 'POST',
      target: '/api/v5/trade/order',
      body: ORDER,
      sign: 'WSwSXf+uv/hksE+xi0I3aHvBJpcuqzGlYxfR6uVdJaw=',
    },
    {
      name: 'POST of an array',
      stamp: AT,
      method: 'POST',
      target: '/api/v5/trade/cancel-batch-orders',
      body: BATCH,
      sign: 'nvnLJd7A2/mrgFiPCmEc9Uor+THnKRI1lB63lx0iCDM=',
    },
    {
      name: 'comma as it is',
      stamp: AT,
      method: 'GET',
      target: '/api/v5/account/balance?ccy=BTC,ETH',
      body: '',
      sign: 'Q+r5rb/yBTxA2gLrv37La0P8QhHHEXErJACyXVKVqJU=',
    },
    {
      name: 'comma encoded',
      stamp: AT,
      method: 'GET',
      target: '/api/v5/account/balance?ccy=BTC%2CETH',
      body: '',
      sign: 'HCEdCsh0W0+eJEubm9jSMpmk6oK8YXSrfW5SiD1jheI=',
    },
    {
      name: 'GET without query',
      stamp: AT,
      method: 'GET',
      target: '/api/v5/account/config',
      body: '',
      sign: 'SUi8e9zt5FkYX+R1fGOLS9d7IbLZ/2eL/VR5AeyiQ5E=',
    },
  ];
  for (const { name, stamp, method, target, body, sign } of vectors) {
    it(`matches the computed vector: ${name}`, () =>
      expect(signatureOf(SECRET, stamp, method, target, body)).toBe(sign));
  }

  it('matches the vector that another project published', () => {
    const secret = 'chNOOS4KvNXR_Xq4k4c9qsfoKWvnDecLATCRlcBwyKDYnWgO';
    const sign = signatureOf(secret, '2020-12-08T09:08:57.715Z', 'GET', '/api/v5/account/balance', '');
    expect(sign).toBe('PJ61e1nb2F2Qd7D8SPiaIcx2gjdELc+o0ygzre9z33k=');
  });

  it('matches the WebSocket login vector', () => {
    expect(loginSignatureOf(SECRET, '1704876947')).toBe('5/36BgGV6m/6pmdc20zdqk0mzF5ZalmzzPD2fo3wavU=');
  });

  it('compares texts of any length', () => {
    expect([sameText('abc', 'abc'), sameText('abc', 'abd'), sameText('abc', 'abcd')]).toEqual([true, false, false]);
  });
});

describe('time stamps', () => {
  const stamps = [
    { text: AT, atMs: Date.parse(AT) },
    { text: '2026-11-20T12:34:56Z', atMs: Date.parse('2026-11-20T12:34:56Z') },
    { text: '2026-11-20T12:34:56.789', atMs: undefined },
    { text: '2026-13-40T12:34:56.789Z', atMs: undefined },
    { text: '1704876947000', atMs: undefined },
  ];
  for (const { text, atMs } of stamps) it(`reads ${text}`, () => expect(readStampMs(text)).toBe(atMs));

  it('takes only whole seconds for a login', () => {
    expect([readLoginStampMs('1704876947'), readLoginStampMs('1704876947000'), readLoginStampMs(AT)]).toEqual([
      1704876947000,
      undefined,
      undefined,
    ]);
  });
});

describe('a signed request', () => {
  const target = '/api/v5/account/balance?ccy=BTC';
  const headers = signedHeaders(START_MS, KEY, 'GET', target, '');

  async function codeOf(sent: Parameters<typeof practiceRequest>): Promise<unknown> {
    const reply = await rig().exchange.handle(practiceRequest(...sent));
    return reply === 'drop' ? 'drop' : (JSON.parse(reply.body) as { code: unknown }).code;
  }

  it('is let in as it was signed', async () => expect(await codeOf(['GET', target, { headers }])).toBe('0'));

  const tampered = [
    { name: 'another query', sent: ['GET', '/api/v5/account/balance?ccy=ETH', { headers }] },
    { name: 'the query encoded otherwise', sent: ['GET', '/api/v5/account/balance?ccy=%42TC', { headers }] },
    { name: 'another path', sent: ['GET', '/api/v5/asset/balances?ccy=BTC', { headers }] },
    { name: 'a body', sent: ['GET', target, { headers, body: '{}' }] },
    {
      name: 'another time',
      sent: ['GET', target, { headers: { ...headers, 'ok-access-timestamp': '2026-11-20T12:00:00.001Z' } }],
    },
    { name: 'another signature', sent: ['GET', target, { headers: { ...headers, 'ok-access-sign': 'AAAA' } }] },
  ] satisfies readonly { name: string; sent: Parameters<typeof practiceRequest> }[];
  for (const { name, sent } of tampered) {
    it(`is refused with ${name}`, async () => expect(await codeOf(sent)).toBe('50113'));
  }

  it('is refused when a changed order arrives under an old signature', async () => {
    const signed = signedHeaders(START_MS, KEY, 'POST', '/api/v5/trade/order', ORDER);
    const body = ORDER.replace('"sz":"2"', '"sz":"20"');
    expect(await codeOf(['POST', '/api/v5/trade/order', { headers: signed, body }])).toBe('50113');
  });
});
