import { it } from 'vitest';
import { SimServer } from '../../support/sim-server.ts';
import { Neighbour, patterns } from './neighbour.ts';
import { Rig, between, bucketOf, endlessDemand, fixed, realm, seeded } from './rig.ts';
it('x', async () => {
  const periodMs = Number(process.env['P'] ?? 60000), capacity = 100;
  const rig = new Rig();
  const server = new SimServer({ clock: rig.clock, window: fixed(periodMs), capacity, shiftMs: rig.clock.now() });
  const neighbour = new Neighbour(rig.clock, server, periodMs, patterns[(process.env['N'] ?? 'steady') as 'steady']);
  const random = seeded(1);
  const COSTS = [1, 1, 2, 5, 10, 20];
  const costs = () => COSTS[Math.floor(random() * COSTS.length)] ?? 1;
  const latencyMs = () => between(random, 5, 40);
  const b = bucketOf(fixed(periodMs), capacity, true);
  endlessDemand({ rig, server, bucket: b, costs, latencyMs, demand: 60, hasReadings: true });
  for (let i = 0; i < Number(process.env['W'] ?? 60); i++) {
    await rig.clock.run(periodMs / 20);
    const v = rig.view(b);
    console.log(i / 20, 'srv', server.used(), 'ref', server.refusals, neighbour.refusals, 'own', v.own, 'for', v.foreign.toFixed(1), 'fc', v.foreignForecast.toFixed(1), 'fly', v.inFlight, 'wait', v.waiting);
  }
});
