import { afterEach, describe, expect, it } from 'vitest';
import type { Alert } from '../../shared/model/alert.ts';
import { DeskWorld } from '../support/desk-world.ts';
import { VirtualWorld } from '../support/virtual-world.ts';

const stops: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const stop of stops.splice(0)) await stop();
});

async function deskWorld(): Promise<DeskWorld> {
  const rig = new DeskWorld({ seed: 'halt', isMoving: false, exchanges: ['binance'] });
  stops.push(() => rig.close());
  await rig.ready();
  return rig;
}

async function place(rig: DeskWorld): Promise<void> {
  const intent = rig.intent();
  const review = rig.service.desk.review(intent, rig.ticket('binance'));
  if (!review.ok) throw new Error(review.failure.kind);
  await rig.world.until(rig.service.desk.place(intent, review.value.hash));
  await rig.world.run(1_000);
}

describe('a halt while an exchange asks for quiet', () => {
  it('sends next to nothing within the minute it asked for, and is done soon after', async () => {
    const rig = await deskWorld();
    await place(rig);
    await place(rig);
    const origin = rig.world.origin('binance');
    let requests = 0;
    rig.world.transport.onPassage(() => {
      requests += 1;
    });
    rig.world.transport.tampers.set(origin, (reply) => {
      const body = '{"code":-1003,"msg":"Too much request weight used"}';
      return { ...reply, status: 429, headers: { ...reply.headers, 'retry-after': '60' }, body };
    });
    rig.service.halt.halt('user');
    await rig.world.run(59_000);
    // The list, the one cancel that may pass the gate, and a probe of the clock.
    expect(requests).toBeLessThanOrEqual(3);
    expect(rig.service.state().cancels).toMatchObject([{ state: 'failed' }]);
    rig.world.transport.tampers.delete(origin);
    await rig.world.run(20_000);
    expect(rig.service.state().cancels).toMatchObject([{ state: 'done' }]);
  });
});

describe('a halt of the whole engine', () => {
  async function alertsOf(world: VirtualWorld): Promise<readonly Alert[]> {
    const all = await world.engine.handlers['alerts.snapshot']({});
    return all.ok ? all.value.alerts.filter(({ kind }) => kind === 'halt-unfinished') : [];
  }

  it('warns of an account that cannot be cleared until it is, however long that takes', async () => {
    const world = new VirtualWorld({ seed: 'halt', isMoving: false, exchanges: ['binance', 'okx'] });
    stops.push(() => world.close());
    await world.run(5_000);
    world.transport.closed.add(world.origin('okx'));
    world.engine.desk.halt.halt('user');
    await world.run(600_000);
    expect(await alertsOf(world)).toMatchObject([
      { severity: 'critical', state: 'fired', account: world.account('okx').id },
    ]);
    world.transport.closed.delete(world.origin('okx'));
    await world.run(60_000);
    expect(world.engine.desk.state().cancels.map(({ state }) => state)).toEqual(['done', 'done']);
    expect((await alertsOf(world)).filter(({ state }) => state !== 'cleared')).toEqual([]);
  });

  it('goes on at once when the key of an account is loaded, or the gate of its exchange opens', async () => {
    const world = new VirtualWorld({ seed: 'halt', isMoving: false, exchanges: ['binance', 'okx'] });
    stops.push(() => world.close());
    await world.run(5_000);
    const { okx, binance } = { okx: world.account('okx'), binance: world.account('binance') };
    const lent = world.vault.lend(okx.id);
    if (!lent.ok) throw new Error('no key');
    world.vault.forget(okx.id);
    const realm = { exchange: binance.exchange, environment: binance.environment };
    const [key] = world.engine.limiter.snapshot().flatMap((view) => (view.key.includes('binance') ? [view.key] : []));
    const ip = `${key?.split('|')[0]}|ip=default`;
    const untilMs = world.clock.now() + 7_200_000;
    world.engine.limiter.closeGate({ key: ip, realm, cause: 'banned', untilMs, code: null });
    world.engine.desk.halt.halt('user');
    await world.run(300_000);
    const states = (): readonly string[] => world.engine.desk.state().cancels.map(({ state }) => state);
    expect(states()).toEqual(['failed', 'failed']);
    world.vault.hold(okx.id, lent.value);
    await world.run(2_000);
    expect(states()).toEqual(['failed', 'done']);
    world.engine.limiter.openGate(ip);
    await world.run(2_000);
    expect(states()).toEqual(['done', 'done']);
  });
});
