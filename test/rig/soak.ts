// Hours of the whole engine in virtual time, with bots at work on all three practice exchanges and one fault after the
// other; what it holds on to is weighed at every quarter of an hour.
import { type ExchangeId, exchangeIds } from '../../shared/model/account.ts';
import { createRandom, type PracticeRandom } from '../../electron/practice/core/random.ts';
import { isRefusal } from '../support/storm-figure.ts';
import type { Tamper } from '../support/virtual-transport.ts';
import { VirtualWorld } from '../support/virtual-world.ts';

const MINUTE_MS = 60_000;
const QUARTER_MS = 15 * MINUTE_MS;
const FAULT_MS = { least: 5_000, most: 90_000 } as const;

export interface SoakFigure {
  readonly figure: 'soak';
  readonly hours: number;
  readonly calls: number;
  readonly faults: number;
  readonly refusals: number;
  /** Of the heap after collection, by a line through the quarters; null with fewer than four of them. */
  readonly heapMbAnHour: number | null;
  /** Calls in flight at the exchanges when all work had ended. */
  readonly leftInFlight: number;
  readonly errors: number;
  readonly seed: string;
}

export interface SoakOptions {
  readonly hours: number;
  readonly seed: string;
  /** Frees what nobody holds; without it the heap is not weighed. */
  readonly collect: (() => void) | undefined;
  readonly onQuarter: (text: string) => void;
}

const TAMPERS: readonly Tamper[] = [
  (reply) => ({ ...reply, body: '<html>Sign in</html>' }),
  (reply) => ({ ...reply, body: reply.body.slice(0, reply.body.length / 2) }),
  (reply) => ({ ...reply, status: 503, body: '' }),
  (reply) => ({ ...reply, body: '' }),
];

export async function runSoak({ hours, seed, collect, onQuarter }: SoakOptions): Promise<SoakFigure> {
  const random = createRandom(`${seed}/soak`);
  const world = new VirtualWorld({ seed });
  let calls = 0;
  let refusals = 0;
  world.transport.onPassage((passage) => {
    calls += 1;
    refusals += exchangeIds.some((id) => passage.origin === world.origin(id) && isRefusal(id, passage)) ? 1 : 0;
  });
  world.work('busy');
  const weights: { readonly atH: number; readonly mb: number }[] = [];
  let faults = 0;
  let errors = 0;
  const endMs = world.clock.monotonic() + hours * 60 * MINUTE_MS;
  let quarterMs = world.clock.monotonic() + QUARTER_MS;
  while (world.clock.monotonic() < endMs) {
    await world.run(random.integer(FAULT_MS.least, FAULT_MS.most));
    const mend = begin(world, random);
    faults += 1;
    await world.run(random.integer(FAULT_MS.least, FAULT_MS.most));
    mend();
    if (world.clock.monotonic() < quarterMs) continue;
    quarterMs += QUARTER_MS;
    errors += errorsOf(world);
    forget(world);
    if (collect === undefined) continue;
    collect();
    const mb = process.memoryUsage().heapUsed / 1e6;
    weights.push({ atH: world.clock.monotonic() / (60 * MINUTE_MS), mb });
    onQuarter(`${weights.at(-1)?.atH.toFixed(2)} h: ${calls} calls, ${mb.toFixed(1)} MB`);
  }
  for (const { id } of world.accounts) world.environment.control.setWorkload(id, 'off');
  await world.run(5 * MINUTE_MS);
  const leftInFlight = world.engine.limiter.snapshot().reduce((sum, { inFlight }) => sum + inFlight, 0);
  errors += errorsOf(world);
  await world.close();
  // The first quarters fill what is bounded: names, histograms, the hour that is drawn.
  return {
    figure: 'soak',
    hours,
    calls,
    faults,
    refusals,
    heapMbAnHour: slope(weights.slice(4)),
    leftInFlight,
    errors,
    seed,
  };
}

/** Breaks something; the returned function mends it. */
function begin(world: VirtualWorld, random: PracticeRandom): () => void {
  const exchange: ExchangeId = exchangeIds[random.integer(0, exchangeIds.length - 1)] ?? 'binance';
  const origin = world.origin(exchange);
  const { transport } = world;
  const draw = random.integer(0, TAMPERS.length + 1);
  const tamper = TAMPERS[draw];
  if (tamper !== undefined) {
    transport.tampers.set(origin, tamper);
    return () => void transport.tampers.delete(origin);
  }
  if (draw === TAMPERS.length) {
    transport.closed.add(origin);
    return () => void transport.closed.delete(origin);
  }
  const before = transport.latency;
  transport.latency = { minMs: 500, maxMs: 8_000 };
  return () => {
    transport.latency = before;
  };
}

function errorsOf(world: VirtualWorld): number {
  return world.logged.filter(({ event }) => /not kept|unreadable|bug/.test(event)).length;
}

/** What the world itself notes of each event would grow for ever. */
function forget(world: VirtualWorld): void {
  world.logged.length = 0;
  world.told.length = 0;
  world.activity.rows.splice(0, world.activity.rows.length - 1);
}

function slope(points: readonly { readonly atH: number; readonly mb: number }[]): number | null {
  if (points.length < 4) return null;
  const mean = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length;
  const atH = mean(points.map((point) => point.atH));
  const mb = mean(points.map((point) => point.mb));
  const top = points.reduce((sum, point) => sum + (point.atH - atH) * (point.mb - mb), 0);
  const bottom = points.reduce((sum, point) => sum + (point.atH - atH) ** 2, 0);
  return Math.round((top / bottom) * 100) / 100;
}
