// How soon an exchange that takes half as long again is told of, end to end in virtual time: the practice exchanges, the
// practice bots through the app's own client, the detector and the monitor. One line of JSON per seed.
// npm run bench:throttling -- [--seeds 8] [--prefix figure] [--level busy] [--factor 1.5]
import { parseArgs } from 'node:util';
import { exchangeIds, type ExchangeId } from '../../shared/model/account.ts';
import type { Alert } from '../../shared/model/alert.ts';
import { WorkloadLevel } from '../../shared/model/host.ts';
import { VirtualWorld } from '../support/virtual-world.ts';

const { values } = parseArgs({
  options: {
    seeds: { type: 'string', default: '8' },
    prefix: { type: 'string', default: 'figure' },
    level: { type: 'string', default: 'busy' },
    factor: { type: 'string', default: '1.5' },
  },
});
/** Answers take between half of this and all of it, and a little on the wire. */
const BASE_MS = 400;
const WARM_MS = 600_000;
const LOOK_MS = 120_000;

function setLatency(world: VirtualWorld, id: ExchangeId, latencyMs: number): void {
  const { control } = world.environment;
  const settings = control.state().exchanges.find(({ exchange }) => exchange === id);
  if (settings !== undefined) control.setExchange({ ...settings, latencyMs });
}

function throttled(world: VirtualWorld): readonly Alert[] {
  return world.told.flatMap(({ name, payload }) => {
    const alert = name === 'alerts.raised' ? (payload as Alert) : null;
    return alert?.kind === 'soft-throttling' ? [alert] : [];
  });
}

for (let index = 1; index <= Number(values.seeds); index += 1) {
  const seed = `${values.prefix}-${index}`;
  const slowed = exchangeIds[index % exchangeIds.length] ?? 'binance';
  const world = new VirtualWorld({ seed });
  for (const id of exchangeIds) setLatency(world, id, BASE_MS);
  world.work(WorkloadLevel.parse(values.level));
  await world.run(WARM_MS);
  const before = throttled(world).length;
  const slowedAtMs = world.clock.now();
  setLatency(world, slowed, Number(values.factor) * BASE_MS);
  await world.run(LOOK_MS);
  const found = throttled(world).slice(before);
  const own = found.find(({ exchange }) => exchange === slowed);
  const delayS = own === undefined ? null : Math.round((own.firedAtMs - slowedAtMs) / 100) / 10;
  const falseAlarms = before + found.filter(({ exchange }) => exchange !== slowed).length;
  process.stdout.write(
    `${JSON.stringify({ figure: 'throttling found end to end', seed, slowed, delayS, falseAlarms })}\n`,
  );
  await world.close();
}
