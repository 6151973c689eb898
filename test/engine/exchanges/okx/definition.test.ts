import { describe, expect, it } from 'vitest';
import { okx } from '../../../../electron/engine/exchanges/okx/index.ts';
import type { Hosts } from '../../../../electron/engine/exchanges/definition.ts';
import { unwrap } from './support.ts';

const all: readonly (readonly [string, Hosts])[] = [
  ...Object.entries(okx.environments.live),
  ...Object.entries(okx.environments.testnet ?? {}).map(([region, hosts]) => [`demo ${region}`, hosts] as const),
];

describe('OKX environments', () => {
  const expected = [
    { region: 'global', rest: 'https://openapi.okx.com', socket: 'wss://ws.okx.com/ws/v5/private' },
    { region: 'eea', rest: 'https://eea.okx.com', socket: 'wss://wseea.okx.com/ws/v5/private' },
    { region: 'us', rest: 'https://us.okx.com', socket: 'wss://wsus.okx.com/ws/v5/private' },
    { region: 'tr', rest: 'https://tr.okx.com', socket: undefined },
    { region: 'demo global', rest: 'https://openapi.okx.com', socket: 'wss://wspap.okx.com/ws/v5/private' },
    { region: 'demo eea', rest: 'https://eea.okx.com', socket: 'wss://wseeapap.okx.com/ws/v5/private' },
    { region: 'demo us', rest: 'https://us.okx.com', socket: 'wss://wsuspap.okx.com/ws/v5/private' },
  ];
  it('has these sites and no other', () => {
    const found = all.map(([region, { rest, sockets }]) => ({ region, rest, socket: sockets['private'] }));
    expect(found).toEqual(expected);
  });

  for (const [region, { rest, sockets, headers }] of all) {
    it(`${region}: names itself, speaks on port 443 and never mixes demo with live`, () => {
      for (const url of [rest, ...Object.values(sockets)]) expect(new URL(url).port).toBe('');
      expect(headers['user-agent']).toMatch(/^Mozilla/);
      expect(headers['x-simulated-trading']).toBe(region.startsWith('demo') ? '1' : undefined);
    });
  }

  it('puts practice on the given origins, without the demo flag', () => {
    const hosts = okx.environments.practice('http://127.0.0.1:4001', 'ws://127.0.0.1:4002');
    expect(hosts.rest).toBe('http://127.0.0.1:4001');
    expect(hosts.sockets).toEqual({
      public: 'ws://127.0.0.1:4002/ws/v5/public',
      private: 'ws://127.0.0.1:4002/ws/v5/private',
      business: 'ws://127.0.0.1:4002/ws/v5/business',
    });
    expect(hosts.headers['x-simulated-trading']).toBeUndefined();
  });
});

describe('OKX probes', () => {
  it('reads the time', () => {
    expect(okx.probes.time().path).toBe('/api/v5/public/time');
    expect(unwrap(okx.probes.readTime({ code: '0', msg: '', data: [{ ts: '1790439440699' }] }))).toBe(
      1_790_439_440_699,
    );
    for (const ts of ['', '1790439440', 'now', null]) {
      expect(okx.probes.readTime({ code: '0', data: [{ ts }] })).toMatchObject({
        ok: false,
        failure: { kind: 'bad-reply' },
      });
    }
    expect(okx.probes.readTime({ code: '0', data: [] })).toMatchObject({ ok: false });
  });

  it('asks at start for the sub-account cap', () => {
    expect(okx.probes.limits().map(({ method, path }) => `${method} ${path}`)).toEqual([
      'GET /api/v5/trade/account-rate-limit',
    ]);
  });

  const row = { title: 'Upgrade', state: 'ongoing', serviceType: '5', env: '1' };
  const cases = [
    { name: 'nothing announced', rows: [], environment: 'live', expected: { isUp: true, detail: '' } },
    {
      name: 'trading under maintenance',
      rows: [row],
      environment: 'live',
      expected: { isUp: false, detail: 'Upgrade' },
    },
    {
      name: 'maintenance of demo, seen from live',
      rows: [{ ...row, env: '2' }],
      environment: 'live',
      expected: { isUp: true, detail: '' },
    },
    {
      name: 'maintenance of demo, seen from demo',
      rows: [{ ...row, env: '2' }],
      environment: 'testnet',
      expected: { isUp: false, detail: 'Upgrade' },
    },
    {
      name: 'maintenance to come',
      rows: [{ ...row, state: 'scheduled' }],
      environment: 'live',
      expected: { isUp: true, detail: '' },
    },
    {
      name: 'maintenance of sockets',
      rows: [{ ...row, serviceType: '0' }],
      environment: 'live',
      expected: { isUp: true, detail: 'Upgrade' },
    },
  ] as const;
  for (const { name, rows, environment, expected } of cases) {
    it(`reads ${name}`, () =>
      expect(unwrap(okx.probes.readStatus({ code: '0', data: rows }, environment))).toEqual(expected));
  }
});
