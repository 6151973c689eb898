import { describe, expect, it } from 'vitest';
import { affordableMs, PROBE_SHARE } from '../../../electron/engine/probes/affordable.ts';
import { priceCall } from '../../../electron/engine/exchanges/charges.ts';
import { exchange } from '../../../electron/engine/exchanges/registry.ts';
import { get } from '../../../electron/engine/http.ts';
import { announcedIn } from '../../../electron/engine/probes/announced.ts';
import { type ExchangeStatus, probeStatus } from '../../../electron/engine/probes/status-probe.ts';
import { usagePlans } from '../../../electron/engine/probes/usage-plans.ts';
import { probeUsage } from '../../../electron/engine/probes/usage-probe.ts';
import { exchangeIds } from '../../../shared/model/account.ts';
import { ClientRig, accountOf } from '../../support/client-rig.ts';
import { json, timedOut } from '../../support/scripted-transport.ts';

const MINUTE = 60_000;

describe('what probes may cost', () => {
  for (const id of exchangeIds) {
    it(`is less than a hundredth of every limit of ${id}, all of them together`, () => {
      const { limits, probes } = exchange(id);
      const status = probes.status('live');
      const calls = usagePlans[id].map(({ request, wantedMs }) => ({ request, wantedMs }));
      if (status !== null) calls.push({ request: status, wantedMs: MINUTE });
      const shares = new Map<string, number>();
      for (const { request, wantedMs } of calls) {
        const everyMs = affordableMs(limits, request, wantedMs);
        for (const { bucket, cost, part } of priceCall(limits, request).charges) {
          const { window, capacity } = bucket;
          const perMs = window.kind === 'decaying' ? window.perSecond / 1_000 : capacity / window.periodMs;
          const name = `${bucket.id} ${part ?? ''}`;
          shares.set(name, (shares.get(name) ?? 0) + cost / everyMs / perMs);
        }
      }
      for (const share of shares.values()) expect(share).toBeLessThanOrEqual(PROBE_SHARE + 1e-9);
    });
  }

  it('puts a call to a small limit further apart, and one to a large limit as wanted', () => {
    expect(affordableMs(exchange('okx').limits, get('/api/v5/system/status'), MINUTE)).toBe(500_000);
    expect(affordableMs(exchange('binance').limits, get('/api/v3/ping'), 15_000)).toBe(15_000);
  });
});

describe('the usage probe', () => {
  const used = (weight: number) => json({}, 200, { 'x-mbx-used-weight-1m': [String(weight)] });

  it('asks at its interval while nothing else brings a reading', async () => {
    const rig = new ClientRig();
    rig.transport.always(/ping/, () => used(7)).always(/rateLimit/, json([]));
    const stop = probeUsage(accountOf('binance'), rig.client, rig.limiter, rig.clock);
    await rig.run(14_999);
    expect(rig.transport.arrivals).toHaveLength(0);
    await rig.run(45_001);
    expect(rig.transport.arrivals).toHaveLength(4);
    stop();
    await rig.run(10 * MINUTE);
    expect(rig.transport.arrivals).toHaveLength(4);
  });

  it('keeps still while other calls bring readings', async () => {
    const rig = new ClientRig();
    let weight = 0;
    const more = () => {
      weight += 1;
      return used(weight);
    };
    rig.transport
      .always(/ping/, more)
      .always(/rateLimit/, json([]))
      .always(/v3\/time/, more);
    probeUsage(accountOf('binance'), rig.client, rig.limiter, rig.clock);
    for (let second = 0; second < 60; second += 10) {
      await rig.sent('binance', get('/api/v3/time'), {}, 0);
      await rig.run(10_000);
    }
    expect(rig.transport.arrivals.filter(({ request }) => request.target.includes('ping'))).toHaveLength(0);
  });

  it('asks ever more rarely while it fails', async () => {
    const rig = new ClientRig();
    rig.transport.always(/ping/, timedOut).always(/rateLimit/, timedOut);
    probeUsage(accountOf('binance'), rig.client, rig.limiter, rig.clock);
    const pings = (): number => rig.transport.arrivals.filter(({ request }) => request.target.includes('ping')).length;
    await rig.run(30 * MINUTE);
    const first = pings();
    await rig.run(30 * MINUTE);
    expect(first).toBeLessThan(30);
    expect(pings() - first).toBeLessThanOrEqual(first);
  });
});

describe('the status probe', () => {
  it('tells what the exchange says of itself, at the pace its limits allow', async () => {
    const rig = new ClientRig();
    const begin = rig.clock.now() + 3_600_000;
    const row = {
      title: 'Upgrade',
      state: 'scheduled',
      begin: String(begin),
      end: String(begin + 1),
      serviceType: '5',
      env: '1',
    };
    rig.transport.always(/system\/status/, json({ code: '0', msg: '', data: [row] }));
    const heard: ExchangeStatus[] = [];
    const stop = probeStatus(accountOf('okx'), rig.client, rig.clock, (status) => void heard.push(status));
    await rig.run(505_001);
    expect(heard).toHaveLength(2);
    expect(heard[0]).toEqual({
      isUp: true,
      detail: '',
      announced: [{ beginsAtMs: begin, endsAtMs: begin + 1, title: 'Upgrade' }],
    });
    stop();
  });

  const row = { title: 't', state: 'scheduled', begin: '1800000000000', end: '1800000060000', env: '1' };
  const cases = [
    { name: 'a scheduled row', data: [row], count: 1 },
    { name: 'a row without an end', data: [{ ...row, end: '' }], count: 1 },
    { name: 'none that is under way', data: [{ ...row, state: 'ongoing' }], count: 0 },
    { name: 'none of demo trading', data: [{ ...row, env: '2' }], count: 0 },
    { name: 'none without a beginning', data: [{ ...row, begin: 'soon' }], count: 0 },
    { name: 'nothing in nonsense', data: 'x', count: 0 },
  ];
  for (const { name, data, count } of cases) {
    it(`reads ${name}`, () => expect(announcedIn('okx', { code: '0', data }, 'live')).toHaveLength(count));
  }
});
