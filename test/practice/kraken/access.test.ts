import { describe, expect, it } from 'vitest';
import { Bench, type CallOptions, START_MS } from './support.ts';

const SECRET = Buffer.alloc(64, 7).toString('base64');
const UNKNOWN = { apiKey: 'NOBODY', secret: SECRET, accountId: 'main' };

describe('nonces', () => {
  const sequences = [
    { name: 'rising values pass', window: 0n, nonces: ['5', '6', '18446744073709551615'], refused: [] },
    { name: 'a repeated value is refused', window: 0n, nonces: ['5', '5'], refused: ['5'] },
    { name: 'a lower value is refused', window: 0n, nonces: ['5', '4'], refused: ['4'] },
    {
      name: 'beyond 64 bits is refused',
      window: 0n,
      nonces: ['18446744073709551616'],
      refused: ['18446744073709551616'],
    },
    { name: 'text is refused', window: 0n, nonces: ['abc', '-1', '1.5'], refused: ['abc', '-1', '1.5'] },
    {
      name: 'a window lets older ones in, each once',
      window: 10n,
      nonces: ['100', '95', '90', '89', '95'],
      refused: ['89', '95'],
    },
  ];
  for (const { name, window, nonces, refused } of sequences) {
    it(name, async () => {
      const bench = new Bench({ keys: [{ apiKey: 'K', accountId: 'main', nonceWindow: window }] });
      const seen: string[] = [];
      for (const nonce of nonces) {
        const errors = await bench.errors('GetApiKeyInfo', {}, { nonce });
        if (errors.length > 0) seen.push(nonce);
        expect(errors.every((error) => error === 'EAPI:Invalid nonce')).toBe(true);
      }
      expect(seen).toEqual(refused);
    });
  }

  it('a window may accept the same value twice where told to', async () => {
    const bench = new Bench({ keys: [{ apiKey: 'K', accountId: 'main', nonceWindow: 10n }], nonceReuse: 'accept' });
    expect([await bench.errors('Balance', {}, { nonce: 9 }), await bench.errors('Balance', {}, { nonce: 9 })]).toEqual([
      [],
      [],
    ]);
  });

  it('counts for each key alone, and not for refused signatures', async () => {
    const bench = new Bench({ keys: ['A', 'B'].map((apiKey) => ({ apiKey, accountId: 'main' })) });
    expect(await bench.errors('Balance', {}, { nonce: 100, signature: 'bad' })).toEqual(['EAPI:Invalid signature']);
    expect(await bench.errors('Balance', {}, { nonce: 50 })).toEqual([]);
    expect(await bench.errors('Balance', {}, { nonce: 1, key: bench.exchange.keys[1] ?? bench.key })).toEqual([]);
  });
});

describe('order of checks', () => {
  it('reports a bad key before it looks at anything else', async () => {
    const bench = new Bench();
    expect(await bench.errors('AddOrder', { nonsense: 1 }, { key: UNKNOWN, signature: 'bad' })).toEqual([
      'EAPI:Invalid key',
    ]);
  });

  it('reports allowlist, expiry, signature, nonce, counter, permission, arguments in this order', async () => {
    const keys = [
      {
        apiKey: 'K',
        accountId: 'main',
        ips: ['10.0.0.9'],
        expiresAtMs: START_MS + 5_000,
        permissions: ['query-funds'],
      },
    ];
    const texts = { addressNotAllowed: 'E:address', keyExpired: 'E:expired' };
    const bench = new Bench({ keys, tier: 'starter', texts });
    const at = (options: CallOptions): Promise<readonly string[]> =>
      bench.errors('OpenOrders', {}, { ip: '10.0.0.9', ...options });
    bench.clock.advance(10_000);
    expect(await at({ ip: '10.0.0.1' })).toEqual(['E:address']);
    expect(await at({ signature: 'bad' })).toEqual(['E:expired']);
    const key = bench.exchange.accounts.key('K');
    if (key !== undefined) key.expiresAtMs = null;
    expect(await at({ signature: 'bad' })).toEqual(['EAPI:Invalid signature']);
    expect(await at({ nonce: 'x' })).toEqual(['EAPI:Invalid nonce']);
    expect(await at({})).toEqual(['EGeneral:Permission denied']);
    key?.permissions.add('query-closed-trades');
    expect(await bench.errors('QueryOrders', {}, { ip: '10.0.0.9' })).toEqual(['EGeneral:Invalid arguments:txid']);
    for (let call = 0; call < 13; call += 1) await at({});
    expect(await at({})).toEqual(['EAPI:Rate limit exceeded']);
  });

  it('can be put in another order', async () => {
    const bench = new Bench({
      keys: [{ apiKey: 'K', accountId: 'main', permissions: [] }],
      checkOrder: ['permission', 'signature'],
    });
    expect(await bench.errors('Balance', {}, { signature: 'bad' })).toEqual(['EGeneral:Permission denied']);
  });
});

describe('lockout', () => {
  it('follows ten invalid keys in a row from one address, also for good keys there', async () => {
    const bench = new Bench();
    for (let call = 0; call < 10; call += 1)
      expect(await bench.errors('Balance', {}, { key: UNKNOWN })).toEqual(['EAPI:Invalid key']);
    expect(await bench.errors('Balance')).toEqual(['EGeneral:Temporary lockout']);
    expect(await bench.errors('Balance', {}, { key: UNKNOWN })).toEqual(['EGeneral:Temporary lockout']);
    expect(await bench.errors('Balance', {}, { ip: '10.0.0.2' })).toEqual([]);
    bench.clock.jump(900_000);
    expect(await bench.errors('Balance')).toEqual([]);
  });

  it('starts over after a good call', async () => {
    const bench = new Bench();
    for (let call = 0; call < 9; call += 1) await bench.errors('Balance', {}, { key: UNKNOWN });
    expect(await bench.errors('Balance')).toEqual([]);
    for (let call = 0; call < 9; call += 1) await bench.errors('Balance', {}, { key: UNKNOWN });
    expect(await bench.errors('Balance')).toEqual([]);
  });
});

describe('permissions', () => {
  const order = { pair: 'XBTUSD', type: 'buy', ordertype: 'limit', price: '50000', volume: '0.001' };
  const cases = [
    { method: 'GetApiKeyInfo', params: {}, with: [], allowed: true },
    { method: 'Balance', params: {}, with: ['query-open-trades'], allowed: false },
    { method: 'Balance', params: {}, with: ['query-funds'], allowed: true },
    { method: 'TradeBalance', params: {}, with: ['query-funds'], allowed: true },
    { method: 'TradeBalance', params: {}, with: ['query-open-trades'], allowed: true },
    { method: 'ClosedOrders', params: {}, with: ['query-open-trades'], allowed: false },
    { method: 'Ledgers', params: {}, with: ['query-ledger'], allowed: true },
    { method: 'GetWebSocketsToken', params: {}, with: ['query-funds'], allowed: false },
    { method: 'AddOrder', params: order, with: ['close-trades'], allowed: false },
    { method: 'AddOrder', params: order, with: ['modify-trades'], allowed: true },
    { method: 'CancelAll', params: {}, with: ['close-trades'], allowed: true },
    { method: 'CancelAll', params: {}, with: ['query-funds'], allowed: false },
    { method: 'EditOrder', params: {}, with: ['modify-trades'], allowed: false },
  ];
  for (const { method, params, with: permissions, allowed } of cases) {
    it(`${method} with ${permissions.join() || 'nothing'} is ${allowed ? 'allowed' : 'denied'}`, async () => {
      const bench = new Bench({ keys: [{ apiKey: 'K', accountId: 'main', permissions }] });
      expect(await bench.errors(method, params)).toEqual(allowed ? [] : ['EGeneral:Permission denied']);
    });
  }

  it("QueryOrders needs the right that fits the order's state", async () => {
    const bench = new Bench({
      keys: [{ apiKey: 'K', accountId: 'main', permissions: ['modify-trades', 'query-closed-trades'] }],
    });
    const txid = await bench.limitOrder();
    expect(await bench.errors('QueryOrders', { txid })).toEqual(['EGeneral:Permission denied']);
    await bench.call('CancelOrder', { txid });
    expect(await bench.errors('QueryOrders', { txid })).toEqual([]);
  });
});

describe('GetApiKeyInfo', () => {
  const keys = [
    {
      apiKey: 'K',
      accountId: 'main',
      label: 'bot',
      permissions: ['query-funds'],
      nonceWindow: 15n,
      expiresAtMs: START_MS + 86_400_000,
    },
  ];

  it('speaks camel case', async () => {
    const bench = new Bench({ keys });
    const { result } = await bench.call('GetApiKeyInfo', {}, { nonce: 77 });
    expect(result).toMatchObject({
      apiKeyName: 'bot',
      apiKey: 'K',
      nonce: '77',
      nonceWindow: 15,
      permissions: ['query-funds'],
      ipAllowlist: [],
      validUntil: '1795262400',
    });
  });

  it('speaks snake case, with text for the window and a blank in the allowlist', async () => {
    const bench = new Bench({ keys });
    bench.exchange.switches.keyInfoCasing = 'snake';
    const { result } = await bench.call('GetApiKeyInfo', {}, { nonce: 77 });
    expect(result).toMatchObject({
      api_key_name: 'bot',
      api_key: 'K',
      nonce: '77',
      nonce_window: '15',
      ip_allowlist: [''],
      query_from: '0',
    });
  });

  it('groups the keys of an account by one number', async () => {
    const bench = new Bench({ keys: ['A', 'B'].map((apiKey) => ({ apiKey, accountId: 'main' })) });
    const [one, two] = await Promise.all(bench.exchange.keys.map((key) => bench.call('GetApiKeyInfo', {}, { key })));
    expect(one?.result?.['iban']).toBe(two?.result?.['iban']);
  });
});
