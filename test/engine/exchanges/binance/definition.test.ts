import { describe, expect, it } from 'vitest';
import { binance } from '../../../../electron/engine/exchanges/binance/index.ts';

describe('probes', () => {
  it('asks for the time and reads it', () => {
    expect(binance.probes.time()).toEqual({ method: 'GET', path: '/api/v3/time', query: '', body: null });
    expect(binance.probes.readTime({ serverTime: 1789295119833 })).toEqual({ ok: true, value: 1789295119833 });
  });

  for (const body of [null, {}, { serverTime: '1789295119833' }, { serverTime: 0 }, { serverTime: 1.5 }]) {
    it(`takes ${JSON.stringify(body)} for no time`, () => expect(binance.probes.readTime(body).ok).toBe(false));
  }

  it('learns limits from exchangeInfo of one symbol and from the account', () => {
    const calls = binance.probes.limits().map(({ method, path, query }) => `${method} ${path}?${query}`);
    expect(calls).toEqual([
      'GET /api/v3/exchangeInfo?symbol=BTCUSDT&showPermissionSets=false',
      'GET /api/v3/rateLimit/order?',
    ]);
  });

  it('asks for the status where there is a /sapi', () => {
    expect(binance.probes.status('live')?.path).toBe('/sapi/v1/system/status');
    expect(binance.probes.status('practice')?.path).toBe('/sapi/v1/system/status');
    expect(binance.probes.status('testnet')).toBeNull();
  });

  const states = [
    { body: { status: 0, msg: 'normal' }, value: { isUp: true, detail: 'normal' } },
    { body: { status: 1, msg: 'system_maintenance' }, value: { isUp: false, detail: 'system_maintenance' } },
    { body: { status: 7 }, value: { isUp: false, detail: '' } },
  ];
  for (const { body, value } of states) {
    it(`reads ${JSON.stringify(body)}`, () => expect(binance.probes.readStatus(body)).toEqual({ ok: true, value }));
  }
  it('fails on no status', () => expect(binance.probes.readStatus({ msg: 'normal' }).ok).toBe(false));

  it('makes only calls that the table prices', () => {
    const question = { symbol: 'A', clientOrderId: 'b', exchangeOrderId: null, sentAtMs: 0, nowMs: 0 };
    const calls = [
      ...binance.probes.limits(),
      binance.probes.time(),
      binance.probes.status('live'),
      binance.permissions.request('live'),
      binance.instruments.request(null),
      binance.orders.open(null),
      binance.orders.balances(),
      binance.orders.cancel('A', 'b'),
      ...binance.orders.lookUp(question).map(({ request }) => request),
    ];
    for (const call of calls) expect(binance.limits.endpoints).toHaveProperty([`${call?.method} ${call?.path}`]);
  });
});

describe('environments', () => {
  const { live, testnet, practice } = binance.environments;
  const hosts = { ...live, testnet: testnet?.['global'], demo: testnet?.['demo'] };

  it('never share a host', () => {
    const names = Object.values(hosts).flatMap((host) =>
      [host?.rest, ...Object.values(host?.sockets ?? {})].map((url) => new URL(url ?? '').hostname),
    );
    expect(names).toHaveLength(9);
    expect(new Set(names).size).toBe(9);
  });

  for (const [name, host] of Object.entries(hosts)) {
    it(`${name} is encrypted, and its REST origin has no path`, () => {
      expect(new URL(host?.rest ?? '').origin).toBe(host?.rest);
      expect(host?.rest).toMatch(/^https:/);
      for (const url of Object.values(host?.sockets ?? {})) expect(url).toMatch(/^wss:/);
    });
  }

  it('practice lives where it is told', () => {
    expect(practice('http://127.0.0.1:1', 'ws://127.0.0.1:2')).toEqual({
      rest: 'http://127.0.0.1:1',
      sockets: { api: 'ws://127.0.0.1:2/ws-api/v3', streams: 'ws://127.0.0.1:2/stream' },
      headers: {},
    });
  });
});
