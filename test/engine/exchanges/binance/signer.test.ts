import { createHash, createSecretKey, generateKeyPairSync, verify } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import type { Credential, SigningKey, Stamp } from '../../../../electron/engine/exchanges/definition.ts';
import {
  importSecret,
  sign,
  signPayload,
  signSocket,
  unsigned,
} from '../../../../electron/engine/exchanges/binance/signer.ts';
import type { ExchangeRequest } from '../../../../electron/engine/http.ts';
import { rsaSignatures, socketVectors } from './vectors.ts';

// The illustration pair of rest-api.md, 2026-07.
const API_KEY = 'vmPUZE6mv9SD5VNHk4HlWFsOr6aKE2zvsw0MuIgwCIPy6utIco14y7Ju91duEh8A';
const SECRET = 'NhqPtmdSJYdKjVHjA7PZj4Mge3R5YNiP1e3UZjInClVN65XAbvqqM6A7H5fATj0j';
// The illustration key of fix-api.md, 2026-07.
const ED25519 = 'MC4CAQAwBQYDK2VwBCIEIIJEYWtGBrhACmb9Dvy+qa8WEf0lQOl1s4CLIAB9m89u';

const hmac: Credential = {
  apiKey: API_KEY,
  signing: { algorithm: 'hmac', key: createSecretKey(Buffer.from(SECRET)) },
  passphrase: null,
};
const stamp: Stamp = { serverMs: 1499827319559, nonce: 0n, validForMs: 5000 };

function post(query: string, form: string | null = null): ExchangeRequest {
  const body = form === null ? null : ({ type: 'form', text: form } as const);
  return { method: 'POST', path: '/api/v3/order', query, body };
}

function imported(text: string): SigningKey {
  const result = importSecret(text);
  if (!result.ok) throw new Error(JSON.stringify(result.failure));
  return result.value;
}

const LTC = 'symbol=LTCBTC&side=BUY&type=LIMIT&timeInForce=GTC';
const FULL_WIDTH = 'symbol=%EF%BC%91%EF%BC%92%EF%BC%93%EF%BC%94%EF%BC%95%EF%BC%96&side=BUY&type=LIMIT&timeInForce=GTC';
const REST = 'quantity=1&price=0.1&recvWindow=5000&timestamp=1499827319559';
const H1 = 'c8db56825ae71d6d79447849e617115f4a920fa2acdcab2b053c4b2838bd6b71';
const H3 = '0fd168b8ddb4876a0358a8d14d0c9f3da0e9b20c5d52b2a00fcf7d1c602f9a77';

describe('HMAC over REST', () => {
  const vectors = [
    { name: 'ASCII order', query: `${LTC}&${REST}`, signature: H1 },
    {
      name: 'percent-encoded symbol',
      query: `${FULL_WIDTH}&${REST}`,
      signature: 'e1353ec6b14d888f1164ae9af8228a3dbd508bc82eb867db8ab6046442f33ef3',
    },
    {
      name: 'no parameters of its own',
      query: 'recvWindow=5000&timestamp=1499827319559',
      signature: '82f4e72e95e63d666b6da651e82a701722ad8a785a169318d91f36f279c55821',
    },
    {
      name: 'recvWindow with decimals and microseconds',
      query: 'recvWindow=6000.346&timestamp=1499827319559000',
      signature: 'd89d95a91019237f4f952b2cd624c30ee0c0f45d33440a17c68daf251e1cf875',
    },
    {
      name: 'client order id',
      query: 'symbol=LTCBTC&origClientOrderId=my-order_1&recvWindow=5000&timestamp=1499827319559',
      signature: '37984508456625721998e6fcb81e559b41572ec0d2c0ec14285490c0c708f7c1',
    },
  ];
  for (const { name, query, signature } of vectors) {
    it(`signs what is there byte for byte: ${name}`, () => {
      const later = { ...stamp, serverMs: 1, validForMs: 1 };
      expect(sign(post(query), hmac, later)).toEqual({
        method: 'POST',
        target: `/api/v3/order?${query}&signature=${signature}`,
        headers: { 'X-MBX-APIKEY': API_KEY },
        body: null,
      });
    });
  }

  it('glues query and body with nothing between, and puts the signature last', () => {
    expect(sign(post(LTC, REST), hmac, stamp)).toEqual({
      method: 'POST',
      target: `/api/v3/order?${LTC}`,
      headers: { 'X-MBX-APIKEY': API_KEY, 'Content-Type': 'application/x-www-form-urlencoded' },
      body: `${REST}&signature=${H3}`,
    });
  });

  const completed = [
    { name: 'adds recvWindow and timestamp', query: `${LTC}&quantity=1&price=0.1` },
    { name: 'adds timestamp beside a recvWindow', query: `${LTC}&quantity=1&price=0.1&recvWindow=5000` },
    { name: 'replaces a foreign signature', query: `${LTC}&quantity=1&price=0.1&recvWindow=5000&signature=00` },
    { name: 'replaces a foreign signature before others', query: `signature=00&${LTC}&${REST}` },
  ];
  for (const { name, query } of completed) {
    it(name, () => {
      expect(sign(post(query), hmac, stamp).target).toBe(`/api/v3/order?${LTC}&${REST}&signature=${H1}`);
    });
  }

  it('adds to a form body where there is one', () => {
    expect(sign(post(LTC, 'quantity=1&price=0.1'), hmac, stamp).body).toBe(`${REST}&signature=${H3}`);
  });

  it('keeps odd but legal text as it is', () => {
    const query = 'a=%20+b&&c=&timestamp=5';
    const signature = signPayload(query, hmac.signing);
    expect(sign(post(query), hmac, stamp).target).toBe(`/api/v3/order?${query}&signature=${signature}`);
  });

  const windows = [
    { validForMs: 4999.99951, text: 'recvWindow=4999.999&' },
    { validForMs: 90_000, text: 'recvWindow=60000&' },
    { validForMs: 0, text: '' },
    { validForMs: Number.NaN, text: '' },
  ];
  for (const { validForMs, text } of windows) {
    it(`writes a validity of ${validForMs} ms as "${text}"`, () => {
      const { target } = sign({ ...post(''), method: 'GET' }, hmac, {
        ...stamp,
        serverMs: 1499827319559.9,
        validForMs,
      });
      expect(target).toMatch(new RegExp(`^/api/v3/order\\?${text}timestamp=1499827319559&signature=[0-9a-f]{64}$`));
    });
  }

  it('is no plain hash of payload and secret', () => {
    const payload = `${LTC}&${REST}`;
    const mistake = createHash('sha256').update(`${payload}${SECRET}`).digest('hex');
    expect(mistake).toBe('e11d25e57a9fd2180991783f08444c0e98cc4729df628f385cd2eef9af046eed');
    expect(signPayload(payload, hmac.signing)).not.toBe(mistake);
  });

  it('sends public calls as they are', () => {
    const request: ExchangeRequest = { method: 'GET', path: '/api/v3/depth', query: 'symbol=BTCUSDT', body: null };
    expect(unsigned(request)).toEqual({
      method: 'GET',
      target: '/api/v3/depth?symbol=BTCUSDT',
      headers: {},
      body: null,
    });
  });
});

describe('HMAC over the WebSocket API', () => {
  it('has every published vector', () => expect(socketVectors).toHaveLength(12));

  for (const { name, rest, signature } of socketVectors) {
    it(name, () => {
      // Reversed, so that the order in the payload is the signer's own.
      const params = Object.fromEntries(
        rest
          .split('&')
          .reverse()
          .map((pair) => {
            const [member = '', value = ''] = pair.split('=');
            const isNumber = ['timestamp', 'recvWindow', 'orderId', 'limit', 'startTime', 'endTime'].includes(member);
            return [member, isNumber ? Number(value) : value];
          }),
      );
      expect(signSocket({ ...params, signature: 'old' }, hmac)).toEqual({ ...params, apiKey: API_KEY, signature });
    });
  }
});

describe('Ed25519', () => {
  const signing = imported(ED25519);
  const D2 =
    'symbol=BTCUSDT&side=SELL&type=LIMIT&timeInForce=GTC&quantity=1&price=0.2&timestamp=1668481559918&recvWindow=5000';
  const D3 = D2.replace('BTCUSDT', '%EF%BC%91%EF%BC%92%EF%BC%93%EF%BC%94%EF%BC%95%EF%BC%96');
  const vectors = [
    {
      name: 'log-on of fix-api.md',
      payload: ['A', 'EXAMPLE', 'SPOT', '1', '20240627-11:17:25.223'].join('\u0001'),
      signature: '4MHXelVVcpkdwuLbl6n73HQUXUf1dse2PCgT1DYqW9w8AVZ1RACFGM+5UdlGPrQHrgtS3CvsRURC1oj73j8gCA==',
    },
    {
      name: 'ASCII order',
      payload: D2,
      signature: 'inDT086KVIP8vgUfw5sV3VTkescWztiAGlf4x8FLKHM4NInsn0c1kYVLoGMO8cyjfR6vmTku2YQE0gtfVVlfCw==',
    },
    {
      name: 'percent-encoded symbol',
      payload: D3,
      signature: 'vECjNXSlVOz1DskXXQ866KhikKY8cxajBXKAU0COlYYemqEr45TXiRS/jNB3LyHHh48pu7z2S6pTFhmhWNRBBw==',
    },
  ];
  for (const { name, payload, signature } of vectors) {
    it(name, () => expect(signPayload(payload, signing)).toBe(signature));
  }

  it('percent-encodes the base64 on the wire', () => {
    const { target } = sign(post(D3), { ...hmac, signing }, stamp);
    expect(target).toBe(
      `/api/v3/order?${D3}&signature=vECjNXSlVOz1DskXXQ866KhikKY8cxajBXKAU0COlYYemqEr45TXiRS%2FjNB3LyHHh48pu7z2S6pTFhmhWNRBBw%3D%3D`,
    );
  });
});

describe('RSA', () => {
  const pair = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const pem = pair.privateKey.export({ format: 'pem', type: 'pkcs8' }).toString();

  it('signs with PKCS#1 v1.5 and SHA-256, which the public key verifies after the wire', () => {
    const payload = `${LTC}&${REST}`;
    const { target } = sign(post(payload), { ...hmac, signing: imported(pem) }, stamp);
    const [, signature = ''] = target.split('&signature=');
    expect(signature).not.toMatch(/[+/=]/);
    const bytes = Buffer.from(decodeURIComponent(signature), 'base64');
    expect(bytes).toHaveLength(256);
    expect(verify('sha256', Buffer.from(payload), pair.publicKey, bytes)).toBe(true);
  });

  // The private key is not published: these show how such a signature travels.
  for (const [index, signature] of rsaSignatures.entries()) {
    it(`encodes published signature ${index + 1} as the documentation sends it`, () => {
      const sent = signature.replaceAll('+', '%2B').replaceAll('/', '%2F').replaceAll('=', '%3D');
      expect(encodeURIComponent(signature)).toBe(sent);
      expect(new URLSearchParams(`signature=${sent}`).get('signature')).toBe(signature);
    });
  }
});

describe('importing a secret', () => {
  const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const shortRsa = generateKeyPairSync('rsa', { modulusLength: 1024 });
  const curve = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const der = (key: typeof rsa.privateKey): string => key.export({ format: 'der', type: 'pkcs8' }).toString('base64');
  const pem = (key: typeof rsa.privateKey): string => key.export({ format: 'pem', type: 'pkcs8' }).toString();

  const accepted = [
    { name: 'HMAC secret', text: SECRET, algorithm: 'hmac' },
    { name: 'HMAC secret with white space around', text: ` ${SECRET}\r\n`, algorithm: 'hmac' },
    { name: 'bare Ed25519, 64 characters as an HMAC secret', text: ED25519, algorithm: 'ed25519' },
    {
      name: 'Ed25519 PEM',
      text: `-----BEGIN PRIVATE KEY-----\n${ED25519}\n-----END PRIVATE KEY-----\n`,
      algorithm: 'ed25519',
    },
    {
      name: 'PEM with \\n written out',
      text: `-----BEGIN PRIVATE KEY-----\\n${ED25519}\\n-----END PRIVATE KEY-----`,
      algorithm: 'ed25519',
    },
    { name: 'RSA PEM', text: pem(rsa.privateKey), algorithm: 'rsa' },
    { name: 'RSA bare base64', text: der(rsa.privateKey), algorithm: 'rsa' },
  ];
  for (const { name, text, algorithm } of accepted) {
    it(`takes ${name}`, () => expect(imported(text).algorithm).toBe(algorithm));
  }

  it('gives the HMAC key the very secret', () => {
    expect(signPayload(`${LTC}&${REST}`, imported(SECRET))).toBe(H1);
  });

  const refused = [
    { name: 'nothing', text: '', detail: /64 letters/ },
    { name: '63 characters', text: SECRET.slice(1), detail: /64 letters/ },
    { name: 'a character no secret has', text: `${SECRET.slice(1)}!`, detail: /64 letters/ },
    {
      name: 'a public key',
      text: rsa.publicKey.export({ format: 'pem', type: 'spki' }).toString(),
      detail: /public half/,
    },
    {
      name: 'an encrypted key',
      text: rsa.privateKey.export({ format: 'pem', type: 'pkcs8', cipher: 'aes-256-cbc', passphrase: 'x' }).toString(),
      detail: /encrypted/,
    },
    { name: 'PKCS#1', text: rsa.privateKey.export({ format: 'pem', type: 'pkcs1' }).toString(), detail: /PKCS#8/ },
    { name: 'a PEM without its end', text: pem(rsa.privateKey).slice(0, 200), detail: /cut off/ },
    {
      name: 'a PEM of garbage',
      text: '-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----',
      detail: /cannot be read/,
    },
    { name: 'a short RSA key', text: pem(shortRsa.privateKey), detail: /2048/ },
    { name: 'another curve', text: pem(curve.privateKey), detail: /Ed25519 and RSA/ },
  ];
  for (const { name, text, detail } of refused) {
    it(`refuses ${name} and says why without repeating it`, () => {
      const result = importSecret(text);
      expect(result).toEqual({ ok: false, failure: { kind: 'invalid-input', detail: expect.stringMatching(detail) } });
      if (text !== '') expect(JSON.stringify(result)).not.toContain(text);
    });
  }
});
