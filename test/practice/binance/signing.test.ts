import { generateKeyPairSync } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { publicPemOf } from '../../../electron/practice/binance/identity.ts';
import { LIMIT, queryOf, rig, signatureOf, START_MS } from './support.ts';

const ACCOUNT = '/api/v3/account';

/** rest-api.md, 2026-07: payload and signature as printed there; the time is that of the sample. */
const STAMP_MS = 1_499_827_319_559;
const OFFICIAL = [
  {
    name: 'the sample order (H1)',
    query: `symbol=LTCBTC&side=BUY&type=LIMIT&timeInForce=GTC&quantity=1&price=0.1&recvWindow=5000&timestamp=${STAMP_MS}`,
    body: '',
    signature: 'c8db56825ae71d6d79447849e617115f4a920fa2acdcab2b053c4b2838bd6b71',
  },
  {
    name: 'a symbol outside ASCII, signed as encoded (H2)',
    query: `symbol=%EF%BC%91%EF%BC%92%EF%BC%93%EF%BC%94%EF%BC%95%EF%BC%96&side=BUY&type=LIMIT&timeInForce=GTC&quantity=1&price=0.1&recvWindow=5000&timestamp=${STAMP_MS}`,
    body: '',
    signature: 'e1353ec6b14d888f1164ae9af8228a3dbd508bc82eb867db8ab6046442f33ef3',
  },
  {
    name: 'query and body glued (H3)',
    query: 'symbol=LTCBTC&side=BUY&type=LIMIT&timeInForce=GTC',
    body: `quantity=1&price=0.1&recvWindow=5000&timestamp=${STAMP_MS}`,
    signature: '0fd168b8ddb4876a0358a8d14d0c9f3da0e9b20c5d52b2a00fcf7d1c602f9a77',
  },
];

describe('published signatures', () => {
  for (const { name, query, body, signature } of OFFICIAL) {
    // The symbols are not ours, so -1121 is what comes after the signature was found good.
    for (const [kind, shown, code] of [
      ['accepts', signature, -1121],
      ['accepts in capitals', signature.toUpperCase(), -1121],
      ['refuses a changed one for', signature.replace(/^./, (first) => (first === '0' ? '1' : '0')), -1022],
    ] as const) {
      it(`${kind} ${name}`, async () => {
        const { exchange, clock, raw } = rig();
        exchange.switches.clockSkewMs = STAMP_MS - clock.now();
        const key = { 'x-mbx-apikey': exchange.keys.hmac.apiKey };
        const reply =
          body === ''
            ? await raw('POST', `/api/v3/order?${query}&signature=${shown}`, key)
            : await raw('POST', `/api/v3/order?${query}`, key, `${body}&signature=${shown}`);
        expect(reply.body.code).toBe(code);
      });
    }
  }

  it('refuses a signature over the raw text of a symbol outside ASCII', async () => {
    const { exchange, raw } = rig();
    const query = `symbol=１２３&timestamp=${START_MS}`;
    const encoded = queryOf({ symbol: '１２３', timestamp: START_MS });
    const wrong = await raw(
      'GET',
      `/api/v3/openOrders?${encoded}&signature=${signatureOf(exchange.keys.hmac, query)}`,
      { 'x-mbx-apikey': exchange.keys.hmac.apiKey },
    );
    expect(wrong).toMatchObject({ status: 400, body: { code: -1022 } });
  });
});

describe('key kinds', () => {
  it('accepts HMAC and Ed25519', async () => {
    const { exchange, signed } = rig();
    expect((await signed('GET', ACCOUNT)).status).toBe(200);
    expect((await signed('GET', ACCOUNT, {}, { key: exchange.keys.ed25519 })).status).toBe(200);
  });

  it('accepts RSA, and not over another payload', async () => {
    const { exchange, signed, raw } = rig();
    const secret = generateKeyPairSync('rsa', { modulusLength: 2048 })
      .privateKey.export({ type: 'pkcs8', format: 'pem' })
      .toString();
    const key = { apiKey: 'R'.repeat(64), secret };
    exchange.accounts.addKey({
      apiKey: key.apiKey,
      accountId: 'main',
      secret: publicPemOf(secret),
      kind: 'rsa',
      permissions: ['enableReading'],
      createdAtMs: START_MS,
    });
    expect((await signed('GET', ACCOUNT, {}, { key })).status).toBe(200);
    const signature = encodeURIComponent(signatureOf(key, `timestamp=${START_MS}&x=1`));
    expect(
      (await raw('GET', `${ACCOUNT}?timestamp=${START_MS}&signature=${signature}`, { 'x-mbx-apikey': key.apiKey })).body
        .code,
    ).toBe(-1022);
  });
});

describe('order of the checks', () => {
  const cases = [
    { name: 'no key', target: `${ACCOUNT}?timestamp=1&signature=x`, key: undefined, status: 401, code: -2014 },
    {
      name: 'key of the wrong form',
      target: `${ACCOUNT}?timestamp=1&signature=x`,
      key: 'short',
      status: 401,
      code: -2014,
    },
    { name: 'no timestamp', target: ACCOUNT, key: 'U'.repeat(64), status: 400, code: -1102 },
    {
      name: 'old timestamp and unknown key',
      target: `${ACCOUNT}?timestamp=${START_MS - 6000}&signature=x`,
      key: 'U'.repeat(64),
      status: 400,
      code: -1021,
    },
    {
      name: 'unknown key',
      target: `${ACCOUNT}?timestamp=${START_MS}&signature=x`,
      key: 'U'.repeat(64),
      status: 401,
      code: -2015,
    },
    {
      name: 'known key, bad signature',
      target: `${ACCOUNT}?timestamp=${START_MS}&signature=x`,
      key: 'known',
      status: 400,
      code: -1022,
    },
  ];
  for (const { name, target, key, status, code } of cases) {
    it(name, async () => {
      const { exchange, raw } = rig();
      const apiKey = key === 'known' ? exchange.keys.hmac.apiKey : key;
      expect(await raw('GET', target, apiKey === undefined ? {} : { 'x-mbx-apikey': apiKey })).toMatchObject({
        status,
        body: { code },
      });
    });
  }
});

describe('recvWindow', () => {
  const cases = [
    { name: 'exactly the default window old', age: 5000, params: {}, code: undefined },
    { name: 'a millisecond older', age: 5001, params: {}, code: -1021 },
    { name: 'fractional window, inside', age: 6000, params: { recvWindow: '6000.346' }, code: undefined },
    { name: 'four decimals', age: 0, params: { recvWindow: '5000.1234' }, code: -1100 },
    { name: 'the longest window', age: 60_000, params: { recvWindow: 60_000 }, code: undefined },
    { name: 'a longer window', age: 0, params: { recvWindow: 60_001 }, code: -1102 },
    { name: '999 ms ahead', age: -999, params: {}, code: undefined },
    { name: '1000 ms ahead', age: -1000, params: {}, code: -1021 },
  ];
  for (const { name, age, params, code } of cases) {
    it(`${name}: ${code ?? 'accepted'}`, async () => {
      const { signed } = rig();
      expect((await signed('GET', ACCOUNT, params, { stampMs: START_MS - age })).body.code).toBe(code);
    });
  }

  it('takes microseconds', async () => {
    const { signed } = rig();
    expect((await signed('GET', ACCOUNT, {}, { stampMs: START_MS * 1000 })).status).toBe(200);
  });

  it('is checked again before the engine, where it costs an order slot, and when the message leaves', async () => {
    for (const delay of ['beforeEngineMs', 'leavingBrokerMs'] as const) {
      const { exchange, clock, signed } = rig();
      exchange.delays[delay] = 2001;
      const pending = signed('POST', '/api/v3/order', LIMIT, { stampMs: START_MS - 3000 });
      for (let turn = 0; turn < 5; turn += 1) {
        await new Promise((resolve) => setImmediate(resolve));
        clock.advance(2001);
      }
      expect((await pending).body.code).toBe(-1021);
      expect(exchange.usage.orders('main').inDay).toBe(1);
      expect(exchange.venue.openOrders('main')).toEqual([]);
    }
  });

  it('does not cost an order slot on arrival', async () => {
    const { exchange, signed } = rig();
    expect((await signed('POST', '/api/v3/order', LIMIT, { stampMs: START_MS - 9000 })).body.code).toBe(-1021);
    expect(exchange.usage.orders('main').inDay).toBe(0);
    expect(exchange.usage.weight('127.0.0.1')).toBe(1);
  });
});

describe('key states all answer -2015', () => {
  const cases: readonly {
    name: string;
    change: (key: { permissions: Set<string>; ips: readonly string[]; state: 'valid' | 'deleted' | 'expired' }) => void;
    reads: boolean;
  }[] = [
    { name: 'reading only', change: (key) => key.permissions.delete('enableSpotAndMarginTrading'), reads: true },
    { name: 'another address', change: (key) => (key.ips = ['10.9.9.9']), reads: false },
    { name: 'deleted', change: (key) => (key.state = 'deleted'), reads: false },
    { name: 'expired', change: (key) => (key.state = 'expired'), reads: false },
  ];
  for (const { name, change, reads } of cases) {
    it(name, async () => {
      const { exchange, signed } = rig();
      const key = exchange.accounts.key(exchange.keys.hmac.apiKey);
      if (key === undefined) throw new Error('no key');
      change(key);
      expect((await signed('POST', '/api/v3/order', LIMIT)).body.code).toBe(-2015);
      expect((await signed('GET', ACCOUNT)).status).toBe(reads ? 200 : 401);
    });
  }
});
