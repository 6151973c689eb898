import { describe, expect, it } from 'vitest';
import { probeLimits } from '../../../electron/engine/probes/limits-probe.ts';
import { ClientRig, accountOf } from '../../support/client-rig.ts';
import { json, later } from '../../support/scripted-transport.ts';

const HOUR_MS = 3_600_000;
const rateLimits = [{ rateLimitType: 'REQUEST_WEIGHT', interval: 'MINUTE', intervalNum: 1, limit: 1_234 }];
const info = json({ timezone: 'UTC', serverTime: 1, rateLimits, symbols: [] });

function targets(rig: ClientRig): readonly string[] {
  return rig.transport.arrivals.map(({ request }) => request.target.split('?')[0] ?? '');
}

describe('the limits probe', () => {
  it('asks at start and every two hours, and what it learns replaces the starting values', async () => {
    const rig = new ClientRig();
    rig.transport.always(/exchangeInfo/, info).always(/rateLimit/, json([]));
    probeLimits(accountOf('binance'), rig.client, rig.clock);
    await rig.run(10);
    expect(targets(rig)).toEqual(['/api/v3/exchangeInfo', '/api/v3/rateLimit/order']);
    expect(rig.limiter.snapshot().find(({ bucket }) => bucket.id === 'ip-weight')?.capacity).toBe(1_234);
    await rig.run(2 * HOUR_MS - 20);
    expect(targets(rig)).toHaveLength(2);
    await rig.run(20);
    expect(targets(rig)).toHaveLength(4);
  });

  it('asks again ever more rarely while a call cannot be made, as without a key', async () => {
    const rig = new ClientRig();
    rig.vault.forget('binance-a');
    const atMs: number[] = [];
    rig.transport.always(/exchangeInfo/, () => {
      atMs.push(rig.clock.monotonic());
      return info;
    });
    probeLimits(accountOf('binance'), rig.client, rig.clock);
    await rig.run(300_000);
    expect(atMs).toEqual([0, 30_000, 90_000, 210_000]);
  });

  it('asks nothing where no answer names a limit', async () => {
    const rig = new ClientRig();
    probeLimits(accountOf('kraken'), rig.client, rig.clock);
    await rig.run(3 * HOUR_MS);
    expect([rig.transport.arrivals.length, rig.clock.pending]).toEqual([0, 0]);
  });

  it('stops, also between two calls', async () => {
    const rig = new ClientRig();
    const slow = later();
    rig.transport.once(/exchangeInfo/, slow.answer);
    const stop = probeLimits(accountOf('binance'), rig.client, rig.clock);
    await rig.run(10);
    stop();
    slow.reply(info);
    await rig.run(3 * HOUR_MS);
    expect([targets(rig), rig.clock.pending]).toEqual([['/api/v3/exchangeInfo'], 0]);
  });
});
