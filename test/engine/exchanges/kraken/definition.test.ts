import { describe, expect, it } from 'vitest';
import { kraken } from '../../../../electron/engine/exchanges/kraken/index.ts';

it('is Kraken', () => expect([kraken.id, kraken.name, kraken.signer.usesNonce]).toEqual(['kraken', 'Kraken', true]));

describe('environments', () => {
  it('live reaches the production hosts', () =>
    expect(kraken.environments.live['global']).toEqual({
      rest: 'https://api.kraken.com',
      sockets: { public: 'wss://ws.kraken.com/v2', private: 'wss://ws-auth.kraken.com/v2' },
      headers: { 'User-Agent': 'Headroom' },
    }));
  it('there is no test environment', () => expect(kraken.environments.testnet).toBeNull());
  it('practice never leaves the given origins', () => {
    const hosts = kraken.environments.practice('http://127.0.0.1:9001', 'ws://127.0.0.1:9002');
    expect(hosts.rest).toBe('http://127.0.0.1:9001');
    expect(Object.values(hosts.sockets).every((url) => url.startsWith('ws://127.0.0.1:9002/'))).toBe(true);
  });
});

describe('probes', () => {
  const { probes } = kraken;
  it('ask for time and status and learn no limits', () => {
    expect(probes.time()).toEqual({ method: 'GET', path: '/0/public/Time', query: '', body: null });
    expect(probes.status('live')?.path).toBe('/0/public/SystemStatus');
    expect([probes.status('testnet'), probes.limits(), probes.timeResolutionMs]).toEqual([null, [], 1_000]);
  });
  for (const [status, isUp] of [
    ['online', true],
    ['maintenance', false],
    ['cancel_only', false],
    ['post_only', false],
  ] as const) {
    it(`${status} is ${isUp ? 'up' : 'not up'}`, () =>
      expect(probes.readStatus({ error: [], result: { status, timestamp: '' } })).toEqual({
        ok: true,
        value: { isUp, detail: status },
      }));
  }
  it('no time is a failure', () => {
    expect(probes.readTime({ error: [], result: {} })).toMatchObject({ ok: false });
    expect(probes.readTime({ error: ['EService:Unavailable'] })).toMatchObject({ failure: { kind: 'maintenance' } });
  });
});
