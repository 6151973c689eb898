import { expect, it } from 'vitest';
import { exchangeIds } from '../../shared/model/account.ts';
import { VirtualWorld } from '../support/virtual-world.ts';

it('every request the engine records names the counters it was charged to, and none of what it carried that matters', async () => {
  const world = new VirtualWorld({ seed: 'spend keys' });
  const offered = [
    'symbol',
    'instId',
    'instType',
    'pair',
    'limit',
    'count',
    'depth',
    'side',
    'type',
    'ordType',
    'ordertype',
  ];
  const modes = ['timeInForce', 'timeinforce', 'tdMode', 'interval', 'bar'];
  world.work('busy');
  await world.run(20_000);
  const { rows } = world.activity;
  const known = new Set(world.engine.limiter.snapshot().map(({ key }) => key));
  const calls = rows.filter(({ kind }) => kind === 'request');
  for (const id of exchangeIds) {
    const spent = calls.filter((row) => row.exchange === id && (row.charges?.length ?? 0) > 0);
    expect(spent.length, id).toBeGreaterThan(5);
  }
  for (const { charges = [], readings = [], params = [], ...row } of calls) {
    expect(row.outcome).toBeDefined();
    expect(row.code === null).toBe(row.outcome === 'ok');
    expect(row.bucketKey).toBe(charges[0]?.key);
    expect([...charges, ...readings].filter(({ key }) => !known.has(key))).toEqual([]);
    expect(params.filter(({ name, value }) => value !== null && ![...offered, ...modes].includes(name))).toEqual([]);
  }
  await world.close();
});
